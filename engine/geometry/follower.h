// SPDX-License-Identifier: MIT
// Whether segments lie along a course. Private to this room.
#pragma once

#include <cstddef>
#include <vector>

#include "geometry/segments.h"

namespace bdf::geometry {

/// Follows segments along a course that is searched from where the last one was found.
class Follower {
 public:
  /// `course` must outlive this and not be empty.
  explicit Follower(const std::vector<Segment>& course) : course_(course) {}

  /// Whether every point of the segment lies within `distance` of the course. The part that lies
  /// near one segment of it is one interval, since the distance to a convex set is convex along a
  /// line (Alt, Behrends and Blömer 1995), and intervals are joined until they cover the segment.
  [[nodiscard]] bool covers(const Segment& segment, double distance);

 private:
  [[nodiscard]] double reach(const Segment& segment, double from, double distance);

  const std::vector<Segment>& course_;
  std::size_t hint_ = 0;
};

}  // namespace bdf::geometry
