// SPDX-License-Identifier: MIT
#include "geometry/follow.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "geometry/alike.h"
#include "geometry/course.h"
#include "geometry/merge_versions.h"
#include "geometry/nearest_segment.h"
#include "geometry/segments.h"
#include "geometry/validity.h"

namespace bdf::geometry {

namespace {

constexpr double fades_over = 10;  ///< times the length of a displacement

struct Displacement {
  double x = 0, y = 0, z = 0;
  [[nodiscard]] double length() const { return std::hypot(x, y); }
};

/// The vertices of one path, a ring's last one left out; where each is to go.
struct Movement {
  Path path;
  bool ring = false;
  std::vector<std::optional<Target>> targets;
  std::vector<bool> held;  ///< stands on something redrawn, and stays

  /// The next vertex that way, from 0; nullopt behind the end of a line.
  [[nodiscard]] std::optional<std::size_t> next(std::size_t i, int step) const {
    const auto n = path.size();
    if (ring) return (i + n + static_cast<std::size_t>(step + static_cast<int>(n))) % n;
    if ((step < 0 && i == 0) || (step > 0 && i + 1 == n)) return std::nullopt;
    return i + static_cast<std::size_t>(step);
  }
};

double altitude_of(const Vertex& vertex, const Target& target) {
  return target.has_its_z && !std::isnan(target.z) ? target.z : vertex.z + target.rise;
}

Displacement displacement_of(const Vertex& vertex, const Target& target) {
  const double rise = altitude_of(vertex, target) - vertex.z;
  return {target.x - vertex.x, target.y - vertex.y, std::isnan(rise) ? 0 : rise};
}

double perimeter_of(const Path& ring) {
  double length = distance(ring.back(), ring.front());
  for (std::size_t i = 1; i < ring.size(); ++i) length += distance(ring[i - 1], ring[i]);
  return length;
}

/// Adds what fades out of the displacement of vertex `from` along the path, one way. Round a ring,
/// both ways meet at the far end.
void fade(const Movement& movement, std::size_t from, int step, std::vector<Displacement>& shifts) {
  const auto shift = displacement_of(movement.path[from], *movement.targets[from]);
  double reach = fades_over * shift.length();
  if (movement.ring) reach = std::min(reach, perimeter_of(movement.path) / 2);
  std::vector<std::pair<std::size_t, double>> passed;
  double walked = 0;
  auto last = from;
  for (auto i = movement.next(from, step); i && *i != from; i = movement.next(*i, step)) {
    walked += distance(movement.path[last], movement.path[*i]);
    last = *i;
    if (walked >= reach) break;
    const bool stays = movement.targets[*i] || movement.held[*i] || !movement.next(*i, step);
    if (stays) {
      reach = walked;
      break;
    }
    passed.emplace_back(*i, walked);
  }
  for (const auto& [vertex, away] : passed) {
    const double left = 1 - away / reach;
    shifts[vertex].x += left * shift.x;
    shifts[vertex].y += left * shift.y;
    shifts[vertex].z += left * shift.z;
  }
}

Path moved(const Movement& movement, bool fading) {
  auto path = movement.path;
  std::vector<Displacement> shifts(path.size());
  for (std::size_t i = 0; i < path.size(); ++i)
    for (const int step : {-1, 1})
      if (fading && movement.targets[i]) fade(movement, i, step, shifts);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto& target = movement.targets[i];
    if (target) {
      path[i].z = altitude_of(path[i], *target);
      path[i].x = target->x;
      path[i].y = target->y;
      continue;
    }
    path[i].x += shifts[i].x;
    path[i].y += shifts[i].y;
    path[i].z += shifts[i].z;
  }
  if (movement.ring) path.push_back(path.front());
  return path;
}

std::vector<Point> vertices_of(const std::vector<Geometry>& geometries) {
  std::vector<Point> vertices;
  for (const auto& one : geometries)
    for (std::size_t i = 0; i < one.vertex_count(); ++i)
      vertices.push_back({one.xy[2 * i], one.xy[2 * i + 1]});
  return vertices;
}

class Follow {
 public:
  Follow(const Geometry& geometry, const std::vector<Redrawn>& redrawn,
         const std::vector<Geometry>& standing, double tolerance)
      : geometry_(geometry), tolerance_(tolerance) {
    std::vector<Segment> now;
    for (const auto& one : standing) add(one, now);
    for (const auto& thing : redrawn) {
      std::vector<Path> after;
      for (const auto& one : thing.after) {
        if (!is_finite(one)) continue;
        add(one, now);
        for (std::size_t i = 0; i < one.ring_count(); ++i) after.push_back(path_of(one, i));
      }
      if (after.empty()) continue;
      std::vector<Path> before;
      for (const auto& one : thing.before)
        for (std::size_t i = 0; is_finite(one) && i < one.ring_count(); ++i)
          before.push_back(path_of(one, i));
      for (const auto& path : before)
        courses_.push_back({Course(path, after, before.size() > after.size(), tolerance),
                            vertices_of(thing.origin)});
    }
    if (!now.empty() && is_finite(geometry)) look(now);
  }

