// SPDX-License-Identifier: MIT
// The files of a package, held against its manifest.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "package/manifest.h"

namespace bdf::package {

enum class FileFlaw {
  missing,
  extra,       ///< a file that is not in the manifest, or an empty folder
  other_kind,  ///< a link, a device, or a folder where a file is listed
  other_size,
  other_content  ///< by its SHA-256 or MD5
};

/// "missing", "extra", "other_kind", "other_size", "other_content".
[[nodiscard]] std::string_view name_of(FileFlaw flaw);

struct FileFinding {
  FileFlaw flaw = FileFlaw::missing;
  std::string path;
  std::string detail;  ///< for people: what was listed, what was found
  bool operator==(const FileFinding&) const = default;
};

/// A file below `folder` as a manifest lists it: read once, whatever its size. Throws InputError
/// where it cannot be read.
[[nodiscard]] ManifestFile describe_file(const std::filesystem::path& folder,
                                         const std::string& path, const std::string& role);

/// What is not as the manifest says, sorted by path; nothing where all is. The manifest itself is
/// looked for by others, and so are the files `besides`; folders in which nothing lies are extra,
/// and so is a signature of the manifest, which nobody can check. Files are read at most once, on
/// `threads` threads (0: one a processor). Throws InputError where the folder or a file cannot be
/// read.
[[nodiscard]] std::vector<FileFinding> check_files(const std::filesystem::path& folder,
                                                   const Manifest& manifest,
                                                   const std::set<std::string>& besides = {},
                                                   int threads = 0);

}  // namespace bdf::package
