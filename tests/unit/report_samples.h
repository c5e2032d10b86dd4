// SPDX-License-Identifier: MIT
// Summaries and conflicts for the tests of the report.
#pragma once

#include <string>

#include "geometry/wkb.h"
#include "report/summary.h"

namespace bdf::report::samples {

inline Summary quiet() {
  Summary summary;
  summary.theme = "generic";
  summary.time = "2026-11-24T01:09:08Z";
  LayerSummary layer;
  layer.name = "road";
  layer.features = {3, 3, 3};
  layer.merged_features = 3;
  layer.outcomes[Outcome::unchanged] = 3;
  summary.layers.push_back(layer);
  return summary;
}

inline Summary busy() {
  auto summary = quiet();
  summary.producer = "DDT 38";
  summary.inputs.local = InputSummary{"local.gpkg", "", std::string(64, 'a')};
  summary.inputs.reference = InputSummary{"reference.gpkg", "2026-09", std::string(64, 'b')};
  auto& layer = summary.layers.front();
  layer.merged_features = 300;
  layer.outcomes = {{Outcome::conflict, 8},
                    {Outcome::updated_from_reference, 12},
                    {Outcome::kept_local, 20},
                    {Outcome::inserted_from_reference, 4},
                    {Outcome::deleted_by_reference, 2},
                    {Outcome::unchanged, 256}};
  layer.conflicts = {{ConflictKind::attribute, 7}, {ConflictKind::geometry, 2}};
  layer.update = {{"insert", 4}, {"update", 12}, {"delete", 2}};
  layer.contribution = {{"update", 14}};
  summary.open_conflicts = 9;
  return summary;
}

inline Blob line(std::vector<double> xy) {
  Geometry geometry;
  geometry.kind = GeometryKind::line;
  geometry.rings.push_back(static_cast<std::uint32_t>(xy.size() / 2));
  geometry.parts.push_back(1);
  geometry.xy = std::move(xy);
  return Blob{geometry::encode_wkb(geometry)};
}

inline Conflict conflict() {
  Conflict conflict;
  conflict.id = std::string(32, '0');
  conflict.layer = "road";
  conflict.attribute = "name";
  conflict.ids = {"r7", "r7", "r7"};
  conflict.values = {"old lane", "my lane", "their lane"};
  conflict.reason = "both sides changed it";
  for (const auto side : all_sides) conflict.geometries[side] = line({0, 0, 50, 20, 100, 0});
  return conflict;
}

}  // namespace bdf::report::samples
