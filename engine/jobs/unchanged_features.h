// SPDX-License-Identifier: MIT
// The objects of a layer that no side has changed: they are in no cluster, and never decoded but
// here.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// One of local's features: its fid, its geometry as WKB, and the value of a column. Views are
/// valid while it is being visited.
struct UnchangedFeature {
  std::int64_t fid;
  std::string_view wkb;
  ValueView value;
};

/// Visits those that have a geometry, in order of fid; reads through the layer in local's file.
/// `column` may be "". None where the versions are in two systems: every feature is in a cluster
/// then.
void visit_unchanged(const LayerRun& run, const std::string& column,
                     const std::function<void(const UnchangedFeature&)>& visit);

using WantedBox = std::function<bool(const Box&)>;

/// Those whose boxes are wanted, whole and in local's columns. The first call for a layer reads
/// through all of it, and keeps where things lie in `run.local_places`.
[[nodiscard]] FeatureTable unchanged_features(LayerRun& run, const WantedBox& wanted);

/// The geometries of those whose boxes meet any of `boxes`, by fid; likewise.
[[nodiscard]] std::map<std::int64_t, Geometry> unchanged_near(LayerRun& run,
                                                              const std::vector<Box>& boxes);

}  // namespace bdf::jobs
