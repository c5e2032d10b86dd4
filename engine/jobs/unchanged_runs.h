// SPDX-License-Identifier: MIT
// The ledger of what did not change, in runs.
#pragma once

#include <cstdint>
#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// Takes clusters 1:1:1 (1:1 without an ancestor) about which there is nothing to say out of the
/// ledger, and enters them, with all local rows that have no cluster of their own there, as runs of
/// consecutive features. `clusters` are the ledger's, in its order; `fids` are all of local's,
/// ascending.
void fold_unchanged(const std::vector<merge::ClusterFeatures>& clusters,
                    const std::vector<std::int64_t>& fids, LayerRun& run);

}  // namespace bdf::jobs
