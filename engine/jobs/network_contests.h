// SPDX-License-Identifier: MIT
// What is asked about because the merge would make a network worse.
#pragma once

#include <vector>

#include "jobs/layer_sync.h"
#include "jobs/network_flaws.h"

namespace bdf::jobs {

/// Enters into `run.contested` what the flaws of the merge hang on (topology/network_causes.h), and
/// takes out again what has been of no use against them: they are left to be told. Whether that
/// changes anything, and the layers are to be merged again. `turn`: how often they have been, 1 for
/// the first time. A flaw that hangs on what somebody is being asked about, or has just decided, is
/// no reason to ask more.
bool contest(const std::vector<NetworkFlaw>& flaws, int turn, LayerRun& run);

}  // namespace bdf::jobs
