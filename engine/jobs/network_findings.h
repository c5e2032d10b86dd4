// SPDX-License-Identifier: MIT
// What a merge has made worse of the networks of a theme.
#pragma once

#include <vector>

#include "jobs/layer_sync.h"
#include "model/finding.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// Of a layer whose lines are a network and that differ, the dead ends, sinks, circuits and islands
/// that merged has and neither local nor the reference has (topology/network_check.h), each with
/// its place. The layer has not been delivered yet.
[[nodiscard]] std::vector<Finding> network_findings(LayerRun& run,
                                                    const topology::MergedLayer& layer);

}  // namespace bdf::jobs
