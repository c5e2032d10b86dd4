// SPDX-License-Identifier: MIT
// The relief, and where its water runs.
#pragma once

#include <cstdint>
#include <vector>

#include "world/mesh.h"

namespace bdf::sample {

struct ReliefStyle {
  double height = 260;  ///< metres between the valleys and the hills
  bool coast = true;    ///< the sea on the west
};

struct Lake {
  std::vector<ParcelId> parcels;  ///< connected
  double level = 0;               ///< metres
};

/// All by vertex of the mesh unless they say otherwise.
struct Drainage {
  std::vector<double> level;  ///< of the ground, and on lakes of the water; never rises downstream
  std::vector<VertexId> downstream;      ///< itself where the water leaves the map or meets the sea
  std::vector<VertexId> from_outlets;    ///< every vertex, after the one downstream of it
  std::vector<std::uint32_t> catchment;  ///< vertices whose water comes by, itself among them
  std::vector<std::uint32_t> lake;       ///< number in `lakes` + 1; 0 on land
  std::vector<bool> sea;
  std::vector<Lake> lakes;
};

/// A fractal relief and its drainage: from the outlets upwards, always on from the lowest vertex
/// that is reached (priority-flood: Barnes, Lehman and Mulla, 2014). Some of the hollows become
/// lakes; the rims of the others are cut through.
[[nodiscard]] Drainage drain(const Mesh& mesh, const ReliefStyle& style);

/// Hectares of the catchment.
[[nodiscard]] inline double hectares(std::uint32_t catchment) { return catchment * 0.5; }

}  // namespace bdf::sample
