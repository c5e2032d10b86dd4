// SPDX-License-Identifier: MIT
// What grows on the ground plan: woods, moors, vineyards and hedges.
//
// Forests and crops are sets of parcels, chosen by relief, rivers and chance; small woods stand
// inside open parcels; hedges run along edges between two open parcels, most of them doubled by a
// thin area of nature "Haie". No two areas overlap, and neighbours share their boundary exactly.
#pragma once

#include <cstdint>
#include <vector>

#include "world/feature.h"
#include "world/mesh.h"

namespace bdf::sample {

/// What the vegetation needs to know of the land.
struct Land {
  std::vector<float> altitude;     ///< by vertex, metres
  std::vector<bool> wet;           ///< by parcel: lake or sea, where nothing grows
  std::vector<float> river_width;  ///< by edge, metres; 0 where no water runs
};

/// Tropical: Antilles, Guyane, Réunion, Mayotte.
enum class Flora { temperate, tropical };

struct Vegetation {
  Layer zones;   ///< zone_de_vegetation, in one part each, with their nature
  Layer hedges;  ///< haie
  /// By zone: the parcels that it is made of; none for what stands inside parcels or along edges.
  std::vector<std::vector<ParcelId>> zone_parcels;
  /// By zone: the hedges, by their index, that an area of nature "Haie" doubles.
  std::vector<std::vector<std::uint32_t>> zone_hedges;
};

/// Numbers run from 1 in each layer. Parcels beside rivers wider than 15 m stay open.
[[nodiscard]] Vegetation grow(const Mesh& mesh, const Land& land, std::uint64_t seed, Flora flora);

}  // namespace bdf::sample
