// SPDX-License-Identifier: MIT
#include "package/seven_zip_header.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "package/archive_handle.h"

namespace bdf::package {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t start_size = 32;
constexpr std::uint64_t bytes_an_entry = 256;  // names in UTF-16, time, attributes, checksum
constexpr std::uint64_t longest_packed_header = 1U << 16U;

// What the parts of a header begin with.
constexpr std::uint64_t end_mark = 0x00;
constexpr std::uint64_t pack_info = 0x06;
constexpr std::uint64_t unpack_info = 0x07;
constexpr std::uint64_t packed_sizes = 0x09;
constexpr std::uint64_t folder_mark = 0x0B;
constexpr std::uint64_t unpacked_sizes = 0x0C;
constexpr std::uint64_t packed_header = 0x17;

/// A header that is not as it must be.
struct Unreadable {};

class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t byte() {
    if (bytes_.empty()) throw Unreadable{};
    const auto value = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    return value;
  }
  /// As many bytes follow the first one as it has leading ones; what is left of it comes on top.
  std::uint64_t number() {
    const auto first = byte();
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) {
      const std::uint64_t bit = 0x80U >> i;
      if ((first & bit) == 0) return value | (first & (bit - 1)) << (8 * i);
      value |= byte() << (8 * i);
    }
    return value;
  }
  void expect(std::uint64_t mark) {
    if (byte() != mark) throw Unreadable{};
  }
  void skip(std::uint64_t count) {
    if (count > bytes_.size()) throw Unreadable{};
    bytes_.remove_prefix(count);
  }
  void skip_numbers(std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) static_cast<void>(number());
  }

 private:
  std::string_view bytes_;
};

/// Passes a coder, and says how many streams come out of it, and go into it.
std::pair<std::uint64_t, std::uint64_t> skip_coder(Numbers& header) {
  const auto flags = header.byte();
  header.skip(flags & 0x0FU);  // its name
  const bool is_complex = (flags & 0x10U) != 0;
  const auto in = is_complex ? header.number() : 1;
  const auto out = is_complex ? header.number() : 1;
  if ((flags & 0x20U) != 0) header.skip(header.number());  // its properties
  return {out, in};
}

/// Of a header that is packed itself: how long it, or what it passes through, becomes.
std::uint64_t unpacked_size(Numbers header) {
  header.expect(packed_header);
  header.expect(pack_info);
  static_cast<void>(header.number());  // where
  const auto streams = header.number();
  header.expect(packed_sizes);
  header.skip_numbers(streams);
  header.expect(end_mark);
  header.expect(unpack_info);
  header.expect(folder_mark);
  if (header.number() != 1 || header.byte() != 0) throw Unreadable{};
  std::uint64_t out = 0;
  std::uint64_t in = 0;
  for (auto coders = header.number(); coders > 0; --coders) {
    const auto [of_it, into_it] = skip_coder(header);
    out += of_it;
    in += into_it;
  }
  if (out == 0 || out > 32 || in > 32 || in + 1 < out) throw Unreadable{};
  header.skip_numbers(2 * (out - 1));  // which stream goes where
  const auto packed = in - (out - 1);
  if (packed > 1) header.skip_numbers(packed);
  header.expect(unpacked_sizes);
  std::uint64_t size = 0;
  for (; out > 0; --out) size = std::max(size, header.number());
  return size;
}

std::string bytes_of(const fs::path& path, std::uint64_t at, std::uint64_t size) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(size, '\0');
  file.seekg(static_cast<std::streamoff>(at));
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size)))
    throw InputError(msg("{}: cannot be read", path.string()));
  return bytes;
}

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;)
    number = number << 8U | static_cast<unsigned char>(bytes[i]);
  return number;
}

/// How long the list of entries is, once unpacked.
std::uint64_t header_size(const fs::path& archive, std::uint64_t at, std::uint64_t size) {
  if (size == 0) return 0;
  const auto bytes = bytes_of(archive, at, std::min(size, longest_packed_header));
  if (static_cast<unsigned char>(bytes.front()) != packed_header) return size;
  try {
    return unpacked_size(Numbers(bytes));
  } catch (const Unreadable&) {
    refuse_archive(archive, "",
                   msg("the list of its entries is damaged, or of a form that is not "
                       "known"));
  }
}

}  // namespace

void check_seven_zip_header(const fs::path& archive, std::uint64_t most) {
  const auto file_size = fs::file_size(archive);
  const auto refuse_end = [&] {
    refuse_archive(archive, "", msg("it is cut off, or there are other bytes at its end"));
  };
  if (file_size < start_size) refuse_end();
  const auto start = bytes_of(archive, 0, start_size);
  const auto offset = little_endian(std::string_view(start).substr(12, 8));
  const auto size = little_endian(std::string_view(start).substr(20, 8));
  const auto behind_start = file_size - start_size;
  if (offset > behind_start || size != behind_start - offset) refuse_end();
  if (header_size(archive, start_size + offset, size) / bytes_an_entry > most + 16)
    refuse_archive(archive, "",
                   msg("the list of its entries is longer than that of {} entries", most));
}

}  // namespace bdf::package
