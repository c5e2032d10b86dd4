// SPDX-License-Identifier: MIT
// Files that are unpacked.
#pragma once

#include <filesystem>
#include <span>

namespace bdf::package {

/// A file that did not exist: never another one, and none behind a link. Every refusal of the file
/// system is a StoreError that names it.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::span<const char> bytes);
  /// Without it the file is closed with its last error unseen.
  void close();

 private:
  std::filesystem::path path_;
  int descriptor_;
};

}  // namespace bdf::package
