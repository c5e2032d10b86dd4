// SPDX-License-Identifier: MIT
#include "geometry/carried.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "geometry/measure.h"
#include "geometry/moved_path.h"
#include "geometry/nearest_segment.h"
#include "geometry/validity.h"

namespace bdf::geometry {

namespace {

double gap(const Point& a, const Point& b) { return length_of(Segment{a, b}); }
Point point_of(const Vertex& vertex) { return {vertex.x, vertex.y}; }

/// The share of the way from one point to another at which it is nearest to a third one.
double foot(const Point& from, const Point& to, const Point& of) {
  const double x = to.x - from.x;
  const double y = to.y - from.y;
  const double square = x * x + y * y;
  if (square == 0) return 0;
  return std::clamp(((of.x - from.x) * x + (of.y - from.y) * y) / square, 0.0, 1.0);
}

/// A vertex of the new outline.
struct Carried {
  Vertex vertex;
  bool is_new;  ///< opposite a vertex of the line
};

class Outline {
 public:
  Outline(const MovedPath& path, std::span<const Geometry* const> held, double tolerance)
      : path_(path), tolerance_(tolerance) {
    std::vector<Segment> segments;
    for (const auto* line : held) {
      const auto own = segments_of(*line);
      segments.insert(segments.end(), own.begin(), own.end());
    }
    if (!segments.empty()) held_.emplace(std::move(segments));
  }

  /// A closed ring, as the line has it now.
  [[nodiscard]] Path carried(const Path& ring) {
    std::vector<Carried> moved;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      add(ring[i], moved);
      add_between(ring[i], ring[i + 1], moved);
    }
    return without_straight(moved);
  }

 private:
  /// A vertex of an edge that is to go with a knot.
  struct Opposite {
    double share;  ///< of the way along the edge
    std::size_t knot;
  };

  [[nodiscard]] std::optional<MovedPath::Place> place_of(const Point& point) {
    const auto place = path_.nearest(point);
    if (held_ && held_->distance_from(point, 0) < place.away) return std::nullopt;
    return place;
  }

  void add(const Vertex& vertex, std::vector<Carried>& moved) {
    const auto place = place_of(point_of(vertex));
    const auto to = place ? path_.carried(point_of(vertex), *place) : point_of(vertex);
    moved.push_back({{to.x, to.y, vertex.z}, false});
  }

  void add_between(const Vertex& from, const Vertex& to, std::vector<Carried>& moved);
  [[nodiscard]] std::optional<double> opposite(const Point& from, const Point& to,
                                               std::size_t knot);
  [[nodiscard]] Path without_straight(const std::vector<Carried>& moved) const;
  [[nodiscard]] bool is_straight(const std::vector<Carried>& moved, std::size_t from,
                                 std::size_t to) const;

