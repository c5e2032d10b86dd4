// SPDX-License-Identifier: MIT
#include "geometry/linear_reference.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geometry/measure.h"
#include "geometry/path_alignment.h"
#include "geometry/place.h"
#include "geometry/segments.h"

namespace bdf::geometry {

namespace {

constexpr int places = 64;        ///< on each line that is laid along another
constexpr double as_near = 1e-6;  ///< two places are equally near: far below any grid

/// The positions of a path's vertices.
std::vector<double> positions_of(const Path& path) {
  std::vector<double> positions{0};
  for (std::size_t i = 1; i < path.size(); ++i)
    positions.push_back(positions.back() + distance(path[i - 1], path[i]));
  return positions;
}

Geometry line_of(const Path& path, const Geometry& model) {
  Geometry line;
  line.kind = GeometryKind::line;
  line.multi = model.multi;
  line.has_z = model.has_z;
  for (const auto& vertex : path) {
    line.xy.insert(line.xy.end(), {vertex.x, vertex.y});
    if (line.has_z) line.z.push_back(vertex.z);
  }
  line.rings = {0, static_cast<std::uint32_t>(path.size())};
  line.parts = {0, 1};
  return line;
}

/// A place of a path.
struct Place {
  double position;
  double away;
};

/// The nearest place of each segment.
std::vector<Place> places_nearest(const Path& path, const std::vector<double>& positions,
                                  const Point& point) {
  std::vector<Place> found;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const Segment segment{{path[i].x, path[i].y}, {path[i + 1].x, path[i + 1].y}};
    const auto way = segment.to - segment.from;
    const double square = dot(way, way);
    const double share =
        square > 0 ? std::clamp(dot(point - segment.from, way) / square, 0.0, 1.0) : 0;
    const auto foot = share == 1 ? segment.to : point_along(segment, share);
    found.push_back({positions[i] + share * (positions[i + 1] - positions[i]),
                     std::sqrt(dot(point - foot, point - foot))});
  }
  return found;
}

/// Of the places that are as near as any, the one nearest to `expected`.
Place nearest_place(const Path& path, const std::vector<double>& positions, const Point& point,
                    double expected) {
  const auto found = places_nearest(path, positions, point);
  const auto nearest = std::min_element(
      found.begin(), found.end(), [](const Place& a, const Place& b) { return a.away < b.away; });
  Place best = *nearest;
  for (const auto& place : found)
    if (place.away <= nearest->away + as_near &&
        std::abs(place.position - expected) < std::abs(best.position - expected))
      best = place;
  return best;
}

/// The part of the line along which the other one runs; nullopt where it does nowhere. Each place
/// is looked for from where its neighbour was found: a line may come back to where it was.
std::optional<Span> part_along(const Path& path, const std::vector<double>& positions,
                               const Geometry& other, double distance) {
  std::vector<double> parts;
  for (int i = 0; i <= places; ++i) parts.push_back(static_cast<double>(i) / places);
  const auto looked_at = points_along(other, parts);
  std::optional<Span> along;
  const auto look = [&](std::size_t i, double& expected) {
    const auto place = nearest_place(path, positions, *looked_at[i], expected);
    if (place.away > distance) return;
    expected = place.position;
    along = along ? Span{std::min(along->from, expected), std::max(along->to, expected)}
                  : Span{expected, expected};
  };
  const std::size_t middle = looked_at.size() / 2;
  double expected = positions.back() / 2;
  look(middle, expected);
  const double from_middle = expected;
  for (std::size_t i = middle; i-- > 0;) look(i, expected);
  expected = from_middle;
  for (std::size_t i = middle + 1; i < looked_at.size(); ++i) look(i, expected);
  return along;
}

/// The vertex at a position, or one between two.
Vertex vertex_at(const Path& path, const std::vector<double>& positions, double position) {
  const auto above = std::upper_bound(positions.begin(), positions.end(), position);
  if (above == positions.end()) return path.back();
  const auto i = static_cast<std::size_t>(above - positions.begin()) - 1;
  const double share = (position - positions[i]) / (positions[i + 1] - positions[i]);
  const auto between = [&](double a, double b) { return a + share * (b - a); };
  return {between(path[i].x, path[i + 1].x), between(path[i].y, path[i + 1].y),
          between(path[i].z, path[i + 1].z)};
}

double on_vertex(const std::vector<double>& positions, double position, double tolerance) {
  const auto nearest = std::min_element(
      positions.begin(), positions.end(),
      [&](double a, double b) { return std::abs(a - position) < std::abs(b - position); });
  return std::abs(*nearest - position) <= tolerance ? *nearest : position;
}

/// The lines in the order in which each begins where the one before has ended; fewer than all where
/// they are no chain. Of lines that go round, the first one begins.
std::vector<std::size_t> chain_of(const std::vector<Path>& paths, double tolerance) {
  const auto follows = [&](std::size_t one, std::size_t other) {
    return distance(paths[one].back(), paths[other].front()) <= tolerance;
  };
  std::vector<std::optional<std::size_t>> next(paths.size());
  std::vector<int> before(paths.size(), 0);
  for (std::size_t i = 0; i < paths.size(); ++i)
    for (std::size_t k = 0; k < paths.size(); ++k) {
      if (i == k || !follows(i, k)) continue;
      if (next[i] || ++before[k] > 1) return {};
      next[i] = k;
    }
  const auto begin = std::find(before.begin(), before.end(), 0);
  std::vector<std::size_t> order{
      begin == before.end() ? 0 : static_cast<std::size_t>(begin - before.begin())};
  while (next[order.back()] && order.size() < paths.size() && *next[order.back()] != order.front())
    order.push_back(*next[order.back()]);
  return order;
}

}  // namespace

