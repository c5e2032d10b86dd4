// SPDX-License-Identifier: MIT
#include "geometry/path_alignment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace bdf::geometry {

namespace {

constexpr std::size_t most_twins = 64;             ///< vertices in one place; more say nothing
constexpr std::size_t most_looked_at = 4'000'000;  ///< vertices times edges of one gap

/// Looks vertices up by place.
class Places {
 public:
  Places(const Path& path, double tolerance) : path_(path), tolerance_(tolerance) {
    order_.resize(path.size());
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::sort(order_.begin(), order_.end(),
              [&](std::size_t one, std::size_t other) { return path[one].x < path[other].x; });
  }

  /// Descending; none where there are too many.
  void near(const Vertex& vertex, std::vector<std::size_t>& found) const {
    found.clear();
    auto at = std::lower_bound(order_.begin(), order_.end(), vertex.x - tolerance_,
                               [&](std::size_t i, double x) { return path_[i].x < x; });
    for (; at != order_.end() && path_[*at].x <= vertex.x + tolerance_; ++at) {
      if (distance(path_[*at], vertex) > tolerance_) continue;
      found.push_back(*at);
      if (found.size() > most_twins) return found.clear();
    }
    std::sort(found.rbegin(), found.rend());
  }

 private:
  const Path& path_;
  double tolerance_;
  std::vector<std::size_t> order_;
};

/// The longest chain that ascends on b, of anchors that ascend on a (and descend on b where they
/// are equal on a).
std::vector<Anchor> longest_chain(const std::vector<Anchor>& anchors) {
  constexpr auto none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> ends;  ///< of the chain of each length, the one that is least on b
  std::vector<std::size_t> before(anchors.size(), none);
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const auto at =
        std::lower_bound(ends.begin(), ends.end(), anchors[i].on_b,
                         [&](std::size_t end, double on_b) { return anchors[end].on_b < on_b; });
    if (at != ends.begin()) before[i] = *std::prev(at);
    if (at == ends.end())
      ends.push_back(i);
    else
      *at = i;
  }
  std::vector<Anchor> chain;
  for (auto i = ends.empty() ? none : ends.back(); i != none; i = before[i])
    chain.push_back(anchors[i]);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

std::vector<Anchor> common_vertices(const Path& a, const Path& b, double tolerance) {
  const Places places(b, tolerance);
  std::vector<Anchor> pairs;
  std::vector<std::size_t> near;
  for (std::size_t i = 0; i < a.size(); ++i) {
    places.near(a[i], near);
    for (const auto j : near) pairs.push_back({static_cast<double>(i), static_cast<double>(j)});
  }
  return longest_chain(pairs);
}

/// The part of both paths between two anchors: the vertices strictly between, and the edges.
struct Gap {
  std::size_t first_a, last_a;  ///< vertices from first up to, not with, last
  std::size_t first_b, last_b;