  const MovedPath& path_;
  std::optional<NearestSegment> held_;
  double tolerance_;
};

/// Where on the edge, if it passes the knot. A knot at the end of the line may be one of several:
/// the edge's own vertex there goes with the last of them only.
std::optional<double> Outline::opposite(const Point& from, const Point& to, std::size_t knot) {
  const auto& knots = path_.knots();
  const auto& was = knots[knot].was;
  const double share = foot(from, to, was);
  const auto here = point_along({from, to}, share);
  const bool is_last = knot == 0 || knot + 1 == knots.size();
  const bool at_end = knots[knot].at <= 0 || knots[knot].at >= path_.length();
  const bool at_vertex = gap(here, from) <= tolerance_ || gap(here, to) <= tolerance_;
  if (at_vertex && (is_last || !at_end)) return std::nullopt;
  const auto place = place_of(here);
  const double slack = gap(here, was) / 2 + tolerance_;
  if (!place || std::abs(place->at - knots[knot].at) > slack) return std::nullopt;
  return share;
}

void Outline::add_between(const Vertex& from, const Vertex& to, std::vector<Carried>& moved) {
  const auto a = point_of(from);
  const auto b = point_of(to);
  const double first = path_.nearest(a).at;
  const double last = path_.nearest(b).at;
  if (first == last) return;
  const auto& knots = path_.knots();
  std::vector<Opposite> found;
  for (std::size_t k = 0; k < knots.size(); ++k) {
    if (!path_.moves(k) || knots[k].at < std::min(first, last) ||
        knots[k].at > std::max(first, last))
      continue;
    if (const auto share = opposite(a, b, k)) found.push_back({*share, k});
  }
  if (first > last) std::reverse(found.begin(), found.end());
  std::stable_sort(found.begin(), found.end(),
                   [](const Opposite& x, const Opposite& y) { return x.share < y.share; });
  for (const auto& [share, knot] : found) {
    const auto goes = path_.carried(point_along({a, b}, share), knot);
    moved.push_back({{goes.x, goes.y, from.z + share * (to.z - from.z)}, true});
  }
}

/// Whether the new vertices between two others lie on the way between these.
bool Outline::is_straight(const std::vector<Carried>& moved, std::size_t from,
                          std::size_t to) const {
  const auto a = point_of(moved[from].vertex);
  const auto b = point_of(moved[to % moved.size()].vertex);
  for (auto i = from + 1; i < to; ++i) {
    const auto here = point_of(moved[i].vertex);
    if (distance_of(here, {a, b}) > tolerance_) return false;
  }
  return true;
}

Path Outline::without_straight(const std::vector<Carried>& moved) const {
  Path ring{moved.front().vertex};
  std::size_t last = 0;
  for (std::size_t i = 1; i < moved.size(); ++i) {
    if (moved[i].is_new && is_straight(moved, last, i + 1)) continue;
    last = i;
    if (point_of(moved[i].vertex) != point_of(ring.back())) ring.push_back(moved[i].vertex);
  }
  if (ring.size() > 1 && point_of(ring.back()) == point_of(ring.front())) ring.pop_back();
  ring.push_back(ring.front());
  return ring;
}

/// How far the outline mostly is from the line.
double reach_of(const Geometry& area, const Geometry& line) {
  NearestSegment nearest(segments_of(line));
  std::vector<double> away;
  for (std::size_t i = 0; i < area.vertex_count(); ++i)
    away.push_back(nearest.distance_from({area.xy[2 * i], area.xy[2 * i + 1]}));
  const auto middle = away.begin() + static_cast<std::ptrdiff_t>(away.size() / 2);
  std::nth_element(away.begin(), middle, away.end());
  return *middle;
}

void append(const Path& ring, Geometry& area) {
  for (const auto& vertex : ring) {
    area.xy.push_back(vertex.x);
    area.xy.push_back(vertex.y);
    if (area.has_z) area.z.push_back(vertex.z);
  }
  area.rings.push_back(static_cast<std::uint32_t>(area.vertex_count()));
}

/// Whether it is as wide as before, by its size and the line's length.
bool is_alike(const Geometry& before, const Geometry& after, double longer) {
  const double grows = area_of(after) / area_of(before);
  return grows >= 0.5 * std::min(1.0, longer) && grows <= 2 * std::max(1.0, longer);
}

bool is_one_line(const Geometry& line) {
  return line.kind == GeometryKind::line && line.ring_count() == 1 && is_finite(line);
}

}  // namespace

std::optional<Geometry> carried(const Geometry& area, const MovedLine& line,
                                std::span<const Geometry* const> held, double tolerance) {
  if (area.kind != GeometryKind::polygon || area.empty() || invalidity_of(area) ||
      !is_one_line(line.before) || !is_one_line(line.after))
    return std::nullopt;
  const double reach = std::max(reach_of(area, line.before), tolerance);
  const auto path =
      MovedPath::between(path_of(line.before, 0), path_of(line.after, 0), reach, tolerance);
  if (!path) return std::nullopt;
  Outline outline(*path, held, tolerance);
  Geometry moved;
  moved.kind = area.kind;
  moved.multi = area.multi;
  moved.has_z = area.has_z;
  moved.parts = area.parts;
  for (std::size_t ring = 0; ring < area.ring_count(); ++ring)
    append(outline.carried(path_of(area, ring)), moved);
  if (invalidity_of(moved) ||
      !is_alike(area, moved, length_of(line.after) / length_of(line.before)))
    return std::nullopt;
  return moved;
}

}  // namespace bdf::geometry