  [[nodiscard]] std::vector<Point> places() const {
    std::vector<Point> places;
    for (const auto& movement : movements_)
      for (std::size_t i = 0; i < movement.path.size(); ++i)
        if (movement.targets[i]) places.push_back({movement.path[i].x, movement.path[i].y});
    return places;
  }

  [[nodiscard]] Geometry moved_geometry(bool fading) const {
    auto geometry = geometry_;
    for (std::size_t i = 0; i < movements_.size(); ++i) {
      const auto path = moved(movements_[i], fading);
      for (std::size_t k = 0; k < path.size(); ++k) {
        const auto vertex = geometry.rings[i] + k;
        geometry.xy[2 * vertex] = path[k].x;
        geometry.xy[2 * vertex + 1] = path[k].y;
        if (geometry.has_z) geometry.z[vertex] = path[k].z;
      }
    }
    return geometry;
  }

 private:
  void add(const Geometry& standing, std::vector<Segment>& segments);
  void look(const std::vector<Segment>& now);
  [[nodiscard]] std::optional<Target> target_of(const Vertex& vertex) const;
  [[nodiscard]] bool goes_back(const std::vector<Point>& origin, const Vertex& vertex,
                               const Target& target) const;
  [[nodiscard]] bool is_torn_off(const Vertex& vertex, const Target& target, bool stands) const;

