// SPDX-License-Identifier: MIT
// libarchive behind RAII: handles, its errors, and the locale it converts names in.
#pragma once

#include <clocale>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "package/archive.h"

struct archive;
struct archive_entry;

namespace bdf::package {

/// libarchive converts names to and from the locale of the thread; while this lives, the thread's
/// is C.UTF-8, which glibc has built in. The rest of the process keeps its own.
class Utf8Locale {
 public:
  Utf8Locale();
  ~Utf8Locale();
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  locale_t own_;
  locale_t former_;
};

struct FreeArchive {
  void operator()(archive* handle) const noexcept;
};
struct FreeArchiveEntry {
  void operator()(archive_entry* entry) const noexcept;
};
using ArchiveHandle = std::unique_ptr<archive, FreeArchive>;
using ArchiveEntryHandle = std::unique_ptr<archive_entry, FreeArchiveEntry>;

/// Throws InputError: the archive cannot be used, and why; with the entry where `path` names one.
[[noreturn]] void refuse_archive(const std::filesystem::path& archive, const std::string& path,
                                 const std::string& why);

/// Goes through an archive once, from entry to entry. Every warning of libarchive is an error here:
/// it warns where a checksum is wrong. Belongs to the thread that made it.
class ArchiveReader {
 public:
  /// Throws InputError where the file cannot be opened as a .zip or .7z.
  ArchiveReader(const std::filesystem::path& path, Form form);

  /// The next entry, with its size as the archive says it; nullopt at the end. Throws InputError
  /// for what is encrypted, a link, a device, or damaged.
  [[nodiscard]] std::optional<Entry> next();
  /// The next bytes of the entry, as many as fit or are left; 0 at its end, where its checksum was
  /// right. Throws InputError where it was not, or where there are more than next() said.
  [[nodiscard]] std::size_t read(std::span<char> buffer);

 private:
  void check_kind(archive_entry* entry) const;
  [[noreturn]] void refuse(const std::string& why) const;
  [[noreturn]] void refuse_damaged() const;

  std::filesystem::path path_;
  Utf8Locale locale_;
  ArchiveHandle handle_;
  Entry entry_;             ///< the current one
  std::uint64_t read_ = 0;  ///< of it
};

}  // namespace bdf::package
