// SPDX-License-Identifier: MIT
#include "io/column_type.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "io/sqlite.h"

namespace bdf::io {

namespace {

using Names = std::pair<std::string_view, ColumnType>;

constexpr std::array<Names, 14> geopackage_types{{{"boolean", ColumnType::boolean},
                                                  {"tinyint", ColumnType::integer},
                                                  {"smallint", ColumnType::integer},
                                                  {"mediumint", ColumnType::integer},
                                                  {"int", ColumnType::integer},
                                                  {"integer", ColumnType::integer},
                                                  {"float", ColumnType::real},
                                                  {"double", ColumnType::real},
                                                  {"real", ColumnType::real},
                                                  {"text", ColumnType::text},
                                                  {"blob", ColumnType::blob},
                                                  {"date", ColumnType::date},
                                                  {"datetime", ColumnType::datetime},
                                                  {"", ColumnType::text}}};

/// In SQLite's order: the first that the declaration contains decides.
constexpr std::array<Names, 5> affinities{{{"int", ColumnType::integer},
                                           {"char", ColumnType::text},
                                           {"clob", ColumnType::text},
                                           {"text", ColumnType::text},
                                           {"blob", ColumnType::blob}}};

/// Words of letters and digits, then at most one pair of parentheses around numbers; none of the
/// words begins a column constraint.
bool is_plain_type(const std::string& declared) {
  constexpr std::array<std::string_view, 13> constraints{
      "constraint", "primary", "key",        "not",       "null",   "unique", "check",
      "default",    "collate", "references", "generated", "always", "as"};
  const auto words_end = std::min(declared.find('('), declared.size());
  std::string word;
  for (std::size_t i = 0; i <= words_end; ++i) {
    const char c = i < words_end ? declared[i] : ' ';
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') {
      word += c;
    } else {
      if (c != ' ' || std::count(constraints.begin(), constraints.end(), folded(word)) > 0)
        return false;
      word.clear();
    }
  }
  if (words_end == declared.size()) return true;
  return declared.find_first_not_of("0123456789, ", words_end + 1) == declared.size() - 1 &&
         declared.back() == ')';
}

}  // namespace

ColumnType column_type_of(std::string_view declared) {
  std::string name = folded(declared.substr(0, declared.find('(')));
  name.erase(name.find_last_not_of(' ') + 1);
  for (const auto& [known, type] : geopackage_types)
    if (name == known) return type;
  for (const auto& [part, type] : affinities)
    if (name.find(part) != std::string::npos) return type;
  return ColumnType::real;
}

std::string declaration_of(ColumnType type) {
  switch (type) {
    case ColumnType::boolean:
      return "BOOLEAN";
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::real:
      return "REAL";
    case ColumnType::text:
      return "TEXT";
    case ColumnType::date:
      return "DATE";
    case ColumnType::datetime:
      return "DATETIME";
    case ColumnType::blob:
      return "BLOB";
  }
  return "TEXT";
}

std::string definition_of(const Column& column) {
  const bool plain = !column.declared.empty() && is_plain_type(column.declared) &&
                     std::isalpha(static_cast<unsigned char>(column.declared[0]));
  return sql_name(column.name) + " " + (plain ? column.declared : declaration_of(column.type));
}

}  // namespace bdf::io
