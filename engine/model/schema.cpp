// SPDX-License-Identifier: MIT
#include "model/schema.h"

#include <algorithm>

namespace bdf {

namespace {
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
}  // namespace

std::string_view name_of(ColumnType type) {
  const auto* found = std::find_if(column_type_words.begin(), column_type_words.end(),
                                   [&](const auto& word) { return word.first == type; });
  return found->second;
}

std::optional<ColumnType> column_type_named(std::string_view name) {
  for (const auto& [type, word] : column_type_words)
    if (word == name) return type;
  return std::nullopt;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string folded(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::optional<std::size_t> Schema::find(std::string_view name) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (same_name(columns[i].name, name)) return i;
  return std::nullopt;
}

}  // namespace bdf
