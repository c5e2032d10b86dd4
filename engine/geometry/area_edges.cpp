// SPDX-License-Identifier: MIT
#include "geometry/area_edges.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace bdf::geometry {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What lies on either side of a straight cut.
struct Halves {
  AreaEdges low;
  AreaEdges high;
  double floor_of_high;  ///< no point of it lies lower

  [[nodiscard]] std::size_t greater() const { return std::max(low.size(), high.size()); }
  [[nodiscard]] std::size_t sum() const { return low.size() + high.size(); }
};

/// The box of what these edges cover above a floor; there is at least one.
Box box_above(const AreaEdges& edges, double floor) {
  Box box{infinity, infinity, -infinity, -infinity};
  for (const auto& edge : edges) {
    box.min_x = std::min(box.min_x, edge.x0);
    box.max_x = std::max(box.max_x, edge.x1);
    box.min_y = std::min({box.min_y, edge.y0, edge.y1});
    box.max_y = std::max({box.max_y, edge.y0, edge.y1});
  }
  // Edges below the floor were dropped, so what is covered reaches down to it.
  if (floor > -infinity) box.min_y = floor;
  return box;
}

void add(AreaEdges& edges, const AreaEdge& edge) {
  if (edge.x0 < edge.x1) edges.push_back(edge);
}

/// Appends a ring's edges as it runs; returns twice its signed area, positive where it runs
/// counter-clockwise.
double add_ring(AreaEdges& edges, const double* xy, std::size_t vertices, Point origin) {
  const Point start{xy[2 * vertices - 2] - origin.x, xy[2 * vertices - 1] - origin.y};
  double twice = 0;
  Point from = start;
  for (std::size_t i = 0; i < vertices; ++i) {
    const Point to{xy[2 * i] - origin.x, xy[2 * i + 1] - origin.y};
    twice += (from.x - start.x) * (to.y - start.y) - (to.x - start.x) * (from.y - start.y);
    add(edges, {from.x, from.y, to.x, to.y, -1});
    add(edges, {to.x, to.y, from.x, from.y, 1});
    from = to;
  }
  return twice;
}

void turn(AreaEdges& edges, std::size_t begin) {
  for (std::size_t i = begin; i < edges.size(); ++i) edges[i].weight = -edges[i].weight;
}

double crossing(const AreaEdge& edge, double height) {
  const double x = edge.x0 + (edge.x1 - edge.x0) * ((height - edge.y0) / (edge.y1 - edge.y0));
  return std::clamp(x, edge.x0, edge.x1);
}

/// An edge that crosses a height, as the part below and the part above it.
std::pair<AreaEdge, AreaEdge> split(const AreaEdge& edge, double height) {
  const double x = crossing(edge, height);
  const AreaEdge left{edge.x0, edge.y0, x, height, edge.weight};
  const AreaEdge right{x, height, edge.x1, edge.y1, edge.weight};
  return edge.y0 < edge.y1 ? std::pair(left, right) : std::pair(right, left);
}

Halves cut_at_x(const AreaEdges& edges, double x, double floor) {
  Halves halves{{}, {}, floor};
  for (const auto& edge : edges) {
    if (edge.x1 <= x) {
      halves.low.push_back(edge);
    } else if (edge.x0 >= x) {
      halves.high.push_back(edge);
    } else {
      const double y = height_at(edge, x);
      halves.low.push_back({edge.x0, edge.y0, x, y, edge.weight});
      halves.high.push_back({x, y, edge.x1, edge.y1, edge.weight});
    }
  }
  return halves;
}

/// To points below a height, all edges above it are one level edge where they add up to something.
void add_level(AreaEdges& edges, const AreaEdges& above, double height) {
  std::vector<std::pair<double, double>> steps;
  steps.reserve(2 * above.size());
  for (const auto& edge : above) {
    steps.emplace_back(edge.x0, edge.weight);
    steps.emplace_back(edge.x1, -edge.weight);
  }
  std::sort(steps.begin(), steps.end());
  double weight = 0;
  double from = 0;
  for (std::size_t i = 0; i < steps.size();) {
    const double x = steps[i].first;
    double change = 0;
    for (; i < steps.size() && steps[i].first == x; ++i) change += steps[i].second;
    if (change == 0) continue;
    if (weight != 0) edges.push_back({from, height, x, height, weight});
    weight += change;
    from = x;
  }
}

