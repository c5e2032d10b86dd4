// SPDX-License-Identifier: MIT
// Bytes that nobody else is to see.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace bdf::crypto {

/// Makes libsodium ready, once, for all threads. Throws StoreError where it cannot be used.
void require_sodium();

/// Memory of a fixed size, all zero at first: between pages that cannot be touched, kept out of
/// swap and core dumps where the system allows it, and wiped when it goes (libsodium's
/// sodium_malloc).
class Secret {
 public:
  /// Throws std::bad_alloc.
  explicit Secret(std::size_t size);

  [[nodiscard]] unsigned char* data() { return bytes_.get(); }
  [[nodiscard]] const unsigned char* data() const { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Views live as long as it does.
  [[nodiscard]] std::string_view text() const;
  /// Forgets all behind the first `size` bytes, of which there must be so many.
  void shorten(std::size_t size);

 private:
  struct Free {
    void operator()(unsigned char* bytes) const noexcept;
  };
  std::unique_ptr<unsigned char, Free> bytes_;
  std::size_t size_;
};

/// A file that holds a secret, which never goes through a buffer that is not wiped. Throws
/// InputError where it cannot be read, is no file, is longer than `most` bytes, or where others
/// than its owner may read or write it.
[[nodiscard]] Secret read_secret_file(const std::filesystem::path& path, std::size_t most);

/// Writes it whole or not at all, with mode 0600 from the first byte on, and makes it durable.
/// Throws UsageError where the file exists and may not be replaced, StoreError where it cannot be
/// written.
void write_secret_file(const std::filesystem::path& path, std::string_view text, bool overwrite);

}  // namespace bdf::crypto