bool is_one_path(const Geometry& geometry) {
  return geometry.kind == GeometryKind::line && geometry.ring_count() == 1 &&
         geometry.vertex_count() > 1 && is_finite(geometry) && length_of(geometry) > 0;
}

double position_on(const Geometry& line, const Point& place, double expected) {
  const auto path = path_of(line, 0);
  return nearest_place(path, positions_of(path), place, expected).position;
}

Geometry cut_out(const Geometry& line, const Span& span, double tolerance) {
  const auto path = path_of(line, 0);
  const auto positions = positions_of(path);
  const double from = on_vertex(positions, span.from, tolerance);
  const double to = on_vertex(positions, span.to, tolerance);
  Path part{vertex_at(path, positions, from)};
  for (std::size_t i = 0; i < path.size(); ++i)
    if (positions[i] > from && positions[i] < to) part.push_back(path[i]);
  part.push_back(vertex_at(path, positions, to));
  return line_of(part, line);
}

std::vector<Span> shared_out(const Geometry& line, std::span<const Geometry* const> others,
                             double distance) {
  const auto path = path_of(line, 0);
  const auto positions = positions_of(path);
  std::vector<Span> spans(others.size());
  std::vector<std::pair<Span, std::size_t>> along;
  for (std::size_t i = 0; i < others.size(); ++i)
    if (const auto part = part_along(path, positions, *others[i], distance))
      along.emplace_back(*part, i);
  std::sort(along.begin(), along.end(), [](const auto& a, const auto& b) {
    const double middle_a = a.first.from + a.first.to;
    const double middle_b = b.first.from + b.first.to;
    return middle_a != middle_b ? middle_a < middle_b : a.second < b.second;
  });
  double begun = 0;
  for (std::size_t i = 0; i < along.size(); ++i) {
    const double changes =
        i + 1 < along.size() ? (along[i].first.to + along[i + 1].first.from) / 2 : positions.back();
    const double ends = std::clamp(changes, begun, positions.back());
    spans[along[i].second] = {begun, ends};
    begun = ends;
  }
  return spans;
}

std::optional<JoinedLine> joined(std::span<const Geometry* const> lines,
                                 const std::vector<bool>& begins_at_mark, double tolerance) {
  std::vector<Path> paths;
  for (const auto* line : lines) {
    if (!is_one_path(*line) || line->has_z != lines.front()->has_z) return std::nullopt;
    paths.push_back(path_of(*line, 0));
  }
  JoinedLine whole;
  whole.order = chain_of(paths, tolerance);
  if (whole.order.empty() || whole.order.size() != paths.size()) return std::nullopt;
  const auto on_the_way = [&](const Path& before, const Path& after) {
    const auto& from = before[before.size() - 2];
    const auto& to = after[1];
    return distance_of({after[0].x, after[0].y}, {{from.x, from.y}, {to.x, to.y}}) <=
           std::max(tolerance, as_near);
  };
  Path path;
  double length = 0;
  for (std::size_t i = 0; i < whole.order.size(); ++i) {
    const auto& part = paths[whole.order[i]];
    if (i > 0 && begins_at_mark[whole.order[i]] && on_the_way(paths[whole.order[i - 1]], part))
      path.pop_back();
    path.insert(path.end(), part.begin() + (i > 0 ? 1 : 0), part.end());
    const double own = positions_of(part).back();
    whole.spans.push_back({length, length + own});
    length += own;
  }
  whole.line = line_of(path, *lines.front());
  return whole;
}

bool has_vertex(const Geometry& geometry, const Point& place, double tolerance) {
  for (std::size_t i = 0; i < geometry.vertex_count(); ++i)
    if (std::hypot(geometry.xy[2 * i] - place.x, geometry.xy[2 * i + 1] - place.y) <= tolerance)
      return true;
  return false;
}

}  // namespace bdf::geometry
