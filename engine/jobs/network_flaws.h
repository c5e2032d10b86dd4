// SPDX-License-Identifier: MIT
// What a merge has made worse of the networks of a theme, and whose changes that comes of.
#pragma once

#include <vector>

#include "jobs/layer_sync.h"
#include "jobs/topology_flaw.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// Of a layer whose lines are a network and that differ, the dead ends, sinks, circuits and islands
/// that the merge has made (topology/network_check.h), each with its place. The layer has not been
/// delivered yet.
[[nodiscard]] std::vector<TopologyFlaw> network_flaws(LayerRun& run,
                                                      const topology::MergedLayer& layer);

}  // namespace bdf::jobs
