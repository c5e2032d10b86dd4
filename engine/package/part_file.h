// SPDX-License-Identifier: MIT
// What has come of a file that is being fetched.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace bdf::package {

/// TARGET.part, and beside it TARGET.part.of: of which content of the server these bytes are the
/// beginning. Every refusal of the file system is a StoreError that names the file.
class PartFile {
 public:
  explicit PartFile(std::filesystem::path path);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  /// How much there is; 0 for nothing.
  [[nodiscard]] std::uint64_t size() const { return size_; }
  /// What the bytes are the beginning of; "" where nobody said.
  [[nodiscard]] std::string validator() const;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// Forgets what there was; what is to come is of that content.
  void begin(const std::string& validator);
  void append(std::span<const char> bytes);
  /// Puts it durably in place of what is at `target`.
  void become(const std::filesystem::path& target);
  void remove();

 private:
  [[nodiscard]] std::filesystem::path validator_path() const;
  void open_file();

  std::filesystem::path path_;
  std::uint64_t size_ = 0;
  int descriptor_ = -1;
};

}  // namespace bdf::package
