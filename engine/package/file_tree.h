// SPDX-License-Identifier: MIT
// What lies in a folder that is, or becomes, a package.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bdf::package {

/// A file or a folder of a package.
struct Entry {
  std::string path;  ///< UTF-8, from the package's own folder, with `/` between its parts
  bool is_folder = false;
  std::uint64_t size = 0;  ///< bytes; 0 of a folder
  bool operator==(const Entry&) const = default;
};

/// What lies below the folder and is neither a file nor a folder: links, devices, pipes, sockets.
struct FileTree {
  std::vector<Entry> entries;       ///< sorted by the bytes of their paths
  std::vector<std::string> others;  ///< the same
};

/// Follows no link. Throws InputError where the folder, or one below it, cannot be read.
[[nodiscard]] FileTree tree_of(const std::filesystem::path& folder);

/// The entries of a tree in which nothing is that a package may not have (safe_path.h). Throws
/// InputError that names the first thing that is.
[[nodiscard]] std::vector<Entry> package_tree_of(const std::filesystem::path& folder);

}  // namespace bdf::package
