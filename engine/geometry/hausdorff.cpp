// SPDX-License-Identifier: MIT
#include "geometry/hausdorff.h"

#include <algorithm>
#include <cmath>

#include "geometry/follower.h"
#include "geometry/measure.h"
#include "geometry/nearest_segment.h"

namespace bdf::geometry {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool is_something(const Geometry& geometry) { return !geometry.empty() && is_finite(geometry); }

/// What rounding and the last halving may leave: a billionth of the extent, and some units in the
/// last place of the ordinates.
double slack_for(const Geometry& a, const Geometry& b) {
  const Box of_a = box_of(a).value();
  const Box of_b = box_of(b).value();
  const double west = std::min(of_a.min_x, of_b.min_x);
  const double east = std::max(of_a.max_x, of_b.max_x);
  const double south = std::min(of_a.min_y, of_b.min_y);
  const double north = std::max(of_a.max_y, of_b.max_y);
  const double magnitude =
      std::max({std::abs(west), std::abs(east), std::abs(south), std::abs(north)});
  return 1e-9 * std::hypot(east - west, north - south) +
         16 * std::numeric_limits<double>::epsilon() * magnitude;
}

class DirectedHausdorff {
 public:
  DirectedHausdorff(const Geometry& b, double slack, double give_up_at)
      : course_(segments_of(b)), slack_(slack), give_up_at_(give_up_at) {}

  double from(const std::vector<Segment>& segments) {
    // The vertices first: they leave little to be looked for between them.
    for (const auto& segment : segments) {
      see(segment.from);
      see(segment.to);
      if (gives_up()) return infinity;
    }
    for (const auto& segment : segments) {
      see_between(segment);
      if (gives_up()) return infinity;
    }
    return greatest_;
  }

 private:
  [[nodiscard]] bool gives_up() const { return greatest_ > give_up_at_; }

  void see(Point p) { greatest_ = std::max(greatest_, target_.distance_from(p, greatest_)); }

  void see_between(const Segment& segment) {
    if (gives_up() || follower_.covers(segment, greatest_ + slack_)) return;
    const Point middle = point_along(segment, 0.5);
    see(middle);
    see_between({segment.from, middle});
    see_between({middle, segment.to});
  }

  std::vector<Segment> course_;
  NearestSegment target_{course_};
  Follower follower_{course_};
  double slack_;
  double give_up_at_;
  double greatest_ = 0;
};

}  // namespace

double directed_hausdorff(const Geometry& a, const Geometry& b, double give_up_at) {
  if (!is_something(a) || !is_something(b)) return infinity;
  return DirectedHausdorff(b, slack_for(a, b), give_up_at).from(segments_of(a));
}

double hausdorff(const Geometry& a, const Geometry& b, double give_up_at) {
  const double there = directed_hausdorff(a, b, give_up_at);
  return there < infinity ? std::max(there, directed_hausdorff(b, a, give_up_at)) : infinity;
}

std::vector<DistanceSample> distances_along(const Geometry& a, const Geometry& b, double step) {
  if (!is_something(a) || !is_something(b)) return {{infinity, 1}};
  constexpr double most = 65536;
  const double total = length_of(a);
  const double stretch = std::max(step, total / most);
  NearestSegment target(segments_of(b));
  std::vector<DistanceSample> samples;
  for (const auto& segment : segments_of(a)) {
    const double length = length_of(segment);
    // The greatest total there can be is some 65 000 stretches and one for each segment.
    const auto count = length > 0 ? static_cast<int>(std::ceil(length / stretch)) : 1;
    for (int k = 0; k < count; ++k)
      samples.push_back({target.distance_from(point_along(segment, (k + 0.5) / count)),
                         total > 0 ? length / count : 1});
  }
  return samples;
}

double mean_distance(const std::vector<DistanceSample>& samples) {
  double sum = 0;
  double length = 0;
  for (const auto& sample : samples) {
    sum += sample.distance * sample.length;
    length += sample.length;
  }
  return length > 0 ? sum / length : infinity;
}

double partial_distance(std::vector<DistanceSample> samples, double share) {
  std::sort(samples.begin(), samples.end(),
            [](const auto& one, const auto& other) { return one.distance < other.distance; });
  double length = 0;
  for (const auto& sample : samples) length += sample.length;
  // Sums in another order differ in their last digits.
  const double enough = share * length * (1 - 1e-12);
  double near = 0;
  for (const auto& sample : samples) {
    near += sample.length;
    if (near >= enough) return sample.distance;
  }
  return infinity;
}

BoundaryDistance boundary_distance(const Geometry& a, const Geometry& b, double step) {
  const double there = mean_distance(distances_along(a, b, step));
  const double back = mean_distance(distances_along(b, a, step));
  return {(there + back) / 2, hausdorff(a, b)};
}

}  // namespace bdf::geometry
