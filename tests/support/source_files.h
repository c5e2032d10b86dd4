// SPDX-License-Identifier: MIT
// This repository's own sources, for the tests that hold them against the house's rules.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bdf::tests {

/// One line of a source file. `file` is relative to the repository, `number` counts from 1.
struct SourceLine {
  std::filesystem::path file;
  std::size_t number = 0;
  std::string text;

  [[nodiscard]] bool in_header() const { return file.extension() == ".h"; }
  /// "engine/base/log.h:12: " and the text.
  [[nodiscard]] std::string located() const;
};

/// The lines of all .h and .cpp files under `folders` of the repository, in the order of their
/// paths. A folder that does not exist has none.
[[nodiscard]] std::vector<SourceLine> source_lines(const std::vector<std::string>& folders);

/// The lines of one text file of the repository. Throws std::runtime_error if it cannot be read.
[[nodiscard]] std::vector<std::string> lines_of(const std::filesystem::path& file);

}  // namespace bdf::tests
