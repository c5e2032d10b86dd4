// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

namespace bdf::jobs {

/// A folder that this run alone writes. Throws StoreError where it cannot be opened, or another run
/// has it.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace bdf::jobs
