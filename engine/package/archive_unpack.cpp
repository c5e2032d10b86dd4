// SPDX-License-Identifier: MIT
// A package as a folder that appears whole or not at all.
#include <fstream>
#include <functional>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"
#include "package/archive.h"
#include "package/archive_handle.h"
#include "package/new_file.h"

namespace bdf::package {

namespace {

namespace fs = std::filesystem;

/// The next bytes of a file, as many as fit or are left; 0 at its end.
using Source = std::function<std::size_t(std::span<char>)>;

void check_is_new(const fs::path& path) {
  if (fs::exists(fs::symlink_status(path)))
    throw UsageError(
        msg("{}: it exists already; a package is unpacked into a new folder. Remove "
            "it, or choose another name",
            path.string()));
}

void check_room(const fs::path& target, const std::vector<Entry>& entries) {
  std::uint64_t needed = 0;
  for (const auto& entry : entries) needed += entry.size;
  std::error_code error;
  const auto space = fs::space(target.parent_path(), error);
  if (error) throw StoreError(msg("{}: there is no such folder", target.parent_path().string()));
  if (needed > space.available)
    throw StoreError(
        msg("{}: this needs {} bytes and the disk has {} left: make room, or choose "
            "another place",
            target.string(), needed, space.available));
}

/// TARGET.partial, until it is put in place.
class PartialFolder {
 public:
  explicit PartialFolder(const fs::path& target)
      : target_(target), partial_(target.string() + ".partial") {
    check_is_new(target_);
    check_is_new(partial_);
    io::make_folder(partial_);
  }
  ~PartialFolder() {
    std::error_code ignored;
    if (!committed_) fs::remove_all(partial_, ignored);
  }
  PartialFolder(const PartialFolder&) = delete;
  PartialFolder& operator=(const PartialFolder&) = delete;

  [[nodiscard]] const fs::path& path() const { return partial_; }
  void commit() {
    io::sync_tree(partial_);
    io::rename_into_place(partial_, target_, false);
    committed_ = true;
    io::sync(target_.parent_path());
  }

 private:
  fs::path target_;
  fs::path partial_;
  bool committed_ = false;
};

void make_folders(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) return;
  errno = error.value();
  io::fail_on(path);
}

void write_file(const fs::path& path, const Source& source) {
  std::vector<char> buffer(std::size_t{1} << 20);
  NewFile file(path);
  while (const auto size = source(buffer)) file.write(std::span(buffer).first(size));
  file.close();
}

void put(const Entry& entry, const fs::path& folder, const Source& source) {
  const auto path = folder / entry.path;
  make_folders(entry.is_folder ? path : path.parent_path());
  if (!entry.is_folder) write_file(path, source);
}

void unpack_archive(const fs::path& archive, Form form, const std::vector<Entry>& entries,
                    const fs::path& folder) {
  ArchiveReader reader(archive, form);
  for (const auto& entry : entries) {
    if (reader.next() != entry)
      refuse_archive(archive, entry.path, msg("it changes while it is read"));
    put(entry, folder, [&](std::span<char> buffer) { return reader.read(buffer); });
  }
}

void copy_file(const fs::path& from, const Entry& entry, const fs::path& folder) {
  std::ifstream file(from, std::ios::binary);
  std::uint64_t left = entry.size;
  put(entry, folder, [&](std::span<char> buffer) {
    file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto got = static_cast<std::uint64_t>(file.gcount());
    if (file.bad() || got > left || (got == 0 && left > 0))
      throw InputError(msg("{}: it cannot be read, or changes while it is read", from.string()));
    left -= got;
    return static_cast<std::size_t>(got);
  });
}

void copy_tree(const fs::path& package, const std::vector<Entry>& entries, const fs::path& folder) {
  for (const auto& entry : entries)
    if (entry.is_folder)
      make_folders(folder / entry.path);
    else
      copy_file(package / entry.path, entry, folder);
}

}  // namespace

void unpack(const fs::path& package, const fs::path& target, const ArchiveLimits& limits) {
  const auto form = form_of(package);
  const auto place = io::full_path(target);
  check_is_new(place);
  const auto entries = entries_of(package, limits);
  check_room(place, entries);
  PartialFolder folder(place);
  if (form == Form::folder)
    copy_tree(package, entries, folder.path());
  else
    unpack_archive(package, form, entries, folder.path());
  folder.commit();
}

}  // namespace bdf::package
