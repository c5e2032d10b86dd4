// SPDX-License-Identifier: MIT
#include "package/zip_directory.h"

#include <algorithm>
#include <fstream>
#include <string_view>

#include "base/error.h"
#include "base/message.h"
#include "package/archive_handle.h"
#include "package/utc_time.h"

namespace bdf::package {

namespace {

namespace fs = std::filesystem;

// Signatures, and the sizes of headers without what varies.
constexpr std::uint32_t entry_mark = 0x04034b50;
constexpr std::uint32_t descriptor_mark = 0x08074b50;
constexpr std::uint32_t listing_mark = 0x02014b50;
constexpr std::uint32_t end_mark = 0x06054b50;
constexpr std::uint32_t end64_mark = 0x06064b50;
constexpr std::uint32_t locator_mark = 0x07064b50;
constexpr std::size_t entry_size = 30;
constexpr std::size_t listing_size = 46;
constexpr std::size_t end_size = 22;
constexpr std::size_t end64_size = 56;
constexpr std::size_t locator_size = 20;

// What stands in a field of 16 or 32 bits where its value is in a zip64 field.
constexpr std::uint64_t elsewhere16 = 0xFFFF;
constexpr std::uint64_t elsewhere32 = 0xFFFFFFFF;

constexpr std::uint16_t sizes_follow = 1U << 3U;
constexpr std::uint16_t patch = 1U << 5U;
constexpr std::uint16_t encryption = 1U << 0U | 1U << 6U | 1U << 13U;

constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;
constexpr std::uint16_t aes = 99;

/// Little-endian numbers; what lies past the end is 0, so sizes are checked before.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] std::uint16_t u16(std::size_t at) const {
    return static_cast<std::uint16_t>(number(at, 2));
  }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const {
    return static_cast<std::uint32_t>(number(at, 4));
  }
  [[nodiscard]] std::uint64_t u64(std::size_t at) const { return number(at, 8); }
  [[nodiscard]] std::string_view text(std::size_t at, std::size_t size) const {
    return at > bytes_.size() ? std::string_view() : bytes_.substr(at, size);
  }

 private:
  [[nodiscard]] std::uint64_t number(std::size_t at, std::size_t size) const {
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) {
      const auto byte = at + i < bytes_.size() ? bytes_[at + i] : '\0';
      value = value << 8U | static_cast<unsigned char>(byte);
    }
    return value;
  }
  std::string_view bytes_;
};

/// The zip64 field among the extra fields of a header: the values that had no room, in order.
class Zip64 {
 public:
  explicit Zip64(std::string_view extra) {
    const Bytes bytes(extra);
    for (std::size_t at = 0; at + 4 <= extra.size(); at += 4U + bytes.u16(at + 2))
      if (bytes.u16(at) == 1) rest_ = bytes.text(at + 4, bytes.u16(at + 2));
  }
  /// `value`, or the next of the field where it is elsewhere. Where there is none, the value as it
  /// is: 4 GiB less one byte, which fits nothing.
  std::uint64_t resolved(std::uint32_t value) {
    if (value != elsewhere32 || rest_.size() < 8) return value;
    const auto in_full = Bytes(rest_).u64(0);
    rest_.remove_prefix(8);
    return in_full;
  }

 private:
  std::string_view rest_;
};

struct Directory {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t entries = 0;
};

class Reader {
 public:
  Reader(const fs::path& path, std::uint64_t most)
      : path_(path), most_(most), file_(path, std::ios::binary) {
    std::error_code error;
    size_ = fs::file_size(path, error);
    if (!file_ || error) throw InputError(msg("{}: cannot be read", path.string()));
  }

