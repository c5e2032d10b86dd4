// SPDX-License-Identifier: MIT
// The ground plan: the plane cut into parcels of about a hectare. Water, woods, hedges and
// boundaries all run along its edges, so that what meets, meets exactly, and nothing crosses by
// accident.
//
// The parcels are the bricks of a running bond, bent and jittered: each vertex has three edges (two
// at the rim). Hence the outline of any set of parcels never touches itself.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "world/shape.h"

namespace bdf::sample {

using VertexId = std::uint32_t;
using EdgeId = std::uint32_t;
using ParcelId = std::uint32_t;

/// An edge seen from one of its ends.
struct Step {
  EdgeId edge = 0;
  VertexId to = 0;
};

/// Up to three, as they stand around a vertex.
struct Steps {
  std::array<Step, 3> items{};
  std::size_t count = 0;
  [[nodiscard]] const Step* begin() const { return items.data(); }
  [[nodiscard]] const Step* end() const { return items.data() + count; }
};

/// Where and how large: the origin is the lower left corner, on the grid of 0.1 m.
struct Ground {
  std::uint64_t seed = 1;
  double min_x = 0, min_y = 0;
  double width = 0, height = 0;  ///< metres
};

class Mesh {
 public:
  explicit Mesh(const Ground& ground);

  [[nodiscard]] const Ground& ground() const { return ground_; }
  [[nodiscard]] std::size_t vertex_count() const { return positions_.size(); }
  /// Edge ids are below this; not every number below is one: see is_edge().
  [[nodiscard]] std::size_t edge_limit() const { return positions_.size() * 2; }
  [[nodiscard]] std::size_t parcel_limit() const;
  [[nodiscard]] bool is_edge(EdgeId edge) const;
  [[nodiscard]] bool is_parcel(ParcelId parcel) const;

  [[nodiscard]] const Position& position(VertexId vertex) const { return positions_[vertex]; }
  [[nodiscard]] bool on_rim(VertexId at) const;
  [[nodiscard]] Steps steps(VertexId at) const;
  /// The ends of an edge, in the order in which its path runs.
  [[nodiscard]] std::array<VertexId, 2> ends(EdgeId edge) const;
  [[nodiscard]] std::optional<EdgeId> edge_between(VertexId a, VertexId b) const;
  /// The parcels to the left and to the right of an edge; nullopt beyond the rim.
  [[nodiscard]] std::array<std::optional<ParcelId>, 2> sides(EdgeId edge) const;
  /// Counterclockwise.
  [[nodiscard]] std::array<VertexId, 6> corners(ParcelId parcel) const;
  [[nodiscard]] Position centre(ParcelId parcel) const;

  /// The line of an edge from one end to the other: the same vertices whoever asks, on the grid.
  [[nodiscard]] Path path(EdgeId edge) const;
  /// From one of its ends.
  [[nodiscard]] Path path_from(EdgeId edge, VertexId start) const;

  /// Pulls the vertices of a chain towards a smooth line, as far as parcels stay simple. Edges of
  /// chains are drawn with fewer, rounder vertices: water does not turn as sharply as a wood's rim.
  void smooth(const std::vector<std::vector<VertexId>>& chains);

 private:
  [[nodiscard]] int column(VertexId vertex) const { return static_cast<int>(vertex) % columns_; }
  [[nodiscard]] int row(VertexId vertex) const { return static_cast<int>(vertex) / columns_; }
  [[nodiscard]] VertexId vertex(int i, int j) const;
  [[nodiscard]] std::optional<ParcelId> parcel_at(int i, int j) const;
  [[nodiscard]] bool is_simple(ParcelId parcel) const;
  [[nodiscard]] bool is_sound(VertexId at) const;
  [[nodiscard]] double opening(VertexId at, EdgeId edge) const;
  void place(VertexId at);
  void relax();

  Ground ground_;
  int columns_ = 0;
  int rows_ = 0;
  std::vector<Position> positions_;
  std::vector<bool> is_water_;  ///< by edge
};

/// The outline of a set of parcels, one polygon a connected part, ordered by its least parcel;
/// holes are parcels of no part. Two sets that lie side by side share the vertices between them. On
/// the grid.
[[nodiscard]] Shape outline(const Mesh& mesh, std::vector<ParcelId> parcels);

}  // namespace bdf::sample
