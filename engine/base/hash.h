// SPDX-License-Identifier: MIT
// Digests: XXH3 to compare in memory, SHA-256 to name content, UUIDv5 to name objects.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "model/row_index.h"

namespace bdf {

/// XXH3-128 (Yann Collet, 2019), whose values have not changed since xxHash 0.8 and are kept in
/// reference bases. Never none(). Not against adversaries.
[[nodiscard]] Hash128 hash_of(std::string_view bytes);

/// Mixed such that inputs that differ in few bits have nothing in common (the finalizer of
/// SplitMix64; Steele, Lea and Flood 2014).
[[nodiscard]] std::uint64_t mixed(std::uint64_t bits);

/// The same of a place.
[[nodiscard]] std::uint64_t mixed(double x, double y);

/// SHA-256 in lower-case hexadecimal.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// The same of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void add(std::string_view bytes);
  /// Of all that was added; nothing may be added afterwards.
  [[nodiscard]] std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Adds a file's bytes. Throws InputError if it cannot be read.
void add_file(Sha256& digest, const std::filesystem::path& path);

/// SHA-256 of a file's bytes. Throws InputError if it cannot be read.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& path);

struct FileDigests {
  std::uint64_t size = 0;  ///< bytes
  std::string sha256;
  std::string md5;  ///< as others publish it beside their files; not against adversaries
};

/// Of a file's bytes alone, read once, in lower-case hexadecimal. Throws InputError if it cannot be
/// read.
[[nodiscard]] FileDigests digests_of_file(const std::filesystem::path& path);

/// RFC 4122, version 5 (SHA-1), in a namespace of this project's own, lower case with hyphens.
[[nodiscard]] std::string uuid_v5(std::string_view name);

}  // namespace bdf
