// SPDX-License-Identifier: MIT
#include "geometry/alike.h"

#include <cmath>
#include <limits>

#include "geometry/pairing.h"
#include "geometry/wkb.h"

namespace bdf::geometry {

namespace {

/// How far apart two ordinates are: 0 for two NaN, NaN for one.
double gap(double a, double b) {
  if (a == b || (std::isnan(a) && std::isnan(b))) return 0;
  return std::abs(a - b);
}

/// The lower left corner of a path's vertices that are numbers.
std::pair<double, double> corner_of(const Geometry& geometry, std::size_t path) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::pair<double, double> corner{infinity, infinity};
  for (std::size_t i = geometry.rings[path]; i < geometry.rings[path + 1]; ++i) {
    const double x = geometry.xy[2 * i];
    const double y = geometry.xy[2 * i + 1];
    if (x < corner.first) corner.first = x;
    if (y < corner.second) corner.second = y;
  }
  return corner;
}

class Comparison {
 public:
  Comparison(const Geometry& a, const Geometry& b, double tolerance)
      : a_(a), b_(b), tolerance_(tolerance), with_z_(a.has_z && b.has_z) {}

  bool run() const {
    if (a_.kind != b_.kind || a_.part_count() != b_.part_count() ||
        a_.vertex_count() != b_.vertex_count()) {
      return false;
    }
    return parts_in_order() || parts_in_any_order();
  }

 private:
  bool parts_in_order() const {
    for (std::size_t part = 0; part < a_.part_count(); ++part) {
      if (!same_part(part, part)) return false;
    }
    return true;
  }

  bool parts_in_any_order() const {
    const std::size_t parts = a_.part_count();
    if (parts < 2) return false;
    Corners a(parts);
    Corners b(parts);
    for (std::size_t part = 0; part < parts; ++part) {
      a[part] = corner_of(a_, a_.parts[part]);
      b[part] = corner_of(b_, b_.parts[part]);
    }
    return pair_off(a, b, tolerance_,
                    [&](std::size_t i, std::size_t j) { return same_part(i, j); });
  }

  bool same_part(std::size_t i, std::size_t j) const {
    const std::size_t first_a = a_.parts[i];
    const std::size_t first_b = b_.parts[j];
    if (a_.kind != GeometryKind::polygon) return same_path(first_a, first_b);
    const std::size_t rings = a_.parts[i + 1] - first_a;
    return rings == b_.parts[j + 1] - first_b && same_ring(first_a, first_b) &&
           same_holes(first_a + 1, first_b + 1, rings - 1);
  }

  bool same_holes(std::size_t first_a, std::size_t first_b, std::size_t count) const {
    std::size_t hole = 0;
    while (hole < count && same_ring(first_a + hole, first_b + hole)) ++hole;
    if (hole == count) return true;
    if (count < 2) return false;
    Corners a(count);
    Corners b(count);
    for (std::size_t i = 0; i < count; ++i) {
      a[i] = corner_of(a_, first_a + i);
      b[i] = corner_of(b_, first_b + i);
    }
    return pair_off(a, b, tolerance_, [&](std::size_t i, std::size_t j) {
      return same_ring(first_a + i, first_b + j);
    });
  }

  bool same_path(std::size_t path_a, std::size_t path_b) const {
    const std::size_t first_a = a_.rings[path_a];
    const std::size_t first_b = b_.rings[path_b];
    const std::size_t count = a_.rings[path_a + 1] - first_a;
    if (count != b_.rings[path_b + 1] - first_b) return false;
    for (std::size_t i = 0; i < count; ++i) {
      if (!near(first_a + i, first_b + i)) return false;
    }
    return true;
  }

  bool same_ring(std::size_t ring_a, std::size_t ring_b) const {
    if (same_path(ring_a, ring_b)) return true;
    const std::size_t first_a = a_.rings[ring_a];
    const std::size_t first_b = b_.rings[ring_b];
    const std::size_t count = a_.rings[ring_a + 1] - first_a;
    const bool closed = is_closed(a_, ring_a);
    if (count != b_.rings[ring_b + 1] - first_b || closed != is_closed(b_, ring_b)) return false;
    const std::size_t cycle = closed ? count - 1 : count;
    for (std::size_t start = 0; start < cycle; ++start) {
      if (near(first_a, first_b + start) && (same_cycle(first_a, first_b, cycle, start, 1) ||
                                             same_cycle(first_a, first_b, cycle, start, cycle - 1)))
        return true;
    }
    return false;
  }

  /// Steps by 1, or by cycle - 1 to go backwards.
  bool same_cycle(std::size_t first_a, std::size_t first_b, std::size_t cycle, std::size_t start,
                  std::size_t step) const {
    std::size_t at = start;
    for (std::size_t i = 0; i < cycle; ++i) {
      if (!near(first_a + i, first_b + at)) return false;
      at += step;
      if (at >= cycle) at -= cycle;
    }
    return true;
  }

  bool is_closed(const Geometry& geometry, std::size_t ring) const {
    const std::size_t first = geometry.rings[ring];
    const std::size_t last = geometry.rings[ring + 1] - 1;
    return first < last && gap(geometry.xy[2 * first], geometry.xy[2 * last]) == 0 &&
           gap(geometry.xy[2 * first + 1], geometry.xy[2 * last + 1]) == 0 &&
           (!with_z_ || gap(geometry.z[first], geometry.z[last]) == 0);
  }

  bool near(std::size_t i, std::size_t j) const {
    const double dx = gap(a_.xy[2 * i], b_.xy[2 * j]);
    const double dy = gap(a_.xy[2 * i + 1], b_.xy[2 * j + 1]);
    if (dx != 0 || dy != 0) {
      // hypot, since a square would lose the smallest differences at tolerance 0.
      if (dx > tolerance_ || dy > tolerance_ || !(std::hypot(dx, dy) <= tolerance_)) return false;
    }
    return !with_z_ || gap(a_.z[i], b_.z[j]) <= tolerance_;
  }

  const Geometry& a_;
  const Geometry& b_;
  double tolerance_;
  bool with_z_;
};

}  // namespace

bool alike(const Geometry& a, const Geometry& b, double tolerance) {
  return Comparison(a, b, tolerance).run();
}

bool alike_wkb(std::string_view a, std::string_view b, double tolerance) {
  if (a == b) return true;
  const Decoded left = decode_wkb(a);
  if (!left.geometry) return false;
  const Decoded right = decode_wkb(b);
  return right.geometry && alike(*left.geometry, *right.geometry, tolerance);
}

}  // namespace bdf::geometry
