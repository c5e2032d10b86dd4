// SPDX-License-Identifier: MIT
// Deletions that are more likely a wrong file than work.
#pragma once

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// Throws InputError, which says how to go on, where so many of the ancestor's objects are missing
/// from local or from the reference that the theme wants it confirmed; what is deleted with what it
/// doubles counts as missing from local.
void guard_deletions(const LayerRun& run);

}  // namespace bdf::jobs