  const Geometry& geometry_;
  double tolerance_;
  struct Origin {
    Course course;
    std::vector<Point> vertices;  ///< as both sides had it
  };
  std::vector<Origin> courses_;
  std::set<std::pair<double, double>> vertices_;  ///< of all that stands now
  std::vector<Movement> movements_;               ///< one a path
};

void Follow::add(const Geometry& standing, std::vector<Segment>& segments) {
  if (!is_finite(standing)) return;
  const auto own = segments_of(standing);
  segments.insert(segments.end(), own.begin(), own.end());
  for (std::size_t i = 0; i < standing.vertex_count(); ++i)
    vertices_.emplace(standing.xy[2 * i], standing.xy[2 * i + 1]);
}

/// The nearest of the ends that ends have gone to; else of all places.
std::optional<Target> Follow::target_of(const Vertex& vertex) const {
  std::optional<Target> best;
  const auto away = [&](const Target& target) {
    return std::hypot(target.x - vertex.x, target.y - vertex.y);
  };
  for (const auto& [course, origin] : courses_) {
    const auto target = course.target_of(vertex);
    if (!target || goes_back(origin, vertex, *target)) continue;
    const bool of_areas = geometry_.kind == GeometryKind::polygon;
    if (of_areas && (course.is_cut() || !target->on_vertex)) continue;
    if (!best || (target->at_end && !best->at_end) ||
        (target->at_end == best->at_end && away(*target) < away(*best)))
      best = target;
  }
  return best;
}

/// Whether it stands where both sides had it: the vertex was led to where one side had moved it.
bool Follow::goes_back(const std::vector<Point>& origin, const Vertex& vertex,
                       const Target& target) const {
  const auto stands = [&](double x, double y) {
    return std::any_of(origin.begin(), origin.end(), [&](const Point& point) {
      return std::hypot(point.x - x, point.y - y) <= tolerance_;
    });
  };
  return !origin.empty() && stands(target.x, target.y) && !stands(vertex.x, vertex.y);
}

/// What still stands on something stays, but goes with a vertex that moved within the tolerance;
/// and an end goes with the end that it met, unless a vertex is left in the place.
bool Follow::is_torn_off(const Vertex& vertex, const Target& target, bool stands) const {
  const auto shift = displacement_of(vertex, target);
  const bool on_vertex = vertices_.contains({vertex.x, vertex.y});
  if (on_vertex && (shift.length() > 0 || !target.on_vertex)) return false;
  if (stands && !target.at_end && (!target.on_vertex || shift.length() > tolerance_)) return false;
  return shift.x != 0 || shift.y != 0 || shift.z != 0;
}

void Follow::look(const std::vector<Segment>& now) {
  NearestSegment nearest(now);
  for (std::size_t i = 0; i < geometry_.ring_count(); ++i) {
    Movement movement;
    movement.path = path_of(geometry_, i);
    movement.ring = is_closed(movement.path);
    if (movement.ring) movement.path.pop_back();
    const auto last = movement.path.size() - 1;
    for (std::size_t k = 0; k <= last; ++k) {
      const auto& vertex = movement.path[k];
      const bool there = nearest.distance_from({vertex.x, vertex.y}, tolerance_) <= tolerance_;
      const bool is_guest = geometry_.kind != GeometryKind::line || k == 0 || k == last;
      auto target = is_guest ? target_of(vertex) : std::nullopt;
      const bool goes = target && is_torn_off(vertex, *target, there);
      movement.targets.push_back(goes ? target : std::nullopt);
      movement.held.push_back(there && !goes);
    }
    movements_.push_back(std::move(movement));
  }
}

/// An area whose outline is another's along a stretch has that stretch as it is now, with all its
/// vertices.
std::optional<Geometry> with_new_stretches(const Geometry& area,
                                           const std::vector<Redrawn>& redrawn, double tolerance) {
  std::optional<Geometry> result;
  for (const auto& thing : redrawn) {
    if (thing.before.size() != 1 || thing.after.size() != 1) continue;
    const auto& now = result ? *result : area;
    auto merged = merge_versions({thing.before.front(), now, thing.after.front()}, tolerance);
    if (merged && !alike(*merged, now, tolerance)) result = std::move(merged);
  }
  return result;
}

}  // namespace

std::vector<Point> torn_places(const Geometry& geometry, const std::vector<Redrawn>& redrawn,
                               const std::vector<Geometry>& standing, double tolerance) {
  if (geometry.kind == GeometryKind::polygon && !geometry.empty() &&
      with_new_stretches(geometry, redrawn, tolerance))
    return {{geometry.xy[0], geometry.xy[1]}};
  return Follow(geometry, redrawn, standing, tolerance).places();
}

std::optional<Geometry> followed(const Geometry& geometry, const std::vector<Redrawn>& redrawn,
                                 const std::vector<Geometry>& standing, double tolerance) {
  if (geometry.kind == GeometryKind::polygon)
    if (auto result = with_new_stretches(geometry, redrawn, tolerance)) return result;
  const Follow follow(geometry, redrawn, standing, tolerance);
  if (follow.places().empty()) return std::nullopt;
  const bool line = geometry.kind == GeometryKind::line;
  const bool valid = !invalidity_of(geometry);
  const bool simple = !line || is_simple(geometry);
  for (const bool fading : {true, false}) {
    // The other corners of an area are its own, or its neighbours'.
    if (fading && geometry.kind == GeometryKind::polygon) continue;
    auto moved = follow.moved_geometry(fading);
    if (valid && invalidity_of(moved)) continue;
    if (line && simple && !is_simple(moved)) continue;
    return moved;
  }
  return std::nullopt;
}

}  // namespace bdf::geometry
