// SPDX-License-Identifier: MIT
// What a parcel offers to what may grow on it.
#pragma once

#include <cstdint>
#include <vector>

#include "world/vegetation.h"

namespace bdf::sample {

struct Site {
  bool can_bear = false;      ///< a dry parcel beside no wide river
  float altitude = 0;         ///< deviations from the land's mean, at most 2.5 either way
  float slope = 0;            ///< likewise
  std::uint8_t to_river = 0;  ///< parcels to the nearest river: 0 beside it, at most 9
  std::uint8_t to_sea = 0;    ///< parcels to the nearest one under water at sea level, at most 9
};

/// By parcel.
[[nodiscard]] std::vector<Site> sites(const Mesh& mesh, const Land& land);

}  // namespace bdf::sample
