// SPDX-License-Identifier: MIT
// What is in a package, known before anything is unpacked.
#include <algorithm>
#include <array>
#include <fstream>
#include <system_error>

#include "base/error.h"
#include "base/message.h"
#include "io/input_file.h"
#include "package/archive.h"
#include "package/archive_handle.h"
#include "package/safe_path.h"
#include "package/seven_zip_header.h"
#include "package/zip_directory.h"

namespace bdf::package {

namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

std::string first_bytes(const fs::path& path, std::size_t size) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// An archive's entries as libarchive goes through them.
std::vector<Entry> entries_by_reader(const fs::path& archive, Form form, std::uint64_t most) {
  ArchiveReader reader(archive, form);
  std::vector<Entry> entries;
  while (auto entry = reader.next()) {
    if (entries.size() == most)
      refuse_archive(archive, "", msg("it has more than {} entries", most));
    entries.push_back(std::move(*entry));
  }
  return entries;
}

/// That libarchive sees what the structure says. Extra fields may give an entry another name.
void check_same(const fs::path& archive, const std::vector<ZipEntry>& listed,
                const std::vector<Entry>& entries) {
  for (std::size_t i = 0; i < std::min(listed.size(), entries.size()); ++i) {
    const auto& [path, is_folder, size] = entries[i];
    if (listed[i].name != path + (is_folder ? "/" : "") || listed[i].size != size)
      refuse_archive(archive, listed[i].name, msg("it has two names or sizes"));
  }
  if (listed.size() != entries.size())
    refuse_archive(archive, "", msg("it has not as many entries as it says"));
}

/// Names as they stand in the archive: libarchive makes slashes of backslashes.
void check_names(const fs::path& archive, const std::vector<ZipEntry>& listed) {
  for (const auto& entry : listed) {
    auto name = entry.name;
    if (name.ends_with('/')) name.pop_back();
    if (const auto flaw = flaw_of_path(name); !flaw.empty())
      refuse_archive(archive, entry.name, flaw);
  }
}

void check_paths(const fs::path& archive, const std::vector<Entry>& entries) {
  PathSet paths;
  for (const auto& entry : entries)
    if (const auto flaw = paths.add(entry.path, entry.is_folder); !flaw.empty())
      refuse_archive(archive, entry.path, flaw);
}

void check_limits(const fs::path& archive, const std::vector<Entry>& entries,
                  const ArchiveLimits& limits) {
  constexpr std::uint64_t always = std::uint64_t{16} << 20;
  const auto packed = fs::file_size(archive);
  const auto by_ratio = packed > limits.bytes / std::max<std::uint64_t>(limits.ratio, 1)
                            ? limits.bytes
                            : std::min(limits.bytes, packed * limits.ratio + always);
  std::uint64_t bytes = 0;
  for (const auto& entry : entries) {
    if (entry.size > limits.bytes - bytes)
      refuse_archive(archive, entry.path,
                     msg("unpacked it would be more than {} bytes in all", limits.bytes));
    bytes += entry.size;
    if (bytes > by_ratio)
      refuse_archive(archive, entry.path,
                     msg("unpacked it would be {} times as large, as no data are", limits.ratio));
  }
}

std::vector<Entry> entries_of_zip(const fs::path& archive, const ArchiveLimits& limits) {
  const auto listed = read_zip_directory(archive, limits.entries);
  check_names(archive, listed);
  auto entries = entries_by_reader(archive, Form::zip, limits.entries);
  check_same(archive, listed, entries);
  return entries;
}

std::vector<Entry> entries_of_seven_zip(const fs::path& archive, const ArchiveLimits& limits) {
  check_seven_zip_header(archive, limits.entries);
  return entries_by_reader(archive, Form::seven_zip, limits.entries);
}

std::string content_of_file(const fs::path& path, std::uint64_t size) {
  std::ifstream file(path, std::ios::binary);
  std::string content(size, '\0');
  if (!file.read(content.data(), static_cast<std::streamsize>(size)))
    throw InputError(msg("{}: cannot be read", path.string()));
  return content;
}

std::string content_in_archive(const fs::path& archive, Form form, const Entry& wanted) {
  ArchiveReader reader(archive, form);
  while (const auto entry = reader.next()) {
    if (*entry != wanted) {
      // libarchive 3.6 cannot skip over some entries of a .7z that it can read.
      std::array<char, 65536> passed{};
      while (form == Form::seven_zip && reader.read(passed) > 0) continue;
      continue;
    }
    std::string content(wanted.size, '\0');
    std::size_t done = 0;
    while (done < content.size()) done += reader.read(std::span(content).subspan(done));
    // The checksum is looked at behind the last byte.
    std::array<char, 1> none{};
    static_cast<void>(reader.read(none));
    return content;
  }
  refuse_archive(archive, wanted.path, msg("it changes while it is read"));
}

}  // namespace

Form form_of(const fs::path& package) {
  std::error_code error;
  if (fs::is_directory(package, error)) return Form::folder;
  if (!fs::exists(package, error))
    throw InputError(msg("{}: there is no such package", package.string()));
  io::require_file(package);
  const auto bytes = first_bytes(package, 6);
  if (bytes == "7z\xBC\xAF\x27\x1C"sv) return Form::seven_zip;
  if (bytes.starts_with("PK\x03\x04"sv) || bytes.starts_with("PK\x05\x06"sv)) return Form::zip;
  throw InputError(
      msg("{}: this is no package: a folder, a .zip or a .7z is needed", package.string()));
}

std::vector<Entry> entries_of(const fs::path& package, const ArchiveLimits& limits) {
  const auto form = form_of(package);
  if (form == Form::folder) return package_tree_of(package);
  auto entries =
      form == Form::zip ? entries_of_zip(package, limits) : entries_of_seven_zip(package, limits);
  check_paths(package, entries);
  check_limits(package, entries, limits);
  return entries;
}

std::string read_entry(const fs::path& package, std::string_view path, std::uint64_t most) {
  const auto entries = entries_of(package);
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) {
    return entry.path == path && !entry.is_folder;
  });
  if (found == entries.end())
    throw InputError(msg("{}: it has no file “{}”", package.string(), printable(path)));
  if (found->size > most)
    throw InputError(msg("{}: “{}” in it has {} bytes, more than the {} that such a file may have",
                         package.string(), path, found->size, most));
  const auto form = form_of(package);
  return form == Form::folder ? content_of_file(package / found->path, found->size)
                              : content_in_archive(package, form, *found);
}

}  // namespace bdf::package
