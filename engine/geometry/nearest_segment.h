// SPDX-License-Identifier: MIT
// The segment that is nearest to a point, asked for many points. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "geometry/segments.h"
#include "model/geometry.h"

namespace bdf::geometry {

/// A geometry's segments in runs with a box each. A search starts in the run where the last one
/// ended, so points that follow the geometry's course find theirs at once; other runs are only
/// looked into where their box is near enough. Belongs to one thread.
class NearestSegment {
 public:
  /// There must be one, and all ordinates be finite.
  explicit NearestSegment(std::vector<Segment> segments);

  /// The distance from a point; once something is found within `enough`, that distance may be of
  /// any such segment.
  [[nodiscard]] double distance_from(Point p, double enough = 0);

 private:
  std::vector<Segment> segments_;
  std::vector<Box> boxes_;  ///< one a run
  std::size_t hint_ = 0;    ///< the run found last
};

}  // namespace bdf::geometry
