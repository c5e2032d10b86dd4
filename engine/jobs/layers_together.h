// SPDX-License-Identifier: MIT
// The layers of one sync merged so that they fit together.
#pragma once

#include "jobs/sync_outputs.h"

namespace bdf::jobs {

/// Merges all layers (jobs/layer_merge.h). What touched goes on touching (topology/attach.h), what
/// is derived goes with what it doubles (jobs/derive_doubles.h), and links lead to objects that
/// there are (topology/relink.h). Where that makes a dead end, a sink, a
/// circuit or an island of a network that neither side has, what one side alone has changed there
/// is as if both had: the rules decide, or somebody is asked. What is left of them is told, and
/// what it makes of things that two layers hold (jobs/held_twice.h).
void merge_together(const LayerOptions& options, SyncOutputs& outputs);

}  // namespace bdf::jobs