Halves cut_at_y(const AreaEdges& edges, double height) {
  Halves halves{{}, above(edges, height), height};
  for (const auto& edge : edges) {
    if (std::max(edge.y0, edge.y1) <= height)
      halves.low.push_back(edge);
    else if (std::min(edge.y0, edge.y1) < height)
      add(halves.low, split(edge, height).first);
  }
  add_level(halves.low, halves.high, height);
  return halves;
}

/// Half of the edges have their middle on either side of it.
double median_of_middles(const AreaEdges& edges, bool across_x) {
  std::vector<double> middles;
  middles.reserve(edges.size());
  for (const auto& edge : edges)
    middles.push_back(across_x ? (edge.x0 + edge.x1) / 2 : (edge.y0 + edge.y1) / 2);
  const auto half = middles.begin() + static_cast<std::ptrdiff_t>(middles.size() / 2);
  std::nth_element(middles.begin(), half, middles.end());
  return *half;
}

Halves cut(const AreaPiece& piece, bool across_x, double floor) {
  const double at = median_of_middles(piece.edges, across_x);
  return across_x ? cut_at_x(piece.edges, at, floor) : cut_at_y(piece.edges, at);
}

/// Both halves are clearly smaller, and few edges are in both: so the number of all edges stays
/// about linear.
bool is_of_use(const Halves& halves, std::size_t edges) {
  return 4 * halves.greater() <= 3 * edges && 4 * halves.sum() <= 5 * edges;
}

void add_pieces(std::vector<AreaPiece>& pieces, AreaEdges edges, double floor, std::size_t most) {
  if (edges.empty()) return;
  AreaPiece piece{box_above(edges, floor), std::move(edges)};
  const auto& box = piece.box;
  const bool wide = box.max_x - box.min_x >= box.max_y - box.min_y;
  for (const bool across_x : {wide, !wide}) {
    if (piece.edges.size() <= most) break;
    auto halves = cut(piece, across_x, floor);
    if (!is_of_use(halves, piece.edges.size())) continue;
    piece = {};
    add_pieces(pieces, std::move(halves.low), floor, most);
    add_pieces(pieces, std::move(halves.high), halves.floor_of_high, most);
    return;
  }
  std::sort(piece.edges.begin(), piece.edges.end(),
            [](const AreaEdge& a, const AreaEdge& b) { return a.x0 < b.x0; });
  pieces.push_back(std::move(piece));
}

}  // namespace

double height_at(const AreaEdge& edge, double x) {
  const double t = (x - edge.x0) / (edge.x1 - edge.x0);
  return edge.y0 * (1 - t) + edge.y1 * t;
}

AreaEdges area_edges(const Geometry& polygon, Point origin) {
  AreaEdges edges;
  edges.reserve(polygon.vertex_count());
  for (std::size_t part = 0; part < polygon.part_count(); ++part)
    for (std::size_t ring = polygon.parts[part]; ring < polygon.parts[part + 1]; ++ring) {
      const std::size_t first = polygon.rings[ring];
      const std::size_t vertices = polygon.rings[ring + 1] - first;
      const std::size_t begin = edges.size();
      if (vertices == 0) continue;
      const bool inside = add_ring(edges, &polygon.xy[2 * first], vertices, origin) > 0;
      const bool hole = ring != polygon.parts[part];
      if (inside == hole) turn(edges, begin);
    }
  return edges;
}

AreaEdges above(const AreaEdges& edges, double height) {
  AreaEdges rest;
  for (const auto& edge : edges) {
    if (std::max(edge.y0, edge.y1) <= height) continue;
    if (std::min(edge.y0, edge.y1) >= height)
      rest.push_back(edge);
    else
      add(rest, split(edge, height).second);
  }
  return rest;
}

std::vector<AreaPiece> cut_up(AreaEdges edges, std::size_t most) {
  std::vector<AreaPiece> pieces;
  add_pieces(pieces, std::move(edges), -infinity, most);
  return pieces;
}

}  // namespace bdf::geometry