  std::vector<ZipEntry> entries() {
    const auto directory = locate();
    auto entries = listed(directory);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return a.offset < b.offset; });
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto next = i + 1 < entries.size() ? entries[i + 1].offset : directory.offset;
      if (entries[i].offset != end) refuse_gap(entries[i].name);
      check_entry(entries[i], next);
      end = next;
    }
    if (end != directory.offset) refuse_gap("");
    return entries;
  }

 private:
  [[noreturn]] void refuse(const std::string& name, const std::string& why) const {
    refuse_archive(path_, name, why);
  }
  [[noreturn]] void refuse_gap(const std::string& name) const {
    refuse(name, msg("it has bytes before, between or over its entries that belong to none"));
  }
  [[noreturn]] void refuse_end() const {
    refuse("", msg("it is cut off, or there are other bytes or a comment at its end"));
  }

  std::string read(std::uint64_t at, std::uint64_t size) {
    if (at > size_ || size > size_ - at) refuse_end();
    std::string bytes(size, '\0');
    file_.seekg(static_cast<std::streamoff>(at));
    if (!file_.read(bytes.data(), static_cast<std::streamsize>(size)))
      throw InputError(msg("{}: cannot be read", path_.string()));
    return bytes;
  }

  /// From the end of the file: the directory must end where the records about it begin.
  Directory locate() {
    if (size_ < end_size) refuse_end();
    const auto at = size_ - end_size;
    const auto record = read(at, end_size);
    const Bytes end(record);
    if (end.u32(0) != end_mark || end.u16(20) != 0) refuse_end();
    if (end.u16(4) != 0 || end.u16(6) != 0 || end.u16(8) != end.u16(10))
      refuse("", msg("it is one of several volumes: put them together first"));
    Directory directory{end.u32(16), end.u32(12), end.u16(10)};
    const auto directory_end = at >= locator_size ? zip64_end(at, directory) : at;
    if (directory.offset > directory_end || directory.size != directory_end - directory.offset)
      refuse_end();
    if (directory.entries > most_) refuse_number();
    return directory;
  }

  [[noreturn]] void refuse_number() const { refuse("", msg("it has more than {} entries", most_)); }

  /// Where the directory ends: at the zip64 records, where there are any, whose values then hold.
  std::uint64_t zip64_end(std::uint64_t end, Directory& directory) {
    const auto locator_bytes = read(end - locator_size, locator_size);
    const Bytes locator(locator_bytes);
    if (locator.u32(0) != locator_mark) return end;
    const auto at = locator.u64(8);
    if (end < locator_size + end64_size || at != end - locator_size - end64_size) refuse_end();
    const auto record_bytes = read(at, end64_size);
    const Bytes record(record_bytes);
    const Directory in_full{record.u64(48), record.u64(40), record.u64(32)};
    const auto agree = [](std::uint64_t value, std::uint64_t full, std::uint64_t elsewhere) {
      return value == elsewhere || value == full;
    };
    if (record.u32(0) != end64_mark || record.u64(4) != end64_size - 12 ||
        record.u64(24) != record.u64(32) || !agree(directory.offset, in_full.offset, elsewhere32) ||
        !agree(directory.size, in_full.size, elsewhere32) ||
        !agree(directory.entries, in_full.entries, elsewhere16))
      refuse_end();
    directory = in_full;
    return at;
  }

  std::vector<ZipEntry> listed(const Directory& directory) {
    // A listing with a name and fields of ours takes some hundred bytes.
    constexpr std::uint64_t longest_listing = 4096;
    if (directory.size > longest_listing * (directory.entries + 1))
      refuse("", msg("its directory is too long"));
    const auto bytes = read(directory.offset, directory.size);
    std::vector<ZipEntry> entries;
    std::size_t at = 0;
    while (at < bytes.size()) {
      if (entries.size() == directory.entries) refuse_number_said();
      entries.push_back(listing(bytes, at));
      entries.back().listing += directory.offset;
    }
    if (entries.size() != directory.entries) refuse_number_said();
    return entries;
  }

  [[noreturn]] void refuse_number_said() const {
    refuse("", msg("it has not as many entries as it says"));
  }

  /// The listing at `at`, which is moved to the next one.
  ZipEntry listing(std::string_view directory, std::size_t& at) const {
    const Bytes bytes(directory.substr(at));
    const std::size_t name_size = bytes.u16(28);
    const std::size_t extra_size = bytes.u16(30);
    const auto whole = listing_size + name_size + extra_size + bytes.u16(32);
    if (bytes.u32(0) != listing_mark || whole > directory.size() - at)
      refuse("", msg("its directory is damaged"));
    Zip64 zip64(bytes.text(listing_size + name_size, extra_size));
    ZipEntry entry;
    entry.name = bytes.text(listing_size, name_size);
    entry.size = zip64.resolved(bytes.u32(24));
    entry.packed_size = zip64.resolved(bytes.u32(20));
    entry.offset = zip64.resolved(bytes.u32(42));
    entry.listing = at;
    entry.checksum = bytes.u32(16);
    entry.attributes = bytes.u32(38);
    entry.made_by = bytes.u16(4);
    entry.flags = bytes.u16(8);
    entry.method = bytes.u16(10);
    if (bytes.u16(34) != 0) refuse(entry.name, msg("it is in another volume"));
    check_listing(entry);
    at += whole;
    return entry;
  }

  void check_listing(const ZipEntry& entry) const {
    if ((entry.flags & encryption) != 0 || entry.method == aes)
      refuse(entry.name, msg("it is encrypted"));
    if (entry.method != stored && entry.method != deflated)
      refuse(entry.name,
             msg("it is compressed by method {}; only 0 (stored) and 8 (deflated) are usual in a "
                 "ZIP archive",
                 entry.method));
    if ((entry.flags & patch) != 0) refuse(entry.name, msg("it is a patch of another file"));
    if (entry.method == stored && entry.packed_size != entry.size)
      refuse(entry.name, msg("it has two sizes"));
    check_kind(entry);
  }

  void check_kind(const ZipEntry& entry) const {
    constexpr std::uint32_t dos_folder = 0x10;
    constexpr std::uint32_t kinds = 0170000;
    constexpr std::uint32_t unix_file = 0100000;
    constexpr std::uint32_t unix_folder = 0040000;
    const bool is_folder = entry.name.ends_with('/');
    const auto kind = entry.made_by >> 8U == 3 ? entry.attributes >> 16U & kinds : 0;
    if (kind != 0 && kind != unix_file && kind != unix_folder)
      refuse(entry.name, msg("it is a link or a device; a package has only files and folders"));
    if ((kind == unix_folder && !is_folder) || (kind == unix_file && is_folder) ||
        ((entry.attributes & dos_folder) != 0 && !is_folder) || (is_folder && entry.size != 0))
      refuse(entry.name, msg("it is a file and a folder"));
  }

  /// Holds an entry's own header, and what follows its data, against its listing.
  void check_entry(const ZipEntry& entry, std::uint64_t next) {
    const auto header = read(entry.offset, entry_size);
    const Bytes bytes(header);
    const std::size_t name_size = bytes.u16(26);
    const std::size_t extra_size = bytes.u16(28);
    const auto varying = read(entry.offset + entry_size, name_size + extra_size);
    if (bytes.u32(0) != entry_mark) refuse(entry.name, msg("its header is damaged"));
    if (varying.substr(0, name_size) != entry.name || bytes.u16(6) != entry.flags ||
        bytes.u16(8) != entry.method)
      refuse_contradiction(entry);
    Zip64 zip64(std::string_view(varying).substr(name_size));
    const auto size = zip64.resolved(bytes.u32(22));
    const auto packed_size = zip64.resolved(bytes.u32(18));
    const bool follow = (entry.flags & sizes_follow) != 0;
    if (!follow &&
        (size != entry.size || packed_size != entry.packed_size || bytes.u32(14) != entry.checksum))
      refuse_contradiction(entry);
    const auto data = entry.offset + entry_size + varying.size();
    if (data > next || entry.packed_size > next - data) refuse_gap(entry.name);
    check_descriptor(entry, read_rest(data + entry.packed_size, next), follow);
  }

  [[noreturn]] void refuse_contradiction(const ZipEntry& entry) const {
    refuse(entry.name, msg("its header says other things than the archive's directory"));
  }

  /// What lies between an entry's data and the next entry; never more than a descriptor has.
  std::string read_rest(std::uint64_t from, std::uint64_t to) {
    constexpr std::uint64_t longest_descriptor = 24;
    return read(from, std::min(to - from, longest_descriptor + 1));
  }

  /// Checksum and sizes, of 4 or 8 bytes, with or without a mark before them.
  void check_descriptor(const ZipEntry& entry, std::string_view rest, bool follow) const {
    if (!follow && rest.empty()) return;
    const bool marked = rest.size() == 16 || rest.size() == 24;
    if (!follow || (!marked && rest.size() != 12 && rest.size() != 20)) refuse_gap(entry.name);
    const Bytes bytes(rest);
    if (marked && bytes.u32(0) != descriptor_mark) refuse_gap(entry.name);
    const std::size_t at = marked ? 4 : 0;
    const bool wide = rest.size() - at == 20;
    const auto packed_size = wide ? bytes.u64(at + 4) : bytes.u32(at + 4);
    const auto size = wide ? bytes.u64(at + 12) : bytes.u32(at + 8);
    if (bytes.u32(at) != entry.checksum || packed_size != entry.packed_size || size != entry.size)
      refuse_contradiction(entry);
  }

  fs::path path_;
  std::uint64_t most_;
  std::ifstream file_;
  std::uint64_t size_ = 0;
};

