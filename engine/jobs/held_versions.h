// SPDX-License-Identifier: MIT
// What merged holds of that which is being asked about.
#pragma once

#include "jobs/layer_sync.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// Notes with each open question and each waiting proposal of the layer what merged holds
/// meanwhile, where that is not what the provisional side says: a link that was led elsewhere or
/// taken out (topology/relink.h), or what an earlier reference said where no ancestor tells that it
/// is old. The next sync compares with it, so that the engine's own work is nobody's answer. Call
/// it once the layers fit together, before anything is delivered.
void note_held_versions(const LayerOptions& options, const topology::MergedLayer& layer,
                        LayerRun& run);

}  // namespace bdf::jobs
