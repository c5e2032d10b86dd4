// SPDX-License-Identifier: MIT
#include "io/shapefile.h"

#include <algorithm>
#include <array>
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

bool is_number(const DbaseField& field) { return field.type == 'N' || field.type == 'F'; }

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
  constexpr std::uintmax_t header_size = 100, entry_size = 8;
  const auto table_path = required(path, ".dbf", ".DBF");
  const auto index = required(path, ".shx", ".SHX");
  static_cast<void>(checked_size(path));
  const auto shapes = (checked_size(index) - header_size) / entry_size;
  const DbaseTable table(table_path);
  if (table.record_count() != shapes)
    throw InputError(
        msg("{}: it has {} shapes, but its .dbf file has {} records: they do not belong together",
            path.string(), shapes, table.record_count()));
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

void find_lost_numbers(const fs::path& path, std::vector<Finding>& findings) {
  DbaseTable table(table_of(path));
  std::vector<std::size_t> lost(table.fields().size());
  table.for_each_record([&](std::string_view record) {
    for (std::size_t i = 0; i < lost.size(); ++i)
      if (is_number(table.fields()[i]) && trimmed(record, table.fields()[i]).starts_with('*'))
        ++lost[i];
  });
  for (std::size_t i = 0; i < lost.size(); ++i)
    if (lost[i] != 0)
      findings.push_back(
          {Level::warning, "number_lost", "", path.stem().string(), "",
           msgn("{} number of column “{}” did not fit into it and is lost (****): read as NULL",
                "{} numbers of column “{}” did not fit into it and are lost (****): read as NULL",
                lost[i], table.fields()[i].name)});
}

}  // namespace bdf::io
