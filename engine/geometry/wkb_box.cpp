// SPDX-License-Identifier: MIT
// box_of_wkb, which needs the true extent of circular arcs.
#include <algorithm>
#include <cmath>

#include "geometry/wkb.h"
#include "geometry/wkb_walk.h"

namespace bdf::geometry {

namespace {

struct Point {
  double x, y;
};

double cross(Point a, Point b) { return a.x * b.y - a.y * b.x; }
Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }

class Extent : public WkbVisitor {
 public:
  std::optional<Box> box;

  void path(const WkbPath& path) {
    for (std::size_t i = 0; i < path.count; ++i) add(vertex(path, i));
    if (info_of(path.header.type).name != "CIRCULARSTRING") return;
    for (std::size_t i = 0; i + 2 < path.count; i += 2) {
      add_arc(vertex(path, i), vertex(path, i + 1), vertex(path, i + 2));
    }
  }

 private:
  static Point vertex(const WkbPath& path, std::size_t i) {
    return {path.ordinate(i, 0), path.ordinate(i, 1)};
  }

  void add(Point p) {
    if (std::isnan(p.x) || std::isnan(p.y)) return;
    if (!box) box = Box{p.x, p.y, p.x, p.y};
    box->min_x = std::min(box->min_x, p.x);
    box->min_y = std::min(box->min_y, p.y);
    box->max_x = std::max(box->max_x, p.x);
    box->max_y = std::max(box->max_y, p.y);
  }

  /// Adds the extreme points of the circle that lie on the arc from `a` through `b` to `c`: those
  /// on b's side of the chord. Where a is c it is the full circle, of diameter ab.
  void add_arc(Point a, Point b, Point c) {
    const bool full = a.x == c.x && a.y == c.y;
    const Point ab = b - a;
    const Point ac = c - a;
    const double turn = cross(ac, ab);
    if (!full && turn == 0) return;
    const Point to_centre = full ? Point{ab.x / 2, ab.y / 2} : centre(ab, ac);
    const double radius = std::hypot(to_centre.x, to_centre.y);
    for (const Point step :
         {Point{radius, 0}, Point{-radius, 0}, Point{0, radius}, Point{0, -radius}}) {
      const Point extreme = to_centre + step;
      if (full || (cross(ac, extreme) > 0) == (turn > 0)) add(a + extreme);
    }
  }

  /// The centre of the circle through the origin, p and q.
  static Point centre(Point p, Point q) {
    const double d = 2 * cross(p, q);
    const double pp = p.x * p.x + p.y * p.y;
    const double qq = q.x * q.x + q.y * q.y;
    return {(q.y * pp - p.y * qq) / d, (p.x * qq - q.x * pp) / d};
  }
};

}  // namespace

std::optional<Box> box_of_wkb(std::string_view wkb) {
  Extent extent;
  if (!walk_wkb(wkb, extent)) return std::nullopt;
  return extent.box;
}

}  // namespace bdf::geometry
