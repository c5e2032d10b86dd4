// SPDX-License-Identifier: MIT
// What a merge has made worse of the coverages of a theme, and whose changes that comes of.
#pragma once

#include <vector>

#include "jobs/layer_sync.h"
#include "jobs/topology_flaw.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// Of a layer whose areas are a coverage and that differ, those that overlap in merged by more than
/// a square of the tolerance, and by more than they do in local and in the reference; and the
/// boundaries that two areas share on a side, and that in merged one has and the other has not,
/// though that side's other version of them is not the same. The layer has not been delivered yet.
/// Only the neighbourhood of what differs is looked at.
///
/// What a side has made of areas goes together where they share a boundary or a corner in merged
/// that the other side does not have.
[[nodiscard]] std::vector<TopologyFlaw> coverage_flaws(LayerRun& run,
                                                       const topology::MergedLayer& layer,
                                                       int threads);

}  // namespace bdf::jobs
