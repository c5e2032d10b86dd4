// SPDX-License-Identifier: MIT
#include "geometry/frechet.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "geometry/segments.h"

namespace bdf::geometry {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

using Points = std::vector<Point>;

bool is_one_line(const Geometry& geometry) {
  return geometry.kind == GeometryKind::line && geometry.ring_count() == 1 && !geometry.empty() &&
         is_finite(geometry);
}

Points points_of(const Geometry& geometry) {
  Points points;
  points.reserve(geometry.vertex_count());
  for (std::size_t i = 0; i < geometry.vertex_count(); ++i)
    points.push_back({geometry.xy[2 * i], geometry.xy[2 * i + 1]});
  return points;
}

double between(Point p, Point q) { return std::hypot(p.x - q.x, p.y - q.y); }

/// From the leashes that reach each vertex of b and the vertex of a before p, those that reach p.
/// Returns the shortest.
double advance(std::vector<double>& leash, Point p, const Points& b) {
  double diagonal = leash.front();
  leash.front() = std::max(leash.front(), between(p, b.front()));
  double shortest = leash.front();
  for (std::size_t j = 1; j < b.size(); ++j) {
    const double reached = std::min({diagonal, leash[j], leash[j - 1]});
    diagonal = leash[j];
    leash[j] = std::max(reached, between(p, b[j]));
    shortest = std::min(shortest, leash[j]);
  }
  return shortest;
}

double one_way(const Points& a, const Points& b, double give_up_at) {
  // Both ends are part of every walk.
  if (std::max(between(a.front(), b.front()), between(a.back(), b.back())) > give_up_at)
    return infinity;
  std::vector<double> leash(b.size());
  leash[0] = between(a[0], b[0]);
  for (std::size_t j = 1; j < b.size(); ++j) leash[j] = std::max(leash[j - 1], between(a[0], b[j]));
  for (std::size_t i = 1; i < a.size(); ++i)
    if (advance(leash, a[i], b) > give_up_at) return infinity;
  return leash.back() <= give_up_at ? leash.back() : infinity;
}

}  // namespace

FrechetDistance discrete_frechet(const Geometry& a, const Geometry& b, double give_up_at) {
  if (!is_one_line(a) || !is_one_line(b)) return {};
  const Points along_a = points_of(a);
  Points along_b = points_of(b);
  const double same = one_way(along_a, along_b, give_up_at);
  std::reverse(along_b.begin(), along_b.end());
  const double opposite = one_way(along_a, along_b, std::min(give_up_at, same));
  if (opposite < same) return {opposite, true};
  return {same, false};
}

Geometry densified(const Geometry& geometry, double step) {
  Geometry dense = geometry;
  dense.has_z = false;
  dense.z.clear();
  dense.xy.clear();
  for (std::size_t path = 0; path < geometry.ring_count(); ++path) {
    for (std::size_t i = geometry.rings[path]; i < geometry.rings[path + 1]; ++i) {
      const Point to{geometry.xy[2 * i], geometry.xy[2 * i + 1]};
      if (i > geometry.rings[path]) {
        const Segment segment{{geometry.xy[2 * i - 2], geometry.xy[2 * i - 1]}, to};
        const auto count = static_cast<std::size_t>(std::ceil(length_of(segment) / step));
        for (std::size_t k = 1; k < count; ++k) {
          const Point p = point_along(segment, static_cast<double>(k) / static_cast<double>(count));
          dense.xy.insert(dense.xy.end(), {p.x, p.y});
        }
      }
      dense.xy.insert(dense.xy.end(), {to.x, to.y});
    }
    dense.rings[path + 1] = static_cast<std::uint32_t>(dense.vertex_count());
  }
  return dense;
}

}  // namespace bdf::geometry
