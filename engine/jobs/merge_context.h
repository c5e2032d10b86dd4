// SPDX-License-Identifier: MIT
// What the merge of a layer of a sync knows.
#pragma once

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// What earlier syncs left open or settled, with its geometries in the system in which the layer is
/// compared.
[[nodiscard]] merge::Memory merge_memory(const LayerRun& run, const LayerOptions& options);

/// Points into the run and the memory.
[[nodiscard]] merge::Context merge_context(const LayerRun& run, const LayerOptions& options,
                                           const merge::Memory& memory);

}  // namespace bdf::jobs
