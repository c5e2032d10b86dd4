// SPDX-License-Identifier: MIT
// The network as a map has it: reaches between nodes.
#pragma once

#include <vector>

#include "world/waters.h"

namespace bdf::sample {

/// A run of one course between two nodes, the same all along.
struct Reach {
  std::vector<Flow> flows;  ///< downstream
  Path line;                ///< from node to node, falling
  [[nodiscard]] const Flow& first() const { return flows.front(); }
  [[nodiscard]] VertexId from() const { return flows.front().from; }
  [[nodiscard]] VertexId to() const { return flows.back().to; }
};

struct ReachStyle {
  double cut = 0.045;  ///< of the vertices within a reach become nodes where only two reaches meet
};

/// Each flow is in exactly one reach; reaches meet at their ends alone. The order is that of the
/// courses, downstream.
[[nodiscard]] std::vector<Reach> cut_into_reaches(const Mesh& mesh, const Drainage& drainage,
                                                  const Waters& waters, const ReachStyle& style);

/// "Entre 5 et 15 m" …
[[nodiscard]] const char* width_class(double metres);

}  // namespace bdf::sample