  [[nodiscard]] bool empty() const { return first_a == last_a && first_b == last_b; }
};

std::size_t vertex_after(double position) {
  return static_cast<std::size_t>(std::floor(position + 1));
}
std::size_t vertex_up_to(double position) { return static_cast<std::size_t>(std::ceil(position)); }

Gap gap_between(const Anchor& from, const Anchor& to) {
  return {vertex_after(from.on_a), vertex_up_to(to.on_a), vertex_after(from.on_b),
          vertex_up_to(to.on_b)};
}

/// Where on the edge from vertex i to the next the vertex lies; less than 0 where it does not.
double position_on(const Path& path, std::size_t i, const Vertex& vertex, double tolerance) {
  const double dx = path[i + 1].x - path[i].x;
  const double dy = path[i + 1].y - path[i].y;
  const double square = dx * dx + dy * dy;
  if (square <= 0) return -1;
  const double share = ((vertex.x - path[i].x) * dx + (vertex.y - path[i].y) * dy) / square;
  if (!(share > 0 && share < 1)) return -1;
  const Vertex foot{path[i].x + share * dx, path[i].y + share * dy, 0};
  return distance(foot, vertex) <= tolerance ? static_cast<double>(i) + share : -1;
}

/// Calls `found(vertex, position)` for each of the vertices that lies on an edge of `path` between
/// the vertices before `first` and at `last`.
template <class Found>
void vertices_on_edges(const Path& vertices, std::size_t begin, std::size_t end, const Path& path,
                       std::size_t first, std::size_t last, double tolerance, const Found& found) {
  const std::size_t from = first > 0 ? first - 1 : 0;
  const std::size_t to = std::min(last, path.size() - 1);
  if (to <= from || (end - begin) * (to - from) > most_looked_at) return;
  for (auto i = begin; i < end; ++i)
    for (auto edge = from; edge < to; ++edge)
      if (const double at = position_on(path, edge, vertices[i], tolerance); at >= 0)
        found(static_cast<double>(i), at);
}

/// The anchors strictly within a gap: vertices of one path on edges of the other.
std::vector<Anchor> anchors_within(const Path& a, const Path& b, const Gap& gap, double tolerance) {
  std::vector<Anchor> pairs;
  vertices_on_edges(a, gap.first_a, gap.last_a, b, gap.first_b, gap.last_b, tolerance,
                    [&](double on_a, double on_b) {
                      pairs.push_back({on_a, on_b});
                    });
  vertices_on_edges(b, gap.first_b, gap.last_b, a, gap.first_a, gap.last_a, tolerance,
                    [&](double on_b, double on_a) {
                      pairs.push_back({on_a, on_b});
                    });
  std::sort(pairs.begin(), pairs.end(), [](const Anchor& one, const Anchor& other) {
    return one.on_a != other.on_a ? one.on_a < other.on_a : one.on_b > other.on_b;
  });
  return longest_chain(pairs);
}

/// Twice the area to the left of it.
double turning(const Path& ring) {
  double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i)
    sum += (ring[i - 1].x - ring[0].x) * (ring[i].y - ring[0].y) -
           (ring[i].x - ring[0].x) * (ring[i - 1].y - ring[0].y);
  return sum;
}

Anchor beginning() { return {-1, -1}; }
Anchor ending(const Path& a, const Path& b) {
  return {static_cast<double>(a.size()), static_cast<double>(b.size())};
}

}  // namespace

double distance(const Vertex& a, const Vertex& b) { return std::hypot(a.x - b.x, a.y - b.y); }

Path path_of(const Geometry& geometry, std::size_t path) {
  Path vertices;
  for (std::size_t i = geometry.rings[path]; i < geometry.rings[path + 1]; ++i)
    vertices.push_back({geometry.xy[2 * i], geometry.xy[2 * i + 1],
                        geometry.has_z ? geometry.z[i] : std::numeric_limits<double>::quiet_NaN()});
  return vertices;
}

bool is_closed(const Path& path) {
  return path.size() > 3 && path.front().x == path.back().x && path.front().y == path.back().y;
}

bool turns_otherwise(const Path& ring, const Path& other) {
  return (turning(ring) < 0) != (turning(other) < 0);
}

Path rotated(Path ring, std::size_t first) {
  ring.pop_back();
  std::rotate(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(first), ring.end());
  ring.push_back(ring.front());
  return ring;
}

bool is_vertex(double position) { return position == std::floor(position); }

std::vector<Anchor> align(const Path& a, const Path& b, double tolerance) {
  std::vector<Anchor> anchors;
  if (a.empty() || b.empty()) return anchors;
  auto common = common_vertices(a, b, tolerance);
  common.push_back(ending(a, b));
  Anchor last = beginning();
  for (const auto& next : common) {
    const auto gap = gap_between(last, next);
    if (!gap.empty())
      for (const auto& within : anchors_within(a, b, gap, tolerance)) anchors.push_back(within);
    anchors.push_back(next);
    last = next;
  }
  anchors.pop_back();
  return anchors;
}

std::vector<Hunk> hunks_between(const Path& a, const Path& b, const std::vector<Anchor>& anchors) {
  std::vector<Hunk> hunks;
  Anchor last = beginning();
  const auto look_at = [&](const Anchor& next) {
    const auto gap = gap_between(last, next);
    if (!gap.empty()) hunks.push_back({last.on_a, next.on_a, gap.first_b, gap.last_b});
    last = next;
  };
  for (const auto& anchor : anchors) look_at(anchor);
  look_at(ending(a, b));
  return hunks;
}

}  // namespace bdf::geometry
