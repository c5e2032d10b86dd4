// SPDX-License-Identifier: MIT
// A plain land for tests of what grows and stands on it: hills, a shore in the west, and rivers
// that follow the mesh downhill.
#pragma once

#include <algorithm>
#include <vector>

#include "world/noise.h"
#include "world/random.h"
#include "world/vegetation.h"

namespace bdf::sample {

inline void let_run(const Mesh& mesh, Land& land, VertexId at, float width) {
  for (int i = 0; i < 200; ++i) {
    const Steps around = mesh.steps(at);
    const Step* lowest = std::min_element(
        around.begin(), around.end(),
        [&](const Step& a, const Step& b) { return land.altitude[a.to] < land.altitude[b.to]; });
    if (land.altitude[lowest->to] >= land.altitude[at] || land.river_width[lowest->edge] > 0)
      return;
    land.river_width[lowest->edge] = width;
    at = lowest->to;
  }
}

inline Land plain_land(const Mesh& mesh) {
  Land land;
  const Ground& ground = mesh.ground();
  for (VertexId at = 0; at < mesh.vertex_count(); ++at) {
    const Position& p = mesh.position(at);
    const double inland = (p.x - ground.min_x) / 3000 - 0.25;
    const double hills = fractal_noise(ground.seed, p.x, p.y, 3000, 4) + 0.7;
    land.altitude.push_back(static_cast<float>(std::max(0.0, 120 * std::min(1.0, inland) * hills)));
  }
  land.river_width.resize(mesh.edge_limit());
  Random random(ground.seed, "rivers");
  const std::size_t count = mesh.vertex_count() / 60;
  for (std::size_t i = 0; i < count; ++i)
    let_run(mesh, land, static_cast<VertexId>(random.below(mesh.vertex_count())),
            random.chance(0.1) ? 22.0F : static_cast<float>(random.between(1, 8)));
  land.wet.resize(mesh.parcel_limit());
  for (ParcelId parcel = 0; parcel < mesh.parcel_limit(); ++parcel) {
    if (!mesh.is_parcel(parcel)) continue;
    const auto corners = mesh.corners(parcel);
    land.wet[parcel] = std::all_of(corners.begin(), corners.end(),
                                   [&](VertexId at) { return land.altitude[at] <= 0; });
  }
  return land;
}

}  // namespace bdf::sample
