// SPDX-License-Identifier: MIT
#include "jobs/unchanged_features.h"

#include <unordered_set>
#include <utility>

#include "geometry/wkb.h"
#include "index/box_grid.h"
#include "io/geometry_blob.h"
#include "io/geopackage.h"
#include "io/sql.h"
#include "jobs/join_stretches.h"

namespace bdf::jobs {

namespace {

std::unordered_set<std::int64_t> in_clusters(const LayerRun& run) {
  std::unordered_set<std::int64_t> fids;
  for (const auto& cluster : run.clusters)
    for (const auto feature : cluster.features.local)
      for (const auto fid : fids_of(run, feature)) fids.insert(fid);
  return fids;
}

/// None where the versions are in two systems: every feature is in a cluster then.
bool has_unchanged(const LayerRun& run) {
  return !run.crs.ways.local && !run.schemas.local->geometry_column.empty();
}

/// Of all that have a geometry, with the value of a column, or "".
void visit_local(const LayerRun& run, const std::string& column,
                 const std::function<void(const UnchangedFeature&)>& visit) {
  const auto& schema = *run.schemas.local;
  auto database = io::Database::open_input(run.local);
  const auto fid = io::sql_name(schema.primary_key);
  auto rows = database.prepare("SELECT " + fid + ", " + io::sql_name(schema.geometry_column) +
                               ", " + (column.empty() ? "NULL" : io::sql_name(column)) +
                               " FROM main." + io::sql_name(schema.layer) + " ORDER BY " + fid);
  while (rows.step()) {
    const auto value = rows.column(1);
    const auto* blob = std::get_if<BlobView>(&value);
    const auto wkb = blob == nullptr ? std::nullopt : io::wkb_of_blob(blob->bytes);
    if (wkb) visit({rows.integer(0), *wkb, rows.column(2)});
  }
}

const Places& local_places(LayerRun& run) {
  if (run.local_places) return *run.local_places;
  auto& places = run.local_places.emplace();
  visit_local(run, "", [&](const UnchangedFeature& feature) {
    const auto box = geometry::box_of_wkb(feature.wkb);
    if (!box) return;
    places.fids.push_back(feature.fid);
    places.boxes.push_back(*box);
  });
  return places;
}

FeatureTable unchanged(LayerRun& run, const Schema& columns, const WantedBox& wanted) {
  std::vector<std::int64_t> fids;
  if (has_unchanged(run)) {
    const auto& places = local_places(run);
    const auto differ = in_clusters(run);
    for (std::size_t i = 0; i < places.fids.size(); ++i)
      if (wanted(places.boxes[i]) && !differ.contains(places.fids[i]))
        fids.push_back(places.fids[i]);
  }
  auto database = io::Database::open_input(run.local);
  return io::read_features(database, columns, fids);
}

}  // namespace

void visit_unchanged(const LayerRun& run, const std::string& column,
                     const std::function<void(const UnchangedFeature&)>& visit) {
  if (!has_unchanged(run)) return;
  const auto differ = in_clusters(run);
  visit_local(run, column, [&](const UnchangedFeature& feature) {
    if (!differ.contains(feature.fid)) visit(feature);
  });
}

FeatureTable unchanged_features(LayerRun& run, const WantedBox& wanted) {
  return unchanged(run, *run.schemas.local, wanted);
}

std::map<std::int64_t, Geometry> unchanged_near(LayerRun& run, const std::vector<Box>& boxes) {
  const index::BoxGrid grid(boxes);
  auto geometry_alone = *run.schemas.local;
  geometry_alone.columns.clear();
  const auto features =
      unchanged(run, geometry_alone, [&](const Box& box) { return !grid.meeting(box).empty(); });
  std::map<std::int64_t, Geometry> near;
  for (std::size_t row = 0; row < features.size(); ++row)
    if (auto geometry = geometry::geometry_of(features.geometries[row]))
      near.emplace(features.fids[row], std::move(*geometry));
  return near;
}

}  // namespace bdf::jobs
