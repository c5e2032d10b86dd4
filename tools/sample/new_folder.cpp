// SPDX-License-Identifier: MIT
#include "new_folder.h"

#include <system_error>

#include "base/error.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

/// A hostile deposit may be a folder that nobody may look into.
void open_all(const fs::path& folder) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (!entry.is_directory(ignored) || entry.is_symlink(ignored)) continue;
    fs::permissions(entry.path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    open_all(entry.path());
  }
}

}  // namespace

void clear_folder(const fs::path& out, bool overwrite) {
  std::error_code unreadable;
  if (out.empty()) throw UsageError("name the folder to make");
  if (!fs::is_directory(out, unreadable) || fs::is_empty(out, unreadable)) return;
  if (!overwrite)
    throw UsageError(out.string() + " is there already: name another folder, or --overwrite it");
  open_all(out);
  fs::remove_all(out, unreadable);
  if (unreadable)
    throw StoreError(out.string() + " cannot be replaced (" + unreadable.message() + ")");
}

}  // namespace bdf::sample
