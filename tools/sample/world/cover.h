// SPDX-License-Identifier: MIT
// Which parcels are forest, moor, vineyard…, and which are open.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "world/vegetation.h"

namespace bdf::sample {

/// Connected parcels of one nature.
struct Stand {
  std::string_view nature;
  std::vector<ParcelId> parcels;
};

struct Cover {
  std::vector<bool> open;  ///< by parcel: dry and in no stand
  std::vector<Stand> stands;
  std::size_t dry = 0;  ///< parcels that are not under water
};

/// Where hedges and small woods grow.
struct Field {
  const Mesh& mesh;
  const Land& land;
  const Cover& cover;
  std::uint64_t seed = 0;
};

[[nodiscard]] Cover cover(const Mesh& mesh, const Land& land, std::uint64_t seed, Flora flora);

/// The parcels that share an edge with one, as they stand around it.
[[nodiscard]] std::vector<ParcelId> neighbours(const Mesh& mesh, ParcelId parcel);

/// Chances in proportion to the weights, none above `most`, that add up to `sum` (or to as much as
/// they can).
[[nodiscard]] std::vector<float> chances(std::vector<float> weights, double sum, float most);

}  // namespace bdf::sample
