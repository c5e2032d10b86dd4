// SPDX-License-Identifier: MIT
// Where two versions of a path run along one another. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

struct Vertex {
  double x, y;
  double z;  ///< NaN: none
};

/// In the plane.
[[nodiscard]] double distance(const Vertex& a, const Vertex& b);

/// A line, or a ring whose last vertex is its first.
using Path = std::vector<Vertex>;

[[nodiscard]] Path path_of(const Geometry& geometry, std::size_t path);

/// Whether it is a ring that encloses anything.
[[nodiscard]] bool is_closed(const Path& path);

[[nodiscard]] bool turns_otherwise(const Path& ring, const Path& other);

/// A ring that begins at another of its vertices.
[[nodiscard]] Path rotated(Path ring, std::size_t first);

/// One place on both paths. A position is the number of a vertex, and between two vertices that of
/// the first and the share of the way to the next.
struct Anchor {
  double on_a;
  double on_b;
};

/// Whether a position is a vertex's.
[[nodiscard]] bool is_vertex(double position);

/// The vertices of either path that lie on the other one within `tolerance`, in the plane, such
/// that both are passed in one order and as many as possible stand at vertices of both; ascending
/// on both sides. Between two that follow one another, and without a vertex between them, both
/// paths are the same.
///
/// Vertices are aligned as a longest common subsequence (Hunt and Szymanski 1977); between these,
/// vertices on edges as a longest increasing subsequence. n log n where vertices lie apart.
[[nodiscard]] std::vector<Anchor> align(const Path& a, const Path& b, double tolerance);

/// A stretch of `a` that `b` goes around: between two anchors, or before the first (`from` is -1),
/// or behind the last (`to` is the number of a's vertices).
struct Hunk {
  double from, to;          ///< on a
  std::size_t first, last;  ///< what b has instead: vertices from `first` up to, not with, `last`
};

[[nodiscard]] std::vector<Hunk> hunks_between(const Path& a, const Path& b,
                                              const std::vector<Anchor>& anchors);

}  // namespace bdf::geometry