/// Hours, minutes and seconds in the lower half, the date in the upper one.
std::string dos_time(const std::string& text) {
  const auto time = utc_time_of(text);
  std::uint32_t bits = 1U << 21U | 1U << 16U;  // 1 January 1980
  if (time.year > 2107) bits = 0xFF9FBF7D;
  if (time.year >= 1980 && time.year <= 2107)
    bits = static_cast<std::uint32_t>(time.year - 1980) << 25U | time.month << 21U |
           time.day << 16U | time.hour << 11U | time.minute << 5U | time.second / 2;
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(bits >> shift & 0xFFU);
  return bytes;
}

}  // namespace

std::vector<ZipEntry> read_zip_directory(const fs::path& archive, std::uint64_t most) {
  return Reader(archive, most).entries();
}

void set_zip_times(const fs::path& archive, const std::string& time) {
  constexpr std::uint64_t in_entry = 10;
  constexpr std::uint64_t in_listing = 12;
  const auto bytes = dos_time(time);
  const auto entries = read_zip_directory(archive, std::uint64_t{1} << 32);
  std::fstream file(archive, std::ios::binary | std::ios::in | std::ios::out);
  const auto write_at = [&](std::uint64_t at) {
    file.seekp(static_cast<std::streamoff>(at));
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  };
  for (const auto& entry : entries) {
    write_at(entry.offset + in_entry);
    write_at(entry.listing + in_listing);
  }
  if (!file.flush()) throw StoreError(msg("{}: cannot be written", archive.string()));
}

}  // namespace bdf::package
