// SPDX-License-Identifier: MIT
#include "credential/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <new>

namespace bdf::credential {

namespace {

constexpr int gzip_window = 15 + 16;  // the largest window, in GZIP's frame

/// zlib takes what it reads as not const, and does not write it.
void set_input(z_stream& stream, std::span<const unsigned char> bytes) {
  stream.next_in = const_cast<unsigned char*>(bytes.data());  // NOLINT(*-const-cast)
  stream.avail_in = static_cast<uInt>(bytes.size());
}

bool fits_zlib(std::size_t size) { return size <= std::numeric_limits<uInt>::max(); }

struct EndInflating {
  void operator()(z_stream* stream) const noexcept { inflateEnd(stream); }
};

}  // namespace

std::vector<unsigned char> gzip_of(std::span<const unsigned char> bytes) {
  z_stream stream{};
  constexpr int memory_level = 9;
  if (!fits_zlib(bytes.size()) || deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window,
                                               memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::vector<unsigned char> packed(deflateBound(&stream, static_cast<uLong>(bytes.size())));
  set_input(stream, bytes);
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  const int done = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (done != Z_STREAM_END) throw std::bad_alloc();
  return packed;
}

std::optional<std::vector<unsigned char>> bytes_of_gzip(std::span<const unsigned char> packed,
                                                        std::size_t most) {
  z_stream stream{};
  if (!fits_zlib(packed.size())) return std::nullopt;
  if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, EndInflating> end(&stream);
  set_input(stream, packed);
  std::vector<unsigned char> bytes;
  std::array<unsigned char, 65536> part{};
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = part.data();
    stream.avail_out = part.size();
    state = inflate(&stream, Z_NO_FLUSH);
    const auto size = part.size() - stream.avail_out;
    if (size > most - bytes.size()) return std::nullopt;
    bytes.insert(bytes.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(size));
  }
  if (state != Z_STREAM_END || stream.avail_in != 0) return std::nullopt;
  return bytes;
}

}  // namespace bdf::credential
