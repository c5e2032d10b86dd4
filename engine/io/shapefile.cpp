// SPDX-License-Identifier: MIT
#include "io/shapefile.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>

#include "base/error.h"
#include "base/message.h"
#include "io/dbase.h"
#include "io/json_value.h"
#include "model/schema.h"

namespace bdf::io {

namespace {

namespace fs = std::filesystem;

constexpr int no_language = 0;
constexpr int ansi = 0x57;

/// The part with that ending, in lower or in upper case; "" where there is none.
fs::path part_of(const fs::path& shapefile, const char* lower, const char* upper) {
  for (const char* ending : {lower, upper}) {
    auto part = shapefile;
    if (fs::exists(part.replace_extension(ending))) return part;
  }
  return {};
}

fs::path table_of(const fs::path& shapefile) { return part_of(shapefile, ".dbf", ".DBF"); }

fs::path required(const fs::path& shapefile, const char* lower, const char* upper) {
  auto part = part_of(shapefile, lower, upper);
  if (part.empty()) throw InputError(msg("{}: its {} file is missing", shapefile.string(), lower));
  return part;
}

/// Bytes as the header of a .shp or .shx file counts them; throws where the file has fewer.
std::uintmax_t checked_size(const fs::path& part) {
  constexpr std::size_t header_size = 100, length_at = 24;
  constexpr std::array<unsigned char, 4> magic{0, 0, 0x27, 0x0a};
  std::array<unsigned char, header_size> header{};
  std::ifstream file(part, std::ios::binary);
  file.read(reinterpret_cast<char*>(header.data()), header.size());
  if (!file || !std::equal(magic.begin(), magic.end(), header.begin()))
    throw InputError(
        msg("{}: this is no part of a Shapefile, or its header is broken", part.string()));
  std::uintmax_t words = 0;  // of two bytes, the most significant byte first
  for (std::size_t i = 0; i < 4; ++i) words = words << 8U | header[length_at + i];
  if (fs::file_size(part) < 2 * words)
    throw InputError(msg("{}: the file has {} of its {} bytes: it was cut short", part.string(),
                         fs::file_size(part), 2 * words));
  return 2 * words;
}

/// A file's bytes, mapped read-only for as long as this lives.
class MappedFile {
 public:
  explicit MappedFile(const fs::path& path) : size_(fs::file_size(path)) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw StoreError(msg("{} cannot be read", path.string()));
    data_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    ::close(file);
    if (data_ == MAP_FAILED) throw StoreError(msg("{} cannot be read", path.string()));
  }
  ~MappedFile() { ::munmap(data_, size_); }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  std::size_t size_;
  void* data_ = nullptr;
};

/// A number of four bytes, the most significant or the least significant first.
std::uint32_t big_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i)
    number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  return number;
}
std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i-- > 0;)
    number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

constexpr std::size_t part_header = 100, index_entry = 8, record_header = 8, type_size = 4;

/// Whether shape `i` stands in the .shp file where the .shx file says, and says so itself (ESRI
/// Shapefile Technical Description, 1998). Offsets and lengths count words of two bytes.
bool is_whole(std::string_view shapes, std::string_view index, std::size_t i) {
  constexpr std::size_t type_at = 32, no_shape = 0;
  const std::size_t entry = part_header + i * index_entry;
  const std::size_t offset = 2 * std::size_t{big_endian(index, entry)};
  const std::size_t length = 2 * std::size_t{big_endian(index, entry + 4)};
  if (length < type_size || offset < part_header || offset + record_header + length > shapes.size())
    return false;
  const auto type = little_endian(shapes, offset + record_header);
  // The number that stands before a shape is no evidence: some programs count from 0, or not at
  // all.
  return 2 * std::size_t{big_endian(shapes, offset + 4)} == length &&
         (type == no_shape || type == little_endian(shapes, type_at));
}

void check_shapes(const fs::path& path, const fs::path& index_path, std::size_t count) {
  const MappedFile shapes(path);
  const MappedFile index(index_path);
  for (std::size_t i = 0; i < count; ++i)
    if (!is_whole(shapes.bytes(), index.bytes(), i))
      throw InputError(
          msg("{}: shape {} of {} is damaged, or the .shx file is of another one: save the layer "
              "anew from where it comes",
              path.string(), i + 1, count));
}

/// A text that fills its column may end within a character.
bool is_utf8_but_for_its_end(std::string_view text, bool full) {
  constexpr std::size_t longest_rest = 3;
  for (std::size_t cut = 0; cut <= std::min(full ? longest_rest : 0, text.size()); ++cut)
    if (is_utf8(text.substr(0, text.size() - cut))) return true;
  return false;
}

bool is_utf8_table(const fs::path& shapefile) {
  DbaseTable table(table_of(shapefile));
  bool all = true;
  table.for_each_record([&](std::string_view record) {
    for (const auto& field : table.fields()) {
      if (!all || field.type != 'C') continue;
      const auto text = trimmed(record, field);
      all = is_utf8_but_for_its_end(text, text.size() == field.width);
    }
  });
  return all;
}

}  // namespace

bool is_shapefile(const fs::path& path) { return same_name(path.extension().string(), ".shp"); }

void check_shapefile(const fs::path& path) {
  const auto table_path = required(path, ".dbf", ".DBF");
  const auto index = required(path, ".shx", ".SHX");
  static_cast<void>(checked_size(path));
  const auto shapes = (checked_size(index) - part_header) / index_entry;
  DbaseTable table(table_path);
  if (table.record_count() != shapes)
    throw InputError(
        msg("{}: it has {} shapes, but its .dbf file has {} records: they do not belong together",
            path.string(), shapes, table.record_count()));
  check_shapes(path, index, shapes);
  table.for_each_record([](std::string_view) {});
}

bool says_encoding(const fs::path& path) {
  if (!part_of(path, ".cpg", ".CPG").empty()) return true;
  const int language = DbaseTable(table_of(path)).language();
  return language != no_language && language != ansi;
}

std::string encoding_to_use(const fs::path& path, const std::string& asked,
                            std::vector<Finding>& findings) {
  if (says_encoding(path)) return "";
  if (!asked.empty()) return asked;
  if (DbaseTable(table_of(path)).language() != ansi || is_utf8_table(path)) return "UTF-8";
  findings.push_back(
      {Level::warning, "encoding_assumed", "", path.stem().string(), "",
       msg("{} does not say the encoding of its text: it is read as Windows-1252; say another "
           "with --encoding",
           path.string())});
  return "CP1252";
}

}  // namespace bdf::io
