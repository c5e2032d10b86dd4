// SPDX-License-Identifier: MIT
// What a merge has made worse of the networks of a theme, and whose changes that comes of.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "jobs/layer_sync.h"
#include "model/finding.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// A flaw of merged that neither local nor the reference has.
struct NetworkFlaw {
  Finding finding;
  /// Why a change is asked about that it hangs on, by the side whose version merged then holds.
  ThreeWay<std::string> reason;
  /// The numbers of the clusters of which merged has what that side alone has made of them, and
  /// that the flaw hangs on (topology/network_causes.h).
  std::set<std::int64_t> made_by_local, made_by_reference;
};

/// Of a layer whose lines are a network and that differ, the dead ends, sinks, circuits and islands
/// that the merge has made (topology/network_check.h), each with its place. The layer has not been
/// delivered yet.
[[nodiscard]] std::vector<NetworkFlaw> network_flaws(LayerRun& run,
                                                     const topology::MergedLayer& layer);

}  // namespace bdf::jobs
