// SPDX-License-Identifier: MIT
// What merged holds of that which is being asked about.
#pragma once

#include "jobs/layer_sync.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// Notes with each open question and each waiting proposal of the layer what merged holds
/// meanwhile, where that is not what the provisional side says: links that were led elsewhere or
/// taken out (topology/relink.h), what has gone with what it is derived from
/// (jobs/derive_doubles.h). The next sync compares with it, so that the engine's own work is
/// nobody's answer. Call it once the layers fit together, before anything is delivered.
void note_held_versions(const LayerOptions& options, const topology::MergedLayer& layer,
                        LayerRun& run);

}  // namespace bdf::jobs
