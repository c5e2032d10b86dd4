// SPDX-License-Identifier: MIT
#include "package/archive_handle.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <cstring>
#include <new>

#include "base/error.h"
#include "base/message.h"
#include "package/safe_path.h"

namespace bdf::package {

Utf8Locale::Utf8Locale() : own_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)), former_() {
  if (own_ == nullptr) throw StoreError(msg("this system has no locale C.UTF-8"));
  former_ = uselocale(own_);
}

Utf8Locale::~Utf8Locale() {
  uselocale(former_);
  freelocale(own_);
}

void FreeArchive::operator()(archive* handle) const noexcept { archive_free(handle); }

void FreeArchiveEntry::operator()(archive_entry* entry) const noexcept {
  archive_entry_free(entry);
}

void refuse_archive(const std::filesystem::path& archive, const std::string& path,
                    const std::string& why) {
  const auto advice = msg("Ask those who made it for a new one.");
  if (path.empty()) throw InputError(msg("{}: {}. {}", archive.string(), why, advice));
  throw InputError(msg("{}: “{}” in it: {}. {}", archive.string(), printable(path), why, advice));
}

ArchiveReader::ArchiveReader(const std::filesystem::path& path, Form form)
    : path_(path), handle_(archive_read_new()) {
  constexpr std::size_t block = std::size_t{1} << 18;
  if (!handle_) throw std::bad_alloc();
  if (form == Form::zip)
    archive_read_support_format_zip_seekable(handle_.get());
  else
    archive_read_support_format_7zip(handle_.get());
  if (archive_read_open_filename(handle_.get(), path.c_str(), block) != ARCHIVE_OK)
    refuse_damaged();
}

std::optional<Entry> ArchiveReader::next() {
  archive_entry* entry = nullptr;
  entry_ = {};  // what goes wrong now is not the last one's
  const int result = archive_read_next_header(handle_.get(), &entry);
  // Asked even where the header could not be read, since then this may be why.
  if (archive_read_has_encrypted_entries(handle_.get()) > 0) refuse(msg("it is encrypted"));
  if (result == ARCHIVE_EOF) return std::nullopt;
  if (result != ARCHIVE_OK) refuse_damaged();
  const char* name = archive_entry_pathname(entry);
  if (name == nullptr) refuse(msg("it has a name that is not UTF-8"));
  entry_ = {name, archive_entry_filetype(entry) == AE_IFDIR, 0};
  check_kind(entry);
  const auto size = archive_entry_size(entry);
  if (size < 0) refuse(msg("its size is none"));
  entry_.size = static_cast<std::uint64_t>(size);
  if (entry_.is_folder && entry_.path.ends_with('/')) entry_.path.pop_back();
  read_ = 0;
  return entry_;
}

std::size_t ArchiveReader::read(std::span<char> buffer) {
  const auto got = archive_read_data(handle_.get(), buffer.data(), buffer.size());
  if (got < 0) refuse_damaged();
  read_ += static_cast<std::uint64_t>(got);
  if (read_ > entry_.size || (got == 0 && read_ < entry_.size))
    refuse(msg("it has not the {} bytes that the archive says", entry_.size));
  return static_cast<std::size_t>(got);
}

void ArchiveReader::check_kind(archive_entry* entry) const {
  if (archive_entry_is_encrypted(entry) != 0) refuse(msg("it is encrypted"));
  const auto kind = archive_entry_filetype(entry);
  if (kind == AE_IFLNK || archive_entry_symlink(entry) != nullptr ||
      archive_entry_hardlink(entry) != nullptr)
    refuse(msg("it is a link; a package has only files and folders"));
  if (kind != AE_IFREG && kind != AE_IFDIR)
    refuse(msg("it is a device or the like; a package has only files and folders"));
}

void ArchiveReader::refuse(const std::string& why) const {
  refuse_archive(path_, entry_.path, why);
}

void ArchiveReader::refuse_damaged() const {
  const int cause = archive_errno(handle_.get());
  const char* said = archive_error_string(handle_.get());
  std::string why = said != nullptr ? said : std::strerror(cause);
  why.erase(why.find_last_not_of("\r\n") + 1);
  why = printable(why);
  refuse(msg("it is damaged, or compressed in a way that is not known ({})", why));
}

}  // namespace bdf::package
