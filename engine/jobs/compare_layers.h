// SPDX-License-Identifier: MIT
// All layers of a run, read as far as their versions differ.
#pragma once

#include <vector>

#include "jobs/sync_outputs.h"

namespace bdf::jobs {

/// Fills outputs.layers, whose clusters are numbered through. What is derived is read by what has
/// changed of what it is derived from.
void compare_layers(const std::vector<LayerVersions>& layers, const LayerOptions& options,
                    SyncOutputs& outputs);

}  // namespace bdf::jobs
