// SPDX-License-Identifier: MIT
// Identities that a sync mints are written down once.
#pragma once

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// Adds to the run's update what makes merged carry, in its column bdf_uid, the uid of every
/// feature that its key does not identify: it then stays the same object when its geometry changes.
/// The column is added where local has none and one is needed; what a cut adds gets one of that
/// producer's.
void keep_uids(LayerRun& run, const std::string& producer);

}  // namespace bdf::jobs
