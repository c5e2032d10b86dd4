// SPDX-License-Identifier: MIT
#include "io/output_folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <set>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"
#include "io/sqlite.h"

namespace bdf::io {

namespace {

namespace fs = std::filesystem;

fs::path partial_of(const fs::path& target) { return target.string() + ".partial"; }

void remove_quietly(const fs::path& path) {
  std::error_code ignored;
  fs::remove_all(path, ignored);
}

constexpr const char* staging_name = "staging";

/// Whether a run may have written an entry of that name: nothing else is ever deleted.
bool is_of_a_run(const std::string& name) {
  static const std::set<std::string> results{
      staging_name,   "merged.gpkg", "update.gpkg", "contribution.gpkg", "conflicts.gpkg",
      "summary.json", "run.json",    "report.html", "resolutions.json"};
  for (const std::string_view side_file : {"-wal", "-shm", "-journal"})
    if (name.ends_with(side_file))
      return results.contains(name.substr(0, name.size() - side_file.size()));
  return results.contains(name);
}

void remove_or_fail(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (!error) return;
  errno = error.value();
  fail_on(path);
}

std::vector<fs::path> entries_of(const fs::path& folder) {
  std::vector<fs::path> entries;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) entries.push_back(entry.path());
  return entries;
}

/// Removes what a run has left in the folder, and nothing else.
void remove_remains(const fs::path& folder) {
  for (const auto& entry : entries_of(folder))
    if (is_of_a_run(entry.filename().string())) remove_or_fail(entry);
  if (!fs::is_empty(folder))
    throw UsageError(
        msg("{}: it holds things that are not bdf's, and bdf needs that name for a "
            "while: move them elsewhere",
            folder.string()));
}

/// What people keep beside the results (a QGIS project, say) goes on with the new ones.
void carry_over(const fs::path& replaced, const fs::path& target) {
  for (const auto& entry : entries_of(replaced)) {
    const auto name = entry.filename();
    if (is_of_a_run(name.string()) || fs::exists(target / name)) continue;
    if (std::rename(entry.c_str(), (target / name).c_str()) != 0) fail_on(target / name);
  }
}

void check_parent(const fs::path& target) {
  std::error_code hidden;
  if (!fs::is_directory(target.parent_path(), hidden))
    throw StoreError(msg("{}: there is no such folder", target.parent_path().string()));
}

void check_may_exist(const fs::path& target, bool overwrite) {
  if (!overwrite)
    throw UsageError(msg("{}: it exists already; --overwrite replaces it", target.string()));
}

void check_no_database_in_use(const fs::path& folder) {
  constexpr auto readable = fs::directory_options::skip_permission_denied;
  for (const auto& entry : fs::recursive_directory_iterator(folder, readable))
    if (entry.is_regular_file()) check_not_in_use(entry.path());
}

/// That the folder, where it exists, may be replaced as a whole.
void check_replaceable(const fs::path& target, bool overwrite) {
  if (!fs::exists(target)) return;
  check_may_exist(target, overwrite);
  if (!fs::is_directory(target))
    throw UsageError(msg("{}: this is a file; a folder is needed", target.string()));
  if (!fs::is_empty(target) && !fs::is_regular_file(target / "summary.json"))
    throw UsageError(
        msg("{}: it holds other things than results of bdf and is not replaced", target.string()));
  check_no_database_in_use(target);
}

}  // namespace

OutputFolder::OutputFolder(const fs::path& target, bool overwrite)
    : target_(full_path(target)), partial_(partial_of(target_)), overwrite_(overwrite) {
  check_parent(target_);
  check_replaceable(target_, overwrite);
  if (!fs::is_directory(partial_)) remove_or_fail(partial_);
  lock_.emplace(FolderLock::making(partial_));
  remove_remains(partial_);
}

OutputFolder::~OutputFolder() {
  if (!committed_) remove_quietly(partial_);  // while it is locked
}

fs::path OutputFolder::file(const std::string& name) const { return partial_ / name; }

fs::path OutputFolder::staging() {
  const auto folder = partial_ / staging_name;
  if (!fs::exists(folder)) make_folder(folder);
  return folder;
}

void OutputFolder::commit() {
  remove_or_fail(partial_ / staging_name);
  sync_tree(partial_);
  check_replaceable(target_, overwrite_);
  const bool replaces = fs::exists(target_);
  rename_into_place(partial_, target_, replaces);
  committed_ = true;
  sync(target_.parent_path());
  if (!replaces) return;
  carry_over(partial_, target_);
  // What was replaced; a later run removes what cannot be removed now.
  for (const auto& entry : entries_of(partial_))
    if (is_of_a_run(entry.filename().string())) remove_quietly(entry);
  std::error_code not_empty;
  fs::remove(partial_, not_empty);
}

namespace {

/// A reference base is nothing that can be made again.
void check_is_no_base(const fs::path& target) {
  if (state_of_database(target).empty()) return;
  bool is_base = false;
  try {
    is_base = Database::open_input(target).has_table("bdf_base");
  } catch (const InputError&) {
    return;  // it is no database
  }
  if (is_base)
    throw UsageError(
        msg("{} is a reference base with all its history: it is not replaced", target.string()));
}

}  // namespace

OutputFile::OutputFile(const fs::path& target, bool overwrite)
    : target_(full_path(target)), partial_(partial_of(target_)) {
  check_parent(target_);
  if (fs::exists(target_)) check_may_exist(target_, overwrite);
  if (fs::is_directory(target_))
    throw UsageError(msg("{}: this is a folder; a file is needed", target_.string()));
  check_is_no_base(target_);
  check_not_in_use(target_);
  if (fs::is_directory(partial_))
    throw UsageError(
        msg("{}: this is a folder, and bdf needs that name for a while", partial_.string()));
  write_text(partial_, "");
}

OutputFile::~OutputFile() {
  if (!committed_) remove_quietly(partial_);
}

void OutputFile::commit() {
  sync(partial_);
  check_not_in_use(target_);
  if (std::rename(partial_.c_str(), target_.c_str()) != 0) fail_on(target_);
  committed_ = true;
  sync(target_.parent_path());
}

void write_text(const fs::path& path, const std::string& text) {
  constexpr mode_t all_by_umask = 0666;
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, all_by_umask);
  if (descriptor < 0) fail_on(path);
  for (std::size_t done = 0; done < text.size();) {
    const auto written = write(descriptor, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      const int cause = errno;
      close(descriptor);
      errno = cause;
      fail_on(path);
    }
    done += static_cast<std::size_t>(written);
  }
  if (close(descriptor) != 0) fail_on(path);
}

}  // namespace bdf::io
