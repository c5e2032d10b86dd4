// SPDX-License-Identifier: MIT
#include "support/source_files.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace bdf::tests {

namespace fs = std::filesystem;

namespace {

const fs::path& repository() {
  static const fs::path path = BDF_REPOSITORY;
  return path;
}

std::vector<fs::path> source_files(const std::string& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(repository() / folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(repository() / folder)) {
    const auto ending = entry.path().extension();
    if (ending == ".h" || ending == ".cpp")
      files.push_back(fs::relative(entry.path(), repository()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string SourceLine::located() const {
  return file.string() + ":" + std::to_string(number) + ": " + text;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream stream(repository() / file);
  if (!stream) throw std::runtime_error(file.string() + " cannot be read");
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<SourceLine> source_lines(const std::vector<std::string>& folders) {
  std::vector<SourceLine> result;
  for (const auto& folder : folders) {
    for (const auto& file : source_files(folder)) {
      std::size_t number = 0;
      for (auto& text : lines_of(file)) result.push_back({file, ++number, std::move(text)});
    }
  }
  return result;
}

}  // namespace bdf::tests
