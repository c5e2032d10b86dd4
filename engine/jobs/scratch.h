// SPDX-License-Identifier: MIT
// Room for intermediate files of a command that writes one file.
#pragma once

#include <filesystem>

namespace bdf::jobs {

/// The folder FILE.scratch beside the output, which its owner alone can read, removed at the end.
/// Throws StoreError.
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& output);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;  ///< the open folder: what nobody has locked is left over
};

/// A name for a command that writes no file, in the folder for temporary files. That one is
/// everyone's: the name is one that no one else has. What runs of this user that died have left
/// there is removed an hour later.
[[nodiscard]] std::filesystem::path temporary_name();

}  // namespace bdf::jobs
