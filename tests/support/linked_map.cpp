// SPDX-License-Identifier: MIT
#include "support/linked_map.h"

#include <algorithm>

#include "geometry/wkt.h"

namespace bdf::tests {

namespace {

PlainLayer rivers_of(const LinkedMap& map) {
  PlainLayer layer{plain_schema("cours_d_eau", "MULTILINESTRING"), {}};
  layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"},
                          {"toponyme", ColumnType::text, "TEXT"}};
  std::int64_t fid = 1;
  for (const auto& one : map.rivers)
    layer.rows.push_back({fid++, Blob{geometry::wkb_from_wkt(one.line)}, {one.key, one.name}});
  return layer;
}

PlainLayer reaches_of(const LinkedMap& map) {
  PlainLayer layer{plain_schema("troncon_hydrographique", "LINESTRING"), {}};
  layer.schema.z = 1;
  layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT"},
                          {"liens_vers_cours_d_eau", ColumnType::text, "TEXT"},
                          {"cpx_toponyme_de_cours_d_eau", ColumnType::text, "TEXT"}};
  std::int64_t fid = 1;
  for (const auto& one : map.reaches)
    layer.rows.push_back(
        {fid++, Blob{geometry::wkb_from_wkt(one.line)}, {one.key, one.links, one.names}});
  return layer;
}

}  // namespace

void write_linked(const std::filesystem::path& path, const LinkedMap& map) {
  write_geopackage(path, {reaches_of(map), rivers_of(map)});
}

std::vector<std::string> reaches_in(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  for (const auto& row : read_layer(path, "troncon_hydrographique").rows) {
    const auto text = [&](std::size_t i) { return to_text(view_of(row.values[i])); };
    const auto key = text(0);
    lines.push_back(reach_line(key.empty() ? "-" : key.c_str() + key.size() - 1, text(1), text(2)));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string reach_line(const char* reach, const std::string& links, const std::string& names) {
  return std::string(reach) + ": " + links + " | " + names;
}

}  // namespace bdf::tests
