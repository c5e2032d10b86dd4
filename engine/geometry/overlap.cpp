// SPDX-License-Identifier: MIT
#include "geometry/overlap.h"

#include <algorithm>
#include <cmath>

#include "geometry/measure.h"
#include "geometry/segments.h"

namespace bdf::geometry {

namespace {

/// Measured: fewer cost more pieces, more cost more edges that are looked at in vain.
constexpr std::size_t edges_of_a_piece = 128;

/// A line over a range of x, in the frame of one comparison.
struct Slope {
  double x0, x1, y0, rise, weight;

  [[nodiscard]] double at(double x) const { return y0 + (x - x0) * rise; }
};

Box common(const Box& a, const Box& b) {
  return {std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y), std::min(a.max_x, b.max_x),
          std::min(a.max_y, b.max_y)};
}

bool is_area(const Box& box) { return box.min_x < box.max_x && box.min_y < box.max_y; }

Box moved(const Box& box, Point by) {
  return {box.min_x + by.x, box.min_y + by.y, box.max_x + by.x, box.max_y + by.y};
}

/// The part of an edge within the window's range of x, relative to the window's lower left corner.
Slope within(const AreaEdge& edge, const Box& window) {
  const double rise = (edge.y1 - edge.y0) / (edge.x1 - edge.x0);
  const Slope whole{edge.x0 - window.min_x, edge.x1 - window.min_x, edge.y0 - window.min_y, rise,
                    edge.weight};
  const double x0 = std::max(0.0, whole.x0);
  const double x1 = std::min(whole.x1, window.max_x - window.min_x);
  return {x0, x1, whole.at(x0), rise, edge.weight};
}

/// The part that is not below 0, for a slope that is not all below.
Slope not_below(Slope slope) {
  const double root = std::clamp(slope.x0 - slope.y0 / slope.rise, slope.x0, slope.x1);
  if (slope.y0 < 0) {
    slope.x0 = root;
    slope.y0 = 0;
  } else if (slope.at(slope.x1) < 0) {
    slope.x1 = root;
  }
  return slope;
}

bool starts_earlier(const Slope& a, const Slope& b) { return a.x0 < b.x0; }

/// What lies above the window's lower side and within its range of x, ordered by x0. What lies
/// above the window counts like its upper side, and needs no cut.
void clip(std::vector<Slope>& clipped, const AreaEdges& edges, const Box& window) {
  clipped.clear();
  for (const auto& edge : edges) {
    if (edge.x0 >= window.max_x) break;
    if (edge.x1 <= window.min_x || std::max(edge.y0, edge.y1) <= window.min_y) continue;
    const Slope slope = within(edge, window);
    if (slope.y0 >= 0 && slope.at(slope.x1) >= 0)
      clipped.push_back(slope);
    else if (slope.y0 > 0 || slope.at(slope.x1) > 0)
      clipped.push_back(not_below(slope));
  }
  if (!std::is_sorted(clipped.begin(), clipped.end(), starts_earlier))
    std::sort(clipped.begin(), clipped.end(), starts_earlier);
}

/// The area under the lower of two lines where both are, for lines that are not below 0: the area
/// under e, less the triangle in which e is above f.
double area_under(const Slope& e, const Slope& f) {
  const double left = std::max(e.x0, f.x0);
  const double right = std::min(e.x1, f.x1);
  const double e_left = e.at(left);
  const double e_right = e.at(right);
  const double above_left = e_left - f.at(left);
  const double above_right = e_right - f.at(right);
  double height = e_left + e_right;
  if (above_left > 0 && above_right > 0)
    height -= above_left + above_right;
  else if (above_left > 0)
    height -= above_left * (above_left / (above_left - above_right));
  else if (above_right > 0)
    height -= above_right * (above_right / (above_right - above_left));
  return (right - left) * height / 2;
}

/// Both ordered by x0.
double sum_of_pairs(const std::vector<Slope>& a, const std::vector<Slope>& b) {
  double sum = 0;
  std::size_t first = 0;
  for (const auto& e : a) {
    while (first < b.size() && b[first].x1 <= e.x0) ++first;
    for (std::size_t i = first; i < b.size() && b[i].x0 < e.x1; ++i)
      if (b[i].x1 > e.x0) sum += e.weight * b[i].weight * area_under(e, b[i]);
  }
  return sum;
}

}  // namespace

PreparedArea::PreparedArea(const Geometry& polygon) {
  if (polygon.kind != GeometryKind::polygon || polygon.empty() || !is_finite(polygon)) return;
  const Box box = box_of(polygon).value();
  origin_ = {box.min_x, box.min_y};
  area_ = std::max(0.0, area_of(polygon));
  pieces_ = cut_up(area_edges(polygon, origin_), edges_of_a_piece);
}

double common_area(const PreparedArea& a, const PreparedArea& b) {
  const Point to_b{a.origin_.x - b.origin_.x, a.origin_.y - b.origin_.y};
  const Point to_a{-to_b.x, -to_b.y};
  std::vector<Slope> of_a;
  std::vector<Slope> of_b;
  double sum = 0;
  for (const auto& piece_of_b : b.pieces_) {
    const Box box = moved(piece_of_b.box, to_a);
    for (const auto& piece_of_a : a.pieces_) {
      const Box window = common(piece_of_a.box, box);
      if (!is_area(window)) continue;
      clip(of_a, piece_of_a.edges, window);
      if (of_a.empty()) continue;
      clip(of_b, piece_of_b.edges, moved(window, to_b));
      sum += sum_of_pairs(of_a, of_b);
    }
  }
  return std::isfinite(sum) ? std::clamp(sum, 0.0, std::min(a.area_, b.area_)) : 0;
}

double common_area(const Geometry& a, const Geometry& b) {
  return common_area(PreparedArea(a), PreparedArea(b));
}

double Overlap::dice() const {
  return area_a + area_b > 0 ? std::min(1.0, 2 * common / (area_a + area_b)) : 0;
}

double Overlap::smaller_overlap() const {
  const double smaller = std::min(area_a, area_b);
  return smaller > 0 ? std::min(1.0, common / smaller) : 0;
}

double Overlap::surface_distance() const {
  const double either = area_a + area_b - common;
  return either > 0 ? std::clamp(1 - common / either, 0.0, 1.0) : 1;
}

Overlap overlap_of(const PreparedArea& a, const PreparedArea& b) {
  return {a.area(), b.area(), common_area(a, b)};
}

}  // namespace bdf::geometry
