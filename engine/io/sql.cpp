// SPDX-License-Identifier: MIT
#include "io/sql.h"

#include <fmt/format.h>

namespace bdf::io {

std::string sql_names(std::span<const std::string> names) {
  std::string list;
  for (const auto& name : names) {
    if (!list.empty()) list += ", ";
    list += sql_name(name);
  }
  return list;
}

std::vector<std::string> column_names(const Schema& schema) {
  std::vector<std::string> names;
  for (const auto& column : schema.columns) names.push_back(column.name);
  return names;
}

std::string free_name(const Schema& schema, std::string_view wanted) {
  std::string name(wanted);
  for (int i = 1; schema.find(name); ++i) name = fmt::format("{}_{}", wanted, i);
  return name;
}

std::string placeholders(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += i == 0 ? "?" : ", ?";
  return list;
}

}  // namespace bdf::io
