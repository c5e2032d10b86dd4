// SPDX-License-Identifier: MIT
// A layer of a run as topology looks at it.
#pragma once

#include "jobs/layer_sync.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// Points into the run, which outlives it. What no side has changed is read from local's file when
/// it is asked for.
[[nodiscard]] topology::MergedLayer merged_layer(LayerRun& run);

}  // namespace bdf::jobs
