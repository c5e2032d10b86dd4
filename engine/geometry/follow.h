// SPDX-License-Identifier: MIT
// How a geometry goes with another one that it touched and that has been drawn anew.
#pragma once

#include <optional>
#include <vector>

#include "model/geometry.h"

namespace bdf::geometry {

/// One thing as it was and as it is now; of a thing that was cut, each part.
struct Redrawn {
  std::vector<Geometry> before;
  std::vector<Geometry> after;
  /// As it was for both sides: what has gone back there from somewhere else has not been moved.
  std::vector<Geometry> origin{};
};

/// The places of `geometry`'s vertices that followed() would move.
[[nodiscard]] std::vector<Point> torn_places(const Geometry& geometry,
                                             const std::vector<Redrawn>& redrawn,
                                             const std::vector<Geometry>& standing,
                                             double tolerance);

/// `geometry` with what stood on something redrawn, and no longer does, moved to where that now is:
/// the ends of a line, points, the corners of an area. What stood on an end goes to the end, unless
/// the line was only lengthened; on a vertex to the one that has taken its place; what stood
/// between two vertices, or in a stretch with more or fewer of them now, to the nearest place of
/// the new stretch, or a vertex hardly farther off. What stood exactly on a vertex stands exactly
/// on it, altitude included; other altitudes change by as much as the one below them. What stands
/// exactly on a vertex of anything redrawn or `standing`, or still on their course, stays, but for
/// an end whose end has gone.
///
/// An area whose outline is another area's along a stretch that was drawn anew gets that stretch,
/// as merge_versions() says; where areas were cut, it stays.
///
/// A line's displacement fades out, evenly along the path, over ten times its length, and before
/// the next vertex that stands on any of all this; the ends of a line move only where they stood on
/// something. Where that would make a valid geometry invalid, or a simple line cross itself, the
/// vertices between stay where they are. nullopt where nothing has to move, and where either way is
/// barred. Points, lines and polygons; all in one CRS, `tolerance` in its units.
[[nodiscard]] std::optional<Geometry> followed(const Geometry& geometry,
                                               const std::vector<Redrawn>& redrawn,
                                               const std::vector<Geometry>& standing,
                                               double tolerance);

}  // namespace bdf::geometry
