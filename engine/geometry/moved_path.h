// SPDX-License-Identifier: MIT
// A line that was drawn anew, and where what lies beside it goes. Private to this room.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "geometry/path_alignment.h"

namespace bdf::geometry {

/// A place of the line, before and after.
struct Knot {
  double at = 0;  ///< how far along the line it was
  Point was{}, is{};
  double turn = 0;    ///< of the line's direction there, in radians
  double widens = 1;  ///< what lies beside it there, so that it stays as wide around a bend
};

/// Between two knots that follow one another both versions are straight. On a course that both
/// have, places stay; along a stretch that was drawn anew they keep their share of the way; an end
/// stays one.
class MovedPath {
 public:
  /// Either version may run the other way, and have other vertices. Directions are those of the
  /// line over `reach` to either side, so that a change tells as far beyond its stretch; at an end
  /// that stays, the line does not turn. nullopt where a version ends where it begins, or where a
  /// place in the middle would have to go to many.
  [[nodiscard]] static std::optional<MovedPath> between(const Path& before, Path after,
                                                        double reach, double tolerance);

  [[nodiscard]] const std::vector<Knot>& knots() const { return knots_; }
  [[nodiscard]] double length() const { return knots_.back().at; }

  /// The place that is nearest to a point; at an end that is now several knots, the last of them.
  struct Place {
    std::size_t piece;  ///< behind that knot
    double share;       ///< of the way to the next
    double at;
    double away;
  };
  [[nodiscard]] Place nearest(const Point& point) const;

  /// Where a point goes with a place, or with a knot: it keeps its offset, which turns as the line
  /// does, and is as much longer as that of a parallel in the bend (by twice at most). Just where
  /// it was where neither end of the piece moves.
  [[nodiscard]] Point carried(const Point& point, const Place& place) const;
  [[nodiscard]] Point carried(const Point& point, std::size_t knot) const;

  /// Whether anything beside the knot moves.
  [[nodiscard]] bool moves(std::size_t knot) const;

 private:
  [[nodiscard]] bool stays(std::size_t piece) const;
  [[nodiscard]] bool is_drawn_out(double tolerance) const;

  std::vector<Knot> knots_;
};

}  // namespace bdf::geometry
