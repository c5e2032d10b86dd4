// SPDX-License-Identifier: MIT
// The waters as the layers of the hydrography.
#pragma once

#include <cstdint>
#include <vector>

#include "world/feature.h"
#include "world/reaches.h"
#include "world/toponyms.h"

namespace bdf::sample {

struct Hydrography {
  Layer reaches;                   ///< troncon_hydrographique
  Layer surfaces;                  ///< surface_hydrographique: lakes, wide rivers, ponds
  Layer water_bodies;              ///< plan_d_eau
  Layer watercourses;              ///< cours_d_eau
  Layer nodes;                     ///< noeud_hydrographique: one where reaches end
  Layer details;                   ///< detail_hydrographique
  std::vector<bool> wet;           ///< by parcel: lake, pond or sea
  std::vector<float> river_width;  ///< by edge, metres; 0 where no water runs
};

/// Everything is linked: reaches to their nodes, watercourses and surfaces, surfaces to their water
/// bodies, nodes to the watercourses above and below.
[[nodiscard]] Hydrography map_waters(const Mesh& mesh, const Drainage& drainage,
                                     const Waters& waters, const std::vector<Reach>& reaches,
                                     Flavour flavour);

}  // namespace bdf::sample
