// SPDX-License-Identifier: MIT
// How a network of hedges comes about, step by step: see plant_hedges().
#pragma once

#include <cstdint>
#include <vector>

#include "world/hedges.h"

namespace bdf::sample {

/// Where two hedges pass through a vertex, a third one ends this many metres from it.
constexpr double passing = 15;
constexpr double shortest_piece = 12;

/// How many metres from a vertex a hedge ends because a river passes there; 0 where none does.
[[nodiscard]] double bank(const Field& field, VertexId at);

/// The pieces along the edges around a vertex.
[[nodiscard]] std::vector<std::uint32_t> pieces_at(const Mesh& mesh, const HedgeNetwork& network,
                                                   VertexId at);
/// Which end of the piece's edge the vertex is.
[[nodiscard]] inline std::size_t end_at(const Mesh& mesh, const HedgePiece& piece, VertexId at) {
  return mesh.ends(piece.edge)[0] == at ? 0 : 1;
}

/// Pieces without paths along edges that have room for both ends' gaps, more of them where the
/// land is a bocage.
[[nodiscard]] HedgeNetwork choose_edges(const Field& field);

/// Decides which pieces meet in which vertices, without circles, and sets their trees (numbered by
/// one of their pieces). Says by vertex whether the two that meet there are one hedge.
[[nodiscard]] std::vector<bool> join_ends(const Field& field, HedgeNetwork& network);

}  // namespace bdf::sample
