// SPDX-License-Identifier: MIT
// The rules of the house, held against the sources themselves.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "support/source_files.h"

namespace bdf {
namespace {

using tests::SourceLine;

std::string trimmed(std::string_view text) {
  constexpr std::string_view blanks = " `/";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

struct Room {
  std::size_t level = 0;  ///< its row
  std::set<std::string> libraries;
};

/// The table of engine/README.md whose head is "| room | what it holds | may include |".
std::map<std::string, Room> include_table() {
  const auto lines = tests::lines_of("engine/README.md");
  auto line = std::find(lines.begin(), lines.end(), "| room | what it holds | may include |");
  std::map<std::string, Room> rooms;
  if (line == lines.end()) return rooms;
  for (line += 2; line != lines.end() && line->starts_with('|'); ++line) {
    const auto cells = split(*line, '|');
    const auto libraries = split(cells.at(3), ',');
    rooms[cells.at(1)] = {rooms.size(), {libraries.begin(), libraries.end()}};
  }
  return rooms;
}

/// What stands between the quotes or brackets of an #include, with the opening one before it.
std::optional<std::string> included_by(const SourceLine& line) {
  if (!line.text.starts_with("#include ")) return std::nullopt;
  const auto begin = line.text.find_first_of("<\"");
  const auto end = line.text.find_first_of(">\"", begin + 1);
  return line.text.substr(begin, end - begin);
}

bool is_of_the_standard(std::string_view header) {
  return header.find('/') == std::string_view::npos && header.find('.') == std::string_view::npos;
}

/// The library, as the table names it, that a header is of; "" for an unknown header.
std::string_view library_of(std::string_view header) {
  using Entry = std::pair<std::string_view, std::string_view>;
  constexpr std::array beginnings{Entry{"gdal", "GDAL"},
                                  Entry{"ogr", "GDAL"},
                                  Entry{"cpl_", "GDAL"},
                                  Entry{"sqlite3.h", "SQLite"},
                                  Entry{"geos_c.h", "GEOS"},
                                  Entry{"proj.h", "PROJ"},
                                  Entry{"nlohmann/", "JSON"},
                                  Entry{"yaml-cpp/", "yaml-cpp"},
                                  Entry{"xxhash.h", "xxHash"},
                                  Entry{"openssl/", "libcrypto"},
                                  Entry{"sodium.h", "libsodium"},
                                  Entry{"libxml/", "libxml2"},
                                  Entry{"fmt/", "fmt"},
                                  Entry{"spdlog/", "spdlog"},
                                  Entry{"oneapi/", "oneTBB"},
                                  Entry{"tbb/", "oneTBB"},
                                  Entry{"utf8proc.h", "utf8proc"},
                                  Entry{"libintl.h", "gettext"},
                                  Entry{"boost/graph/", "Boost.Graph"},
                                  Entry{"pqxx/", "libpqxx"},
                                  Entry{"unistd.h", "POSIX"},
                                  Entry{"fcntl.h", "POSIX"},
                                  Entry{"poll.h", "POSIX"},
                                  Entry{"archive.h", "libarchive"},
                                  Entry{"archive_entry.h", "libarchive"},
                                  Entry{"curl/", "libcurl"},
                                  Entry{"zlib.h", "zlib"},
                                  Entry{"sys/", "POSIX"}};
  for (const auto& [beginning, library] : beginnings)
    if (header.starts_with(beginning)) return library;
  return "";
}

std::string room_of(const std::filesystem::path& file) {
  return std::next(file.begin())->string();  // engine/ROOM/file
}

bool may_include(const std::map<std::string, Room>& table, const std::string& room,
                 std::string_view quoted) {
  const auto here = table.find(room);
  if (here == table.end()) return false;
  const auto header = quoted.substr(1);
  if (quoted.front() == '<')
    return is_of_the_standard(header) ||
           here->second.libraries.contains(std::string(library_of(header)));
  const auto there = table.find(std::string(header.substr(0, header.find('/'))));
  return there != table.end() && there->second.level <= here->second.level;
}

template <class Condition>
std::string lines_where(const std::vector<std::string>& folders, Condition&& condition) {
  std::string found;
  for (const auto& line : tests::source_lines(folders))
    if (condition(line)) found += line.located() + "\n";
  return found;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// In lower case, but for the theme that has no rules of a domain.
std::vector<std::string> theme_names() {
  const auto folder = std::filesystem::path(BDF_REPOSITORY) / "themes";
  std::vector<std::string> names;
  if (!std::filesystem::exists(folder)) return names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = lower(entry.path().stem());
    if (entry.path().extension() == ".yaml" && name != "generic") names.push_back(name);
  }
  return names;
}

const std::vector<std::string> all_sources{"engine", "tools", "tests"};

TEST(House, IncludesOnlyWhatTheTableAllows) {
  const auto table = include_table();
  ASSERT_FALSE(table.empty()) << "engine/README.md has no table of rooms";
  EXPECT_EQ(lines_where({"engine"},
                        [&](const SourceLine& line) {
                          const auto header = included_by(line);
                          return header && !may_include(table, room_of(line.file), *header);
                        }),
            "");
}

TEST(House, TheTableItselfIsHeldToItsOrder) {
  const std::map<std::string, Room> table{{"low", {0, {"fmt"}}}, {"high", {1, {"GDAL"}}}};
  EXPECT_TRUE(may_include(table, "high", "\"low/a.h"));
  EXPECT_TRUE(may_include(table, "high", "<gdal_priv.h"));
  EXPECT_TRUE(may_include(table, "low", "<vector"));
  EXPECT_FALSE(may_include(table, "low", "\"high/a.h"));
  EXPECT_FALSE(may_include(table, "high", "<fmt/format.h"));
  EXPECT_FALSE(may_include(table, "high", "<unknown.h"));
  EXPECT_FALSE(may_include(table, "attic", "<vector"));
}

TEST(House, HeadersSeeJsonOnlyByItsForwardDeclarations) {
  EXPECT_EQ(lines_where(all_sources,
                        [](const SourceLine& line) {
                          return line.in_header() && line.text.starts_with("#include <nlohmann/") &&
                                 !contains(line.text, "json_fwd.hpp");
                        }),
            "");
}

TEST(House, HeadersOpenNoNamespace) {
  EXPECT_EQ(lines_where(all_sources,
                        [](const SourceLine& line) {
                          return line.in_header() &&
                                 trimmed(line.text).starts_with("using namespace");
                        }),
            "");
}

TEST(House, EverySourceBeginsWithItsLicence) {
  EXPECT_EQ(lines_where(all_sources,
                        [](const SourceLine& line) {
                          return line.number == 1 && line.text != "// SPDX-License-Identifier: MIT";
                        }),
            "");
}

TEST(House, NoCodeKnowsATheme) {
  const auto themes = theme_names();
  EXPECT_EQ(lines_where({"engine", "tools/bdf"},
                        [&](const SourceLine& line) {
                          return std::any_of(themes.begin(), themes.end(), [&](const auto& theme) {
                            return contains(lower(line.text), theme);
                          });
                        }),
            "");
}

TEST(House, TheEngineNeitherPrintsNorExits) {
  constexpr std::array<std::string_view, 7> calls{
      "std::cout", "std::cerr", "fmt::print", "std::printf", "fprintf", "std::exit", "std::abort"};
  EXPECT_EQ(lines_where({"engine"},
                        [&](const SourceLine& line) {
                          return line.file.filename() != "log.cpp" &&
                                 std::any_of(calls.begin(), calls.end(),
                                             [&](auto call) { return contains(line.text, call); });
                        }),
            "");
}

}  // namespace
}  // namespace bdf
