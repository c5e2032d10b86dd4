// SPDX-License-Identifier: MIT
#include "base/hash.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <xxhash.h>

#include <array>
#include <bit>
#include <cerrno>
#include <fstream>
#include <memory>
#include <new>
#include <span>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/message.h"

namespace bdf {

namespace {

using Bytes = std::vector<unsigned char>;

class Digest {
 public:
  explicit Digest(const EVP_MD* algorithm) : context_(EVP_MD_CTX_new()) {
    if (!context_) throw std::bad_alloc();
    check(EVP_DigestInit_ex(context_.get(), algorithm, nullptr));
  }

  void add(std::string_view bytes) {
    check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
  }

  Bytes finish() {
    Bytes digest(EVP_MAX_MD_SIZE);
    unsigned int size = 0;
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), &size));
    digest.resize(size);
    return digest;
  }

 private:
  static void check(int done) {
    if (done != 1) throw StoreError(msg("OpenSSL cannot compute a digest"));
  }

  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

std::string hexadecimal(std::span<const unsigned char> bytes) {
  return fmt::format("{:02x}", fmt::join(bytes, ""));
}

template <class Add>
void read_file(const std::filesystem::path& path, Add&& add) {
  constexpr std::size_t block = std::size_t{1} << 20;
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::vector<char> buffer(block);
  while (file.good()) {
    file.read(buffer.data(), static_cast<std::streamsize>(block));
    add(std::string_view(buffer.data(), static_cast<std::size_t>(file.gcount())));
  }
  if (!file.eof() || file.bad())
    throw InputError(
        msg("{}: cannot be read ({})", path.string(), std::generic_category().message(errno)));
}

}  // namespace

Hash128 hash_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  const Hash128 result{hash.high64, hash.low64};
  return result.none() ? Hash128{0, 1} : result;
}

std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBULL;
  return bits ^ (bits >> 31);
}

std::uint64_t mixed(double x, double y) {
  return mixed(mixed(std::bit_cast<std::uint64_t>(x)) + std::bit_cast<std::uint64_t>(y));
}

std::string sha256(std::string_view bytes) {
  Digest digest(EVP_sha256());
  digest.add(bytes);
  return hexadecimal(digest.finish());
}

struct Sha256::State {
  Digest digest{EVP_sha256()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
void Sha256::add(std::string_view bytes) { state_->digest.add(bytes); }
std::string Sha256::hex() { return hexadecimal(state_->digest.finish()); }

void add_file(Sha256& digest, const std::filesystem::path& path) {
  read_file(path, [&](std::string_view bytes) { digest.add(bytes); });
}

std::string sha256_of_file(const std::filesystem::path& path) {
  Sha256 digest;
  add_file(digest, path);
  return digest.hex();
}

FileDigests digests_of_file(const std::filesystem::path& path) {
  Digest sha256_digest(EVP_sha256());
  Digest md5_digest(EVP_md5());
  FileDigests digests;
  read_file(path, [&](std::string_view bytes) {
    digests.size += bytes.size();
    sha256_digest.add(bytes);
    md5_digest.add(bytes);
  });
  digests.sha256 = hexadecimal(sha256_digest.finish());
  digests.md5 = hexadecimal(md5_digest.finish());
  return digests;
}

std::string uuid_v5(std::string_view name) {
  // Drawn at random for this project: a change here would rename every object.
  constexpr std::string_view name_space =
      "\xb0\x29\x36\xe5\x6c\x84\x49\x51\x96\x50\xef\xd4\x12\x4d\xeb\x49";
  Digest digest(EVP_sha1());
  digest.add(name_space);
  digest.add(name);
  Bytes uuid = digest.finish();
  uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0f) | 0x50);  // version 5
  uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3f) | 0x80);  // RFC 4122's variant
  const std::string hex = hexadecimal(std::span(uuid).first(16));
  const std::string_view h = hex;
  return fmt::format("{}-{}-{}-{}-{}", h.substr(0, 8), h.substr(8, 4), h.substr(12, 4),
                     h.substr(16, 4), h.substr(20));
}

}  // namespace bdf
