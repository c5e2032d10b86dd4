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

}  // namespace bdf::jobs
