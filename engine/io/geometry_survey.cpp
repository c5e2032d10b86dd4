// SPDX-License-Identifier: MIT
#include "io/geometry_survey.h"

#include <map>

#include "geometry/wkb.h"
#include "io/row_stream.h"

namespace bdf::io {

namespace {

GeometryUse use_named(const std::string& name) {
  const auto blank = name.find(' ');
  const auto letters = blank == std::string::npos ? "" : name.substr(blank + 1);
  return {name.substr(0, blank), letters.find('Z') != std::string::npos,
          letters.find('M') != std::string::npos};
}

}  // namespace

std::vector<GeometryUse> geometries_in(Database& database, const Schema& layer) {
  std::map<std::string, GeometryUse> by_name;
  if (layer.geometry_column.empty()) return {};
  stream_rows(database, layer, {}, {}, [&](const StreamedRow& row) {
    const auto* blob = std::get_if<BlobView>(&row.geometry);
    const auto name = blob == nullptr ? "" : geometry::type_name_of_wkb(blob->bytes);
    if (name.empty()) return;
    auto [at, is_new] = by_name.try_emplace(name);
    if (is_new) {
      at->second = use_named(name);
      at->second.first = row.fid;
    }
    ++at->second.count;
  });
  std::vector<GeometryUse> uses;
  for (auto& [name, use] : by_name) uses.push_back(std::move(use));
  return uses;
}

}  // namespace bdf::io
