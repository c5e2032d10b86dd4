// SPDX-License-Identifier: MIT
#include "geometry/directions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "geometry/segments.h"

namespace bdf::geometry {

namespace {

constexpr double pi = std::numbers::pi;
/// Of the length: a shorter sum of vectors is but rounding.
constexpr double least_resultant = 1e-9;

/// Vectors of each segment's length, at `times` its angle.
std::optional<double> angle_of_sum(const Geometry& geometry, double times) {
  if (!is_finite(geometry)) return std::nullopt;
  Point sum{0, 0};
  double total = 0;
  for (const auto& segment : segments_of(geometry)) {
    const Point along = segment.to - segment.from;
    const double length = length_of(segment);
    const double angle = times * std::atan2(along.y, along.x);
    sum = {sum.x + length * std::cos(angle), sum.y + length * std::sin(angle)};
    total += length;
  }
  if (!(std::hypot(sum.x, sum.y) > least_resultant * total)) return std::nullopt;
  return std::atan2(sum.y, sum.x) / times;
}

std::optional<double> angle_between(std::optional<double> a, std::optional<double> b,
                                    double period) {
  if (!a || !b) return std::nullopt;
  return std::abs(std::remainder(*a - *b, period));
}

bool runs_counter_clockwise(const Geometry& polygon, std::size_t ring) {
  const auto at = [&](std::size_t i) { return Point{polygon.xy[2 * i], polygon.xy[2 * i + 1]}; };
  const std::size_t first = polygon.rings[ring];
  double twice = 0;
  for (std::size_t i = first + 1; i < polygon.rings[ring + 1]; ++i)
    twice += cross(at(i - 1) - at(first), at(i) - at(first));
  return twice > 0;
}

/// Whether a ring runs against what its place asks for; lines never do.
std::vector<bool> turned_paths(const Geometry& geometry) {
  std::vector<bool> turned(geometry.ring_count(), false);
  if (geometry.kind != GeometryKind::polygon) return turned;
  for (std::size_t part = 0; part < geometry.part_count(); ++part)
    for (std::size_t ring = geometry.parts[part]; ring < geometry.parts[part + 1]; ++ring)
      turned[ring] = runs_counter_clockwise(geometry, ring) == (ring != geometry.parts[part]);
  return turned;
}

/// Shares a length between the two bins whose middles are next to a place, in bins.
void share_out(std::vector<double>& bins, double place, double length) {
  const double lower = std::floor(place);
  const auto k = static_cast<std::ptrdiff_t>(bins.size());
  const auto at = [&](double bin) -> double& {
    return bins[static_cast<std::size_t>(((static_cast<std::ptrdiff_t>(bin) % k) + k) % k)];
  };
  at(lower) += length * (1 - (place - lower));
  at(lower + 1) += length * (place - lower);
}

}  // namespace

std::optional<double> mean_direction(const Geometry& geometry) { return angle_of_sum(geometry, 1); }

std::optional<double> mean_orientation(const Geometry& geometry) {
  return angle_of_sum(geometry, 2);
}

std::optional<double> angle_between_directions(const Geometry& a, const Geometry& b) {
  return angle_between(mean_direction(a), mean_direction(b), 2 * pi);
}

std::optional<double> angle_between_orientations(const Geometry& a, const Geometry& b) {
  return angle_between(mean_orientation(a), mean_orientation(b), pi);
}

std::vector<double> angle_histogram(const Geometry& geometry, std::size_t bins) {
  if (!is_finite(geometry)) return {};
  const double period = geometry.kind == GeometryKind::polygon ? 2 * pi : pi;
  const auto turned = turned_paths(geometry);
  std::vector<double> histogram(bins, 0);
  double total = 0;
  for (std::size_t path = 0; path < geometry.ring_count(); ++path)
    for (std::size_t i = geometry.rings[path] + 1; i < geometry.rings[path + 1]; ++i) {
      const double sign = turned[path] ? -1 : 1;
      const double dx = sign * (geometry.xy[2 * i] - geometry.xy[2 * i - 2]);
      const double dy = sign * (geometry.xy[2 * i + 1] - geometry.xy[2 * i - 1]);
      const double length = std::hypot(dx, dy);
      share_out(histogram, std::atan2(dy, dx) / period * static_cast<double>(bins), length);
      total += length;
    }
  if (!(total > 0)) return {};
  for (double& bin : histogram) bin /= total;
  return histogram;
}

std::optional<double> circular_distance(const std::vector<double>& a,
                                        const std::vector<double>& b) {
  if (a.empty() || a.size() != b.size()) return std::nullopt;
  std::vector<double> ahead;
  double cumulated = 0;
  for (std::size_t i = 0; i < a.size(); ++i) ahead.push_back(cumulated += a[i] - b[i]);
  const auto half = ahead.begin() + static_cast<std::ptrdiff_t>(ahead.size() / 2);
  std::nth_element(ahead.begin(), half, ahead.end());
  const double median = *half;
  double moved = 0;
  for (const double difference : ahead) moved += std::abs(difference - median);
  // Half of the circle is the furthest way to go.
  const auto furthest = static_cast<double>(std::max<std::size_t>(a.size() / 2, 1));
  return std::min(1.0, moved / furthest);
}

}  // namespace bdf::geometry
