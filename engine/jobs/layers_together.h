// SPDX-License-Identifier: MIT
// What the layers of one sync say of one another.
#pragma once

#include "jobs/sync_outputs.h"

namespace bdf::jobs {

/// Between the merge of the layers and their delivery: what touched goes on touching
/// (topology/attach.h).
void keep_together(SyncOutputs& outputs);

}  // namespace bdf::jobs
