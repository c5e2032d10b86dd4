// SPDX-License-Identifier: MIT
// A folder as an archive, the same bytes each time.
#include <archive.h>
#include <archive_entry.h>

#include <fstream>
#include <new>
#include <span>
#include <vector>

#include "base/error.h"
#include "base/message.h"
#include "io/durable.h"
#include "io/output_folder.h"
#include "package/archive.h"
#include "package/archive_handle.h"
#include "package/utc_time.h"
#include "package/zip_directory.h"

namespace bdf::package {

namespace {

namespace fs = std::filesystem;

class ArchiveWriter {
 public:
  ArchiveWriter(const fs::path& path, const Packing& packing)
      : path_(path), packing_(packing), handle_(archive_write_new()), entry_(archive_entry_new()) {
    if (!handle_ || !entry_) throw std::bad_alloc();
    choose_format();
    check(archive_write_set_bytes_in_last_block(handle_.get(), 1));  // no padding
    check(archive_write_open_filename(handle_.get(), path.c_str()));
  }

  void add(const Entry& entry, const fs::path& file) {
    constexpr unsigned file_mode = 0644;
    constexpr unsigned folder_mode = 0755;
    archive_entry_clear(entry_.get());
    const auto name = entry.path + (entry.is_folder ? "/" : "");
    archive_entry_set_pathname(entry_.get(), name.c_str());
    archive_entry_set_filetype(entry_.get(), entry.is_folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry_.get(), entry.is_folder ? folder_mode : file_mode);
    archive_entry_set_size(entry_.get(), static_cast<la_int64_t>(entry.size));
    // In a .zip the times are set afterwards: see set_zip_times().
    if (packing_.form == Form::seven_zip)
      archive_entry_set_mtime(entry_.get(), utc_time_of(packing_.time).since_1970, 0);
    check(archive_write_header(handle_.get(), entry_.get()));
    if (!entry.is_folder) add_content(file, entry.size);
    check(archive_write_finish_entry(handle_.get()));
  }

  void close() { check(archive_write_close(handle_.get())); }

 private:
  void choose_format() {
    const bool light = packing_.compression == Compression::light;
    if (packing_.form == Form::zip) {
      check(archive_write_set_format_zip(handle_.get()));
      check(archive_write_set_options(handle_.get(),
                                      light ? "zip:hdrcharset=UTF-8,zip:compression-level=1"
                                            : "zip:hdrcharset=UTF-8,zip:compression-level=9"));
    } else {
      check(archive_write_set_format_7zip(handle_.get()));
      // Level 9 would take 700 MB to write.
      check(archive_write_set_options(handle_.get(),
                                      light ? "7zip:compression=lzma2,7zip:compression-level=1"
                                            : "7zip:compression=lzma2,7zip:compression-level=7"));
    }
  }

  void add_content(const fs::path& path, std::uint64_t size) {
    std::vector<char> buffer(std::size_t{1} << 20);
    std::ifstream file(path, std::ios::binary);
    std::uint64_t done = 0;
    while (file.good()) {
      file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
      const auto got = static_cast<std::size_t>(file.gcount());
      done += got;
      if (done > size) break;
      write(std::span(buffer).first(got));
    }
    if (!file.eof() || done != size)
      throw InputError(msg("{}: it cannot be read, or changes while it is read", path.string()));
  }

  void write(std::span<const char> bytes) {
    while (!bytes.empty()) {
      const auto written = archive_write_data(handle_.get(), bytes.data(), bytes.size());
      if (written <= 0) fail();
      bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
  }

  void check(int result) const {
    if (result != ARCHIVE_OK) fail();
  }

  [[noreturn]] void fail() const {
    const char* why = archive_error_string(handle_.get());
    throw StoreError(
        msg("{}: cannot be written ({})", path_.string(), why != nullptr ? why : "libarchive"));
  }

  fs::path path_;
  Packing packing_;
  Utf8Locale locale_;
  ArchiveHandle handle_;
  ArchiveEntryHandle entry_;
};

/// Otherwise the archive would be packed into itself.
void check_outside(const fs::path& folder, const fs::path& target) {
  const auto from_folder = target.lexically_relative(folder);
  if (!from_folder.empty() && *from_folder.begin() != "..")
    throw UsageError(
        msg("{}: it lies in the folder that is packed; choose another place", target.string()));
}

}  // namespace

void write_archive(const fs::path& folder, const fs::path& target, const Packing& packing) {
  if (packing.form == Form::folder) throw LawError("write_archive: a folder is no archive");
  static_cast<void>(utc_time_of(packing.time));
  check_outside(io::full_path(folder), io::full_path(target));
  const auto entries = package_tree_of(folder);
  io::OutputFile file(target, packing.overwrite);
  {
    ArchiveWriter writer(file.path(), packing);
    for (const auto& entry : entries) writer.add(entry, folder / entry.path);
    writer.close();
  }
  if (packing.form == Form::zip) set_zip_times(file.path(), packing.time);
  file.commit();
}

}  // namespace bdf::package
