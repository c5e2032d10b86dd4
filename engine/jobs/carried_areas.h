// SPDX-License-Identifier: MIT
// Areas that are to go with their lines, held against the areas beside them.
#pragma once

#include <string>
#include <vector>

#include "jobs/layer_sync.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// An object of merged, and the outline that it is to have.
struct CarriedArea {
  std::size_t object = 0;  ///< its number among merged's
  Geometry before, after;
  std::string against;  ///< the area beside it that does not let it; "": none
};

/// Of a coverage, finds those that would overlap another area by more than they do, or leave a
/// boundary that they share with it: each by more than the tolerance, in width or in length. The
/// others are taken to have gone with their lines, unless they are found likewise. `objects` are
/// what merged holds, and `gone` those of it that will be there no longer. Only what lies beside
/// these areas is looked at.
void hold_against_coverage(LayerRun& run, const topology::MergedLayer& layer,
                           const std::vector<topology::HeldObject>& objects,
                           const std::vector<std::size_t>& gone, std::vector<CarriedArea>& carried);

}  // namespace bdf::jobs
