// SPDX-License-Identifier: MIT
// What a merge has made wrong, and whose changes that comes of.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "model/finding.h"
#include "model/three_way.h"

namespace bdf::jobs {

/// A flaw of merged that neither local nor the reference has.
struct TopologyFlaw {
  Finding finding;  ///< its code is its kind
  double size = 1;  ///< how bad it is, among those of its kind
  /// The clusters of which merged has what that side alone has made of them, and that the flaw
  /// hangs on: number and name.
  std::map<std::int64_t, std::string> made_by_local, made_by_reference;
  std::set<std::int64_t> at;  ///< clusters that it lies between, whether they have changed or not
  /// Whether what a side has made of them makes sense only as a whole.
  bool go_together = false;
  /// Why somebody is asked, by the names of what the other side has made.
  std::function<std::string(const std::string&)> reason;
  /// Of an area's: the clusters that merged has otherwise than local, and that hang together with
  /// it; held as local has them, all of them are as sound as they are there.
  std::map<std::int64_t, std::string> unlike_local{};
};

/// Why a change to the cluster is asked about that the flaw hangs on, while merged holds what the
/// other side, `held`, has there. nullopt where that side has changed nothing else that it hangs
/// on.
[[nodiscard]] std::optional<std::string> reason_of(const TopologyFlaw& flaw, Side held,
                                                   std::int64_t cluster);

}  // namespace bdf::jobs
