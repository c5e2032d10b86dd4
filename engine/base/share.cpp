// SPDX-License-Identifier: MIT
#include "base/share.h"

#include <cstdlib>
#include <system_error>

namespace bdf {

namespace fs = std::filesystem;

fs::path executable_folder() {
  std::error_code unknown;
  return fs::read_symlink("/proc/self/exe", unknown).parent_path();
}

std::vector<fs::path> share_folders() {
  std::vector<fs::path> folders;
  if (const char* chosen = std::getenv("BDF_SHARE")) folders.emplace_back(chosen);
  folders.push_back(executable_folder() / "../share/bdf");
  folders.emplace_back(BDF_SOURCE_SHARE);
  return folders;
}

std::vector<fs::path> locale_folders() {
  std::vector<fs::path> folders;
  if (const char* chosen = std::getenv("BDF_SHARE")) folders.push_back(fs::path(chosen) / "locale");
  folders.push_back(executable_folder() / "../share/locale");
  folders.emplace_back(BDF_BUILD_LOCALE);
  return folders;
}

}  // namespace bdf
