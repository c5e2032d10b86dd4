// SPDX-License-Identifier: MIT
#include "jobs/unchanged_features.h"

#include <unordered_set>

#include "geometry/wkb.h"
#include "index/box_grid.h"
#include "io/geometry_blob.h"
#include "io/geopackage.h"
#include "io/sql.h"
#include "jobs/join_stretches.h"

namespace bdf::jobs {

void visit_unchanged(const LayerRun& run, const std::string& column,
                     const std::function<void(const UnchangedFeature&)>& visit) {
  const auto& schema = *run.schemas.local;
  if (run.crs.ways.local || schema.geometry_column.empty()) return;
  std::unordered_set<std::int64_t> differ;
  for (const auto& cluster : run.clusters)
    for (const auto feature : cluster.features.local)
      for (const auto fid : fids_of(run, feature)) differ.insert(fid);
  auto database = io::Database::open_input(run.local);
  const auto fid = io::sql_name(schema.primary_key);
  auto rows = database.prepare("SELECT " + fid + ", " + io::sql_name(schema.geometry_column) +
                               ", " + (column.empty() ? "NULL" : io::sql_name(column)) +
                               " FROM main." + io::sql_name(schema.layer) + " ORDER BY " + fid);
  while (rows.step()) {
    if (differ.contains(rows.integer(0))) continue;
    const auto value = rows.column(1);
    const auto* blob = std::get_if<BlobView>(&value);
    const auto wkb = blob == nullptr ? std::nullopt : io::wkb_of_blob(blob->bytes);
    if (wkb) visit({rows.integer(0), *wkb, rows.column(2)});
  }
}

std::map<std::int64_t, Geometry> unchanged_near(const LayerRun& run,
                                                const std::vector<Box>& boxes) {
  const index::BoxGrid grid(boxes);
  std::map<std::int64_t, Geometry> near;
  visit_unchanged(run, "", [&](const UnchangedFeature& feature) {
    const auto box = geometry::box_of_wkb(feature.wkb);
    if (!box || grid.meeting(*box).empty()) return;
    if (auto geometry = geometry::decode_wkb(feature.wkb).geometry)
      near.emplace(feature.fid, std::move(*geometry));
  });
  return near;
}

FeatureTable unchanged_features(const LayerRun& run, const WantedBox& wanted) {
  std::vector<std::int64_t> fids;
  visit_unchanged(run, "", [&](const UnchangedFeature& feature) {
    const auto box = geometry::box_of_wkb(feature.wkb);
    if (box && wanted(*box)) fids.push_back(feature.fid);
  });
  auto database = io::Database::open_input(run.local);
  return io::read_features(database, *run.schemas.local, fids);
}

}  // namespace bdf::jobs
