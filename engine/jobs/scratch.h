// SPDX-License-Identifier: MIT
// Room for intermediate files of a command that writes one file.
#pragma once

#include <filesystem>

namespace bdf::jobs {

/// The folder FILE.scratch beside the output, removed at the end. Throws StoreError.
class Scratch {
 public:
  explicit Scratch(const std::filesystem::path& output);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A name for a command that writes no file, in the folder for temporary files. That one is
/// everyone's: the name is one that no one else has.
[[nodiscard]] std::filesystem::path temporary_name();

}  // namespace bdf::jobs
