// SPDX-License-Identifier: MIT
#include "jobs/unchanged_near.h"

#include <algorithm>
#include <unordered_set>

#include "geometry/wkb.h"
#include "index/box_grid.h"
#include "io/geometry_blob.h"
#include "io/sql.h"

namespace bdf::jobs {

std::vector<Geometry> unchanged_near(const std::filesystem::path& local, const LayerRun& run,
                                     const std::vector<Box>& boxes) {
  const auto& schema = *run.schemas.local;
  std::vector<Geometry> near;
  // In two systems every feature is in a cluster.
  if (run.crs.ways.local || schema.geometry_column.empty()) return near;
  std::unordered_set<std::int64_t> differ;
  for (const auto& cluster : run.clusters)
    for (const auto feature : cluster.features.local) differ.insert(feature.fid());
  const index::BoxGrid grid(boxes);
  auto database = io::Database::open_input(local);
  auto rows = database.prepare("SELECT " + io::sql_name(schema.primary_key) + ", " +
                               io::sql_name(schema.geometry_column) + " FROM main." +
                               io::sql_name(schema.layer) + " ORDER BY 1");
  while (rows.step()) {
    const auto value = rows.column(1);
    const auto* blob = std::get_if<BlobView>(&value);
    const auto wkb = blob == nullptr ? std::nullopt : io::wkb_of_blob(blob->bytes);
    const auto box = wkb ? geometry::box_of_wkb(*wkb) : std::nullopt;
    if (!box || grid.meeting(*box).empty() || differ.contains(rows.integer(0))) continue;
    if (auto geometry = geometry::decode_wkb(*wkb).geometry) near.push_back(std::move(*geometry));
  }
  return near;
}

}  // namespace bdf::jobs
