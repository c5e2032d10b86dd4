// SPDX-License-Identifier: MIT
// One layer of a sync once it has been compared: merge, and delivery.
#pragma once

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// Merges the clusters of a layer that compare_layer() has gathered: `run.result` then has one
/// ledger entry a cluster, and changes as they are compared. What `run.contests` names is
/// taken for changed by both sides. Called again, it merges them anew. Fills
/// `run.contested_before`.
void merge_layer(LayerRun& run, const LayerOptions& options);

/// Once what the layers say of one another is settled: folds what is unchanged into runs, brings
/// the changes into the terms of the files they are for, and tells what is sent. Fids of insertions
/// are not known yet.
void finish_layer(LayerRun& run);

}  // namespace bdf::jobs
