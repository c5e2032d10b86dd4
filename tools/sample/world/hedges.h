// SPDX-License-Identifier: MIT
// Hedges along edges between two open parcels, and the thin areas that double them.
//
// At a vertex, hedges either meet exactly or end some metres before it. Hedges that meet form trees
// without circles: a tree is what one area doubles.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "world/cover.h"

namespace bdf::sample {

/// The hedge along one edge.
struct HedgePiece {
  EdgeId edge = 0;
  std::array<bool, 2> joined{};  ///< at either end of the edge: meets others in the vertex
  std::uint32_t tree = 0;
  std::uint32_t line = 0;  ///< the hedge that it is a part of
  float room = 0;          ///< how wide an area along it may be, to either side, in metres
  Path path;               ///< as the edge runs; to the vertex where it is joined
};

struct HedgeNetwork {
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::vector<HedgePiece> pieces;
  std::vector<std::uint32_t> piece_of;            ///< by edge; none where no hedge grows
  std::vector<std::vector<std::uint32_t>> trees;  ///< of pieces
  std::vector<Path> lines;

  [[nodiscard]] const HedgePiece* along(EdgeId edge) const {
    return piece_of[edge] == none ? nullptr : &pieces[piece_of[edge]];
  }
};

[[nodiscard]] HedgeNetwork plant_hedges(const Field& field);

/// The outline of a strip of about `width` metres along a tree: closed, counterclockwise, on the
/// grid. Between any two edges that meet it keeps to its own side of their bisector, so that no two
/// strips overlap. Empty in the rare case that the hedges bend too sharply for one.
[[nodiscard]] Path strip_along(const Mesh& mesh, const HedgeNetwork& network, std::uint32_t tree,
                               double width);

}  // namespace bdf::sample
