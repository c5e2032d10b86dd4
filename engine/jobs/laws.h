// SPDX-License-Identifier: MIT
// The laws that every run is held to before anything is put in place.
#pragma once

#include <memory>
#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// Conservation: every input feature is in exactly one entry of the ledger or in one unchanged run,
/// no output feature has two sources, and an object leaves merged only by a decision. Throws
/// LawError.
void check_laws(const std::vector<std::unique_ptr<LayerRun>>& layers);

}  // namespace bdf::jobs
