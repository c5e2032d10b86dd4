// SPDX-License-Identifier: MIT
#include "jobs/zone_areas.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "crs/transform.h"
#include "geometry/wkb.h"
#include "io/crs.h"
#include "io/row_stream.h"
#include "jobs/common_crs.h"
#include "jobs/territories.h"

namespace bdf::jobs {

namespace {

constexpr std::array layers_of_zones{territory_layer, std::string_view("departement")};
constexpr std::array columns_of_codes{"code", "code_insee", "insee_dep"};

std::string code_column(const Input& input, const Schema& layer) {
  for (const auto* name : columns_of_codes)
    if (const auto column = layer.find(name)) return layer.columns[*column].name;
  throw InputError(
      msg("{}, layer “{}”: no column says of which territory an area is: it is to be called code, "
          "code_insee or insee_dep",
          input.name, layer.layer));
}

bool is_area(const std::optional<Geometry>& geometry) {
  return geometry && geometry->kind == GeometryKind::polygon && !geometry->empty();
}

}  // namespace

const Schema* zone_layer(const Input& input) {
  for (const auto name : layers_of_zones) {
    const auto* layer = find_layer(input, std::string(name));
    if (layer != nullptr && !layer->geometry_column.empty()) return layer;
  }
  return nullptr;
}

std::vector<geometry::Zone> zones_in(const Input& input, const Schema& layer,
                                     const std::string& crs, const ZonesWanted& wanted) {
  auto schema = layer;
  io::complete_crs(schema, crs, input.name);
  const auto way = way_into(*wanted.territory, {&schema, input.name, std::nullopt});
  std::optional<crs::Transform> transform;
  if (way) transform.emplace(way->operation);
  const std::vector columns{code_column(input, schema)};
  std::set<std::string> missing(wanted.zones.begin(), wanted.zones.end());
  std::vector<geometry::Zone> zones;
  auto database = io::Database::open_input(input.path);
  io::stream_rows(database, schema, columns, {}, [&](const io::StreamedRow& row) {
    const auto zone = rules::spelling_of({*wanted.territory}, to_text(row.values[0]));
    if (std::find(wanted.zones.begin(), wanted.zones.end(), zone) == wanted.zones.end()) return;
    const auto* blob = std::get_if<BlobView>(&row.geometry);
    if (blob == nullptr) return;
    const auto wkb =
        transform ? crs::transformed(blob->bytes, *transform) : std::string(blob->bytes);
    const auto area = geometry::geometry_of(BlobView{wkb});
    if (!is_area(area)) return;
    zones.emplace_back(*area, 0);
    missing.erase(zone);
  });
  if (!missing.empty())
    throw UsageError(
        msg("{}, layer “{}” has no area of {}", input.name, layer.layer, *missing.begin()));
  return zones;
}

}  // namespace bdf::jobs
