// SPDX-License-Identifier: MIT
// Linear referencing: parts of a line, told by how far along it they lie.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

/// A part of a line. Positions are lengths along it in the plane, from its first vertex, in the
/// units of the CRS.
struct Span {
  double from = 0;
  double to = 0;

  [[nodiscard]] double length() const { return to - from; }
  bool operator==(const Span&) const = default;
};

/// Whether positions mean anything: one path of some length, all of whose ordinates are numbers.
[[nodiscard]] bool is_one_path(const Geometry& geometry);

/// The position of the line's place nearest to that point; of several as near, the one nearest to
/// `expected`. The line is one path.
[[nodiscard]] double position_on(const Geometry& line, const Point& place, double expected);

/// The line between two positions, each moved onto a vertex that lies within `tolerance`, which the
/// line then has as it stands; altitudes between two vertices are interpolated. The line is one
/// path, and the span not empty.
[[nodiscard]] Geometry cut_out(const Geometry& line, const Span& span, double tolerance);

/// The line shared out among others that run along it one after the other: the part of it that is
/// each one's, all of them together the whole line. Between two of them it changes hands where the
/// one ends and the other begins, or halfway. One that comes nowhere within `distance` of it gets
/// an empty part. All are of one path.
[[nodiscard]] std::vector<Span> shared_out(const Geometry& line,
                                           std::span<const Geometry* const> others,
                                           double distance);

/// Lines joined end to end into one.
struct JoinedLine {
  Geometry line;
  std::vector<std::size_t> order;  ///< of the lines along it, by their numbers
  std::vector<Span> spans;         ///< of each of them, in that order
};

/// In the direction that they all have. Where one of them begins at the mark of a cut, a vertex
/// that the whole line does not have, it is left out, as long as it is on the straight way between
/// its neighbours. nullopt where they are no chain within `tolerance`, or where some have altitudes
/// and some not.
[[nodiscard]] std::optional<JoinedLine> joined(std::span<const Geometry* const> lines,
                                               const std::vector<bool>& begins_at_mark,
                                               double tolerance);

/// Whether one of the geometry's vertices stands there.
[[nodiscard]] bool has_vertex(const Geometry& geometry, const Point& place, double tolerance);

}  // namespace bdf::geometry
