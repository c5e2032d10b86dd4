// SPDX-License-Identifier: MIT
// What people do to lines and rings. Ends stay where they are unless the name says otherwise;
// everything stays on the grid of 0.1 m, and altitudes keep falling where they fell.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "world/random.h"
#include "world/shape.h"

namespace bdf::sample {

/// Metres by which real geometries moved from one edition to the next: half of them less than 3.2,
/// nine tenths less than 17, all but one in a hundred less than 92, none more than 349 (BD TOPO,
/// D090, June to September 2026).
[[nodiscard]] double real_displacement(Random& random);

/// One inner vertex pushed across the line. `at` is neither the first nor the last.
[[nodiscard]] Path vertex_moved(Path path, std::size_t at, double metres);

/// The vertices in (first, last) pushed aside, most in the middle.
[[nodiscard]] Path reshaped(Path path, std::size_t first, std::size_t last, double metres);

/// The same thing drawn by another hand, up to `metres` aside: a line bends between its ends, a
/// ring lies elsewhere, with vertices of its own.
[[nodiscard]] Path drawn_anew(const Path& path, ShapeKind kind, double metres, Random& random);

[[nodiscard]] Path reversed(Path path);
/// A vertex more in the middle of each edge, on the line up to the grid.
[[nodiscard]] Path densified(const Path& path);
/// Without the vertices that lie within `metres` of the line that is left (Douglas and Peucker,
/// 1973).
[[nodiscard]] Path generalised(const Path& path, double metres);
/// Every vertex moved by less than `metres`, off the grid.
[[nodiscard]] Path with_noise(Path path, Random& random, double metres);
[[nodiscard]] Path shifted(Path path, double dx, double dy);

/// The share of the length at which a vertex stands, from 0 to 1.
[[nodiscard]] double share_at(const Path& path, std::size_t vertex);
/// Both have the vertex; it is neither the first nor the last.
[[nodiscard]] std::pair<Path, Path> cut_at(const Path& path, std::size_t vertex);
/// `b` begins where `a` ends.
[[nodiscard]] Path joined(Path a, const Path& b);

/// Whether no two edges of the path cross or touch but neighbours at their common vertex; a closed
/// path may close.
[[nodiscard]] bool is_simple(const Path& path);
/// Whether the two have a point in common other than an end of one.
[[nodiscard]] bool cross(const Path& a, const Path& b);

}  // namespace bdf::sample
