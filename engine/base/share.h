// SPDX-License-Identifier: MIT
// Where the files are that ship with the command.
#pragma once

#include <filesystem>
#include <vector>

namespace bdf {

/// The folder of the running executable; empty where the system does not tell.
[[nodiscard]] std::filesystem::path executable_folder();

/// The folders in which to look for themes/ and schemas/, the first one first: $BDF_SHARE,
/// ../share/bdf beside the executable, the source tree this was built from. They may not exist.
[[nodiscard]] std::vector<std::filesystem::path> share_folders();

/// The same for the folders that hold fr/LC_MESSAGES/bdf.mo: $BDF_SHARE/locale, ../share/locale
/// beside the executable, the tree of the build.
[[nodiscard]] std::vector<std::filesystem::path> locale_folders();

}  // namespace bdf
