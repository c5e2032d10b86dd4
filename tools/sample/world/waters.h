// SPDX-License-Identifier: MIT
// Which edges of the mesh carry water, and of what kind.
#pragma once

#include <cstdint>
#include <vector>

#include "world/drainage.h"

namespace bdf::sample {

enum class FlowKind { natural, lake, culvert, canal, ditch, side_arm, estuary, karst };

/// Water that runs along an edge, from one of its ends to the other.
struct Flow {
  EdgeId edge = 0;
  VertexId from = 0, to = 0;
  FlowKind kind = FlowKind::natural;
  std::uint32_t course = 0;  ///< in Waters::courses
  int order = 1;             ///< Strahler's
  double width = 1;          ///< metres
  double hectares = 0;       ///< of the catchment
};

/// A watercourse from its source to its mouth.
struct Course {
  std::vector<VertexId> chain;
  FlowKind kind = FlowKind::natural;
  double length = 0;  ///< metres, along straight edges
  double hectares = 0;
  bool into_sea = false;
};

struct Waters {
  std::vector<Flow> flows;  ///< course by course, downstream
  std::vector<Course> courses;
};

struct WaterStyle {
  double source_hectares = 12.2;  ///< of the catchment at which a stream begins, about
  double canals_per_100_km2 = 0.5;
};

[[nodiscard]] Waters find_waters(const Mesh& mesh, const Drainage& drainage,
                                 const WaterStyle& style);

}  // namespace bdf::sample
