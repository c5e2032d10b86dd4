// SPDX-License-Identifier: MIT
// A text file that is written piece by piece.
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace bdf::io {

/// Throws StoreError, naming the file, where it cannot be written in full. Not durable by itself:
/// write into io/output_folder.h.
class TextOutput {
 public:
  explicit TextOutput(const std::filesystem::path& path);
  TextOutput& operator<<(std::string_view text);
  /// To be called at the end: what is still in memory may fail to reach the disk.
  void close();

 private:
  void check();

  std::filesystem::path path_;
  std::ofstream file_;
};

/// What stands before each item of a JSON list that is written one item a line.
class Separator {
 public:
  [[nodiscard]] std::string_view next() {
    const std::string_view text = first_ ? "\n" : ",\n";
    first_ = false;
    return text;
  }

 private:
  bool first_ = true;
};

}  // namespace bdf::io
