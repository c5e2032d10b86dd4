// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <utility>

namespace bdf::io {

/// A folder that this run alone writes. Throws StoreError where it cannot be opened, or another run
/// has it.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  /// Of a folder, no link to one, that is made where there is none. Runs that come at the same
  /// moment, or while another removes it, are told that another run is writing it: one alone ever
  /// has it.
  [[nodiscard]] static FolderLock making(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  FolderLock(const std::filesystem::path& folder, int descriptor);
  int descriptor_;
};

}  // namespace bdf::io
