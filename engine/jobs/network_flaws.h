// SPDX-License-Identifier: MIT
// What a merge has made worse of the networks of a theme, and whose changes that comes of.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "jobs/layer_sync.h"
#include "model/finding.h"
#include "topology/merged_layer.h"
#include "topology/network_check.h"

namespace bdf::jobs {

/// A flaw of merged that neither local nor the reference has.
struct NetworkFlaw {
  Finding finding;
  topology::NewFlaw kind = topology::NewFlaw::dead_end;
  std::string place;     ///< for people
  std::size_t size = 1;  ///< how many lines it concerns
  /// The clusters of which merged has what that side alone has made of them, and that the flaw
  /// hangs on (topology/network_causes.h): number and name.
  std::map<std::int64_t, std::string> made_by_local, made_by_reference;
};

/// Why a change to the cluster is asked about that the flaw hangs on, while merged holds what the
/// other side, `held`, has there. nullopt where that side has changed nothing else that it hangs
/// on.
[[nodiscard]] std::optional<std::string> reason_of(const NetworkFlaw& flaw, Side held,
                                                   std::int64_t cluster);

/// Of a layer whose lines are a network and that differ, the dead ends, sinks, circuits and islands
/// that the merge has made (topology/network_check.h), each with its place. The layer has not been
/// delivered yet.
[[nodiscard]] std::vector<NetworkFlaw> network_flaws(LayerRun& run,
                                                     const topology::MergedLayer& layer);

}  // namespace bdf::jobs
