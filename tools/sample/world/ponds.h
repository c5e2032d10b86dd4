// SPDX-License-Identifier: MIT
// Small standing waters in the fields: ponds, basins, reservoirs.
#pragma once

#include <vector>

#include "world/drainage.h"

namespace bdf::sample {

struct Pond {
  ParcelId parcel = 0;
  Rings rings;  ///< within the parcel, level
};

/// Some two a square kilometre, off the network, in parcels that are not `taken`.
[[nodiscard]] std::vector<Pond> find_ponds(const Mesh& mesh, const Drainage& drainage,
                                           const std::vector<bool>& taken);

}  // namespace bdf::sample
