// SPDX-License-Identifier: MIT
#include "package/file_tree.h"

#include <algorithm>
#include <system_error>

#include "base/error.h"
#include "base/message.h"
#include "package/safe_path.h"

namespace bdf::package {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail_to_read(const fs::path& path, const std::error_code& error) {
  throw InputError(msg("{}: cannot be read ({})", path.string(), error.message()));
}

void add(FileTree& tree, const fs::path& folder, const fs::directory_entry& found) {
  const auto path = found.path().lexically_relative(folder).generic_string();
  const auto status = found.symlink_status();
  if (fs::is_directory(status))
    tree.entries.push_back({path, true, 0});
  else if (fs::is_regular_file(status))
    tree.entries.push_back({path, false, found.file_size()});
  else
    tree.others.push_back(path);
}

}  // namespace

FileTree tree_of(const fs::path& folder) {
  FileTree tree;
  std::error_code error;
  fs::recursive_directory_iterator found(folder, error);
  try {
    for (; !error && found != fs::recursive_directory_iterator(); found.increment(error))
      add(tree, folder, *found);
  } catch (const fs::filesystem_error& gone) {
    fail_to_read(gone.path1(), gone.code());
  }
  if (error) fail_to_read(folder, error);
  std::sort(tree.entries.begin(), tree.entries.end(),
            [](const Entry& a, const Entry& b) { return a.path < b.path; });
  std::sort(tree.others.begin(), tree.others.end());
  return tree;
}

std::vector<Entry> package_tree_of(const fs::path& folder) {
  auto tree = tree_of(folder);
  const auto refuse = [&](const std::string& path, const std::string& why) {
    throw InputError(
        msg("{}: “{}” cannot be in a package: {}", folder.string(), printable(path), why));
  };
  if (!tree.others.empty())
    refuse(tree.others.front(), msg("it is neither a file nor a folder, such as a link"));
  PathSet paths;
  for (const auto& entry : tree.entries)
    if (const auto flaw = paths.add(entry.path, entry.is_folder); !flaw.empty())
      refuse(entry.path, flaw);
  return std::move(tree.entries);
}

}  // namespace bdf::package
