// SPDX-License-Identifier: MIT
#include "geometry/nearest_segment.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace bdf::geometry {

namespace {

constexpr std::size_t run_length = 8;

void include(Box& box, Point p) {
  box = {std::min(box.min_x, p.x), std::min(box.min_y, p.y), std::max(box.max_x, p.x),
         std::max(box.max_y, p.y)};
}

double squared_distance(Point p, const Box& box) {
  const double dx = std::max({box.min_x - p.x, 0.0, p.x - box.max_x});
  const double dy = std::max({box.min_y - p.y, 0.0, p.y - box.max_y});
  return dx * dx + dy * dy;
}

}  // namespace

NearestSegment::NearestSegment(std::vector<Segment> segments) : segments_(std::move(segments)) {
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Point from = segments_[i].from;
    if (i % run_length == 0) boxes_.push_back({from.x, from.y, from.x, from.y});
    include(boxes_.back(), from);
    include(boxes_.back(), segments_[i].to);
  }
}

double NearestSegment::distance_from(Point p, double enough) {
  double least = std::numeric_limits<double>::infinity();
  const std::size_t start = hint_;
  for (std::size_t i = 0; i < boxes_.size() && least > enough; ++i) {
    const std::size_t run = (start + i) % boxes_.size();
    if (squared_distance(p, boxes_[run]) >= least * least) continue;
    const double before = least;
    const std::size_t end = std::min((run + 1) * run_length, segments_.size());
    for (std::size_t k = run * run_length; k < end; ++k)
      least = std::min(least, distance_of(p, segments_[k]));
    if (least < before) hint_ = run;
  }
  return least;
}

}  // namespace bdf::geometry
