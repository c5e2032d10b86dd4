// SPDX-License-Identifier: MIT
// What the layers of one sync say of one another.
#pragma once

#include "jobs/sync_outputs.h"

namespace bdf::jobs {

/// Between the merge of the layers and their delivery: what touched goes on touching
/// (topology/attach.h), and links lead to objects that there are (topology/relink.h). What
/// that leaves of new flaws in a network is told.
void keep_together(SyncOutputs& outputs);

}  // namespace bdf::jobs
