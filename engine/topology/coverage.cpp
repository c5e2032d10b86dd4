// SPDX-License-Identifier: MIT
#include "topology/coverage.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "base/parallel.h"
#include "geometry/overlap.h"
#include "index/box_grid.h"
#include "topology/point_hash.h"

namespace bdf::topology {

namespace {

constexpr std::size_t edges_of_a_chunk = 16;

using Hashed = std::pair<std::uint64_t, std::uint32_t>;  ///< of a place or an edge, and its number

bool before(const Point& a, const Point& b) { return std::tie(a.x, a.y) < std::tie(b.x, b.y); }

bool is_forward(const CoverageEdge& edge) { return before(edge.from, edge.to); }

const Point& lesser(const CoverageEdge& edge) { return is_forward(edge) ? edge.from : edge.to; }
const Point& greater(const CoverageEdge& edge) { return is_forward(edge) ? edge.to : edge.from; }

bool have_same_ends(const CoverageEdge& a, const CoverageEdge& b) {
  return lesser(a) == lesser(b) && greater(a) == greater(b);
}

/// The same whichever way the edge runs.
std::uint64_t hash_of_ends(const CoverageEdge& edge) {
  return mixed(hash_of(lesser(edge)), hash_of(greater(edge)));
}

Point vertex(const Geometry& geometry, std::size_t i) {
  return {geometry.xy[2 * i], geometry.xy[2 * i + 1]};
}

double cross(const Point& origin, const Point& a, const Point& b) {
  return (a.x - origin.x) * (b.y - origin.y) - (a.y - origin.y) * (b.x - origin.x);
}

double signed_area(const Geometry& geometry, std::size_t ring) {
  const auto first = geometry.rings[ring];
  double twice = 0;
  for (std::size_t i = first; i + 1 < geometry.rings[ring + 1]; ++i)
    twice += cross(vertex(geometry, first), vertex(geometry, i), vertex(geometry, i + 1));
  return twice / 2;
}

bool is_finite(const Geometry& geometry) {
  return std::all_of(geometry.xy.begin(), geometry.xy.end(),
                     [](double one) { return std::isfinite(one); });
}

void add_edges(const Geometry& geometry, std::uint32_t area, std::vector<CoverageEdge>& edges) {
  if (geometry.kind != GeometryKind::polygon || !is_finite(geometry)) return;
  for (std::size_t part = 0; part < geometry.part_count(); ++part)
    for (std::size_t ring = geometry.parts[part]; ring < geometry.parts[part + 1]; ++ring) {
      const bool is_shell = ring == geometry.parts[part];
      const bool turns_left = signed_area(geometry, ring) > 0;
      for (std::size_t i = geometry.rings[ring]; i + 1 < geometry.rings[ring + 1]; ++i) {
        CoverageEdge edge{vertex(geometry, i), vertex(geometry, i + 1), area};
        if (edge.from == edge.to) continue;
        if (is_shell != turns_left) std::swap(edge.from, edge.to);
        edges.push_back(edge);
      }
    }
}

Box box_of(const CoverageEdge& edge) {
  return {std::min(edge.from.x, edge.to.x), std::min(edge.from.y, edge.to.y),
          std::max(edge.from.x, edge.to.x), std::max(edge.from.y, edge.to.y)};
}

double distance(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

double distance(const Point& point, const CoverageEdge& edge) {
  const Point along{edge.to.x - edge.from.x, edge.to.y - edge.from.y};
  const double length = along.x * along.x + along.y * along.y;
  const double share =
      ((point.x - edge.from.x) * along.x + (point.y - edge.from.y) * along.y) / length;
  const double t = std::clamp(share, 0.0, 1.0);
  return distance(point, Point{edge.from.x + t * along.x, edge.from.y + t * along.y});
}

/// Whether the edges may have a point in common: they have, or miss one another by rounding.
bool may_meet(const CoverageEdge& a, const CoverageEdge& b) {
  const auto side_of = [](const CoverageEdge& edge, const Point& point) {
    constexpr double rounding = 1e-9;
    const double twice = cross(edge.from, edge.to, point);
    const double scale = distance(edge.from, edge.to) * (1 + distance(edge.from, point));
    return std::abs(twice) <= rounding * scale ? 0 : twice > 0 ? 1 : -1;
  };
  return side_of(a, b.from) * side_of(a, b.to) <= 0 && side_of(b, a.from) * side_of(b, a.to) <= 0;
}

/// The edges of a coverage by where they lie, some consecutive ones at a time.
class EdgeIndex {
 public:
  explicit EdgeIndex(const Coverage& coverage)
      : coverage_(coverage), firsts_(firsts_of(coverage)), grid_(boxes_of(coverage, firsts_)) {}

  /// The edges whose boxes meet the box.
  template <class Visit>
  void visit(const Box& box, Visit&& visit) const {
    for (const auto chunk : grid_.meeting(box))
      for (auto edge = firsts_[chunk]; edge < firsts_[chunk + 1]; ++edge)
        if (meet(box_of(coverage_.edges()[edge]), box)) visit(edge);
  }

 private:
  static std::vector<std::uint32_t> firsts_of(const Coverage& coverage) {
    const auto edges = coverage.edges();
    std::vector<std::uint32_t> firsts;
    for (std::uint32_t i = 0; i < edges.size(); ++i)
      if (firsts.empty() || i - firsts.back() == edges_of_a_chunk ||
          edges[i].area != edges[firsts.back()].area)
        firsts.push_back(i);
    firsts.push_back(static_cast<std::uint32_t>(edges.size()));
    return firsts;
  }
  static std::vector<Box> boxes_of(const Coverage& coverage,
                                   const std::vector<std::uint32_t>& firsts) {
    std::vector<Box> boxes;
    for (std::size_t chunk = 0; chunk + 1 < firsts.size(); ++chunk) {
      auto box = box_of(coverage.edges()[firsts[chunk]]);
      for (auto i = firsts[chunk]; i < firsts[chunk + 1]; ++i)
        box = united(box, box_of(coverage.edges()[i]));
      boxes.push_back(box);
    }
    return boxes;
  }

  const Coverage& coverage_;
  std::vector<std::uint32_t> firsts_;  ///< of each chunk, and how many edges there are
  index::BoxGrid grid_;
};

using AreaPair = std::pair<std::uint32_t, std::uint32_t>;

AreaPair pair_of(std::uint32_t a, std::uint32_t b) { return std::minmax(a, b); }

void sort_once(std::vector<AreaPair>& pairs) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
}

/// What `work` adds for each number, in their order.
template <class Found, class Work>
std::vector<Found> found_by(std::size_t count, int threads, Work&& work) {
  constexpr std::size_t at_a_time = 1024;
  std::vector<std::vector<Found>> pieces((count + at_a_time - 1) / at_a_time);
  parallel_for_each(pieces.size(), threads, [&](std::size_t piece) {
    for (auto i = piece * at_a_time; i < std::min(count, (piece + 1) * at_a_time); ++i)
      work(static_cast<std::uint32_t>(i), pieces[piece]);
  });
  std::vector<Found> found;
  for (const auto& piece : pieces) found.insert(found.end(), piece.begin(), piece.end());
  return found;
}

/// Pairs of areas of which one of these edges meets one of the other's.
template <class IsOne>
std::vector<AreaPair> meeting_pairs(const Coverage& coverage, const EdgeIndex& index, int threads,
                                    IsOne&& is_one) {
  const auto edges = coverage.edges();
  return found_by<AreaPair>(edges.size(), threads,
                            [&](std::uint32_t i, std::vector<AreaPair>& pairs) {
                              const auto& edge = edges[i];
                              if (!is_one(i)) return;
                              index.visit(box_of(edge), [&](std::uint32_t other) {
                                if (edges[other].area == edge.area) return;
                                const auto pair = pair_of(edge.area, edges[other].area);
                                if (!pairs.empty() && pairs.back() == pair) return;
                                if (may_meet(edge, edges[other])) pairs.push_back(pair);
                              });
                            });
}

/// A part of an area, by one of its corners.
struct AreaPart {
  std::uint32_t area;
  Box box;
  Point corner;
};

std::vector<AreaPart> parts_of(const Coverage& coverage) {
  std::vector<AreaPart> parts;
  for (std::uint32_t area = 0; area < coverage.areas().size(); ++area) {
    const auto& geometry = *coverage.areas()[area].geometry;
    if (geometry.kind != GeometryKind::polygon || !is_finite(geometry)) continue;
    for (std::size_t part = 0; part < geometry.part_count(); ++part) {
      const auto shell = geometry.parts[part];
      const auto corner = vertex(geometry, geometry.rings[shell]);
      Box box = box_around(corner, 0);
      for (std::size_t i = geometry.rings[shell]; i < geometry.rings[shell + 1]; ++i)
        box = united(box, box_around(vertex(geometry, i), 0));
      parts.push_back({area, box, corner});
    }
  }
  return parts;
}

/// Crossings of the ray to the right, even or odd.
bool is_inside(const Point& point, const Geometry& geometry) {
  bool inside = false;
  for (std::size_t ring = 0; ring < geometry.ring_count(); ++ring)
    for (std::size_t i = geometry.rings[ring]; i + 1 < geometry.rings[ring + 1]; ++i) {
      const auto a = vertex(geometry, i);
      const auto b = vertex(geometry, i + 1);
      if ((a.y > point.y) == (b.y > point.y)) continue;
      const bool left = cross(a, b, point) > 0;
      if (left == (b.y > a.y)) inside = !inside;
    }
  return inside;
}

/// Pairs of which a part of the one lies within the other. `known` are left out: they are looked at
/// anyway.
std::vector<AreaPair> pairs_within(const Coverage& coverage, const std::vector<AreaPair>& known,
                                   int threads) {
  const auto parts = parts_of(coverage);
  std::vector<Box> boxes;
  for (const auto& part : parts) boxes.push_back(part.box);
  const index::BoxGrid grid(boxes);
  const auto contains = [](const Box& a, const Box& b) {
    return a.min_x <= b.min_x && a.min_y <= b.min_y && a.max_x >= b.max_x && a.max_y >= b.max_y;
  };
  return found_by<AreaPair>(parts.size(), threads, [&](std::uint32_t i, auto& pairs) {
    const auto& part = parts[i];
    for (const auto other : grid.meeting(part.box)) {
      if (parts[other].area == part.area || !contains(boxes[other], part.box)) continue;
      const auto pair = pair_of(part.area, parts[other].area);
      if (std::binary_search(known.begin(), known.end(), pair)) continue;
      if (is_inside(part.corner, *coverage.areas()[parts[other].area].geometry))
        pairs.push_back(pair);
    }
  });
}

/// What each pair has in common; the larger of two areas is made ready once for all that meet it.
std::vector<double> common_areas(const Coverage& coverage, const std::vector<AreaPair>& pairs,
                                 int threads) {
  const auto size_of = [&](std::uint32_t area) {
    return std::pair(coverage.areas()[area].geometry->xy.size(), area);
  };
  std::map<std::uint32_t, std::vector<std::size_t>> by_larger;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto& [one, other] = pairs[i];
    by_larger[size_of(one) > size_of(other) ? one : other].push_back(i);
  }
  std::vector<std::pair<std::uint32_t, std::vector<std::size_t>>> groups(by_larger.begin(),
                                                                         by_larger.end());
  std::vector<double> common(pairs.size());
  parallel_for_each(groups.size(), threads, [&](std::size_t group) {
    const auto& [larger, members] = groups[group];
    const geometry::PreparedArea prepared(*coverage.areas()[larger].geometry);
    for (const auto i : members) {
      const auto smaller = pairs[i].first == larger ? pairs[i].second : pairs[i].first;
      const geometry::PreparedArea other(*coverage.areas()[smaller].geometry);
      common[i] = geometry::common_area(prepared, other);
    }
  });
  return common;
}

/// Walks around the ground that no area covers, which lies to the right of outlines.
class OutlineWalk {
 public:
  explicit OutlineWalk(const Coverage& coverage) : coverage_(coverage) {
    for (std::uint32_t i = 0; i < coverage.edges().size(); ++i)
      if (coverage.is_outline(i)) by_start_.emplace_back(hash_of(coverage.edges()[i].from), i);
    std::sort(by_start_.begin(), by_start_.end());
  }

  /// The outline that bounds the same ground where the edge ends: the first one counterclockwise
  /// from it. Its own number where there is none.
  [[nodiscard]] std::uint32_t next(std::uint32_t edge) const {
    const auto edges = coverage_.edges();
    const auto& [from, to, area] = edges[edge];
    auto best = edge;
    double least = 0;
    const auto hash = hash_of(to);
    for (auto it = std::lower_bound(by_start_.begin(), by_start_.end(), Hashed{hash, 0});
         it != by_start_.end() && it->first == hash; ++it) {
      const auto& other = edges[it->second];
      if (!(other.from == to)) continue;
      const double turn = angle(to, from, other.to);
      if (best == edge || turn < least) {
        best = it->second;
        least = turn;
      }
    }
    return best;
  }

 private:
  /// Counterclockwise from one direction to another, above 0, up to a full turn.
  static double angle(const Point& at, const Point& a, const Point& b) {
    constexpr double full = 6.283185307179586;
    const double turn = std::atan2(b.y - at.y, b.x - at.x) - std::atan2(a.y - at.y, a.x - at.x);
    return turn <= 0 ? turn + full : turn;
  }

  const Coverage& coverage_;
  std::vector<Hashed> by_start_;  ///< outlines by where they begin
};

std::optional<CoverageGap> gap_of(const Coverage& coverage,
                                  const std::vector<std::uint32_t>& ring) {
  const auto edges = coverage.edges();
  const auto& origin = edges[ring.front()].from;
  std::set<std::size_t> areas;
  double twice = 0;
  double around_it = 0;
  for (const auto i : ring) {
    twice += cross(origin, edges[i].from, edges[i].to);
    around_it += distance(edges[i].from, edges[i].to);
    areas.insert(edges[i].area);
  }
  if (twice >= 0 || areas.size() < 2) return std::nullopt;
  const auto& first = edges[ring.front()];
  return CoverageGap{{areas.begin(), areas.end()},
                     {(first.from.x + first.to.x) / 2, (first.from.y + first.to.y) / 2},
                     -twice / 2,
                     -twice / around_it};
}

/// Looks for boundaries that run beside one another.
class Neighbours {
 public:
  Neighbours(const Coverage& coverage, double tolerance, double reach)
      : coverage_(coverage), index_(coverage), tolerance_(tolerance), reach_(reach) {}

  /// By the area beside it: how far the edge's start is from its outline.
  [[nodiscard]] std::map<std::uint32_t, double> beside(std::uint32_t edge) const {
    const auto edges = coverage_.edges();
    const auto& place = edges[edge].from;
    std::map<std::uint32_t, double> nearest;
    index_.visit(box_around(place, reach_), [&](std::uint32_t other) {
      if (edges[other].area == edges[edge].area || !coverage_.is_outline(other)) return;
      const double away = distance(place, edges[other]);
      if (away >= reach_) return;
      const auto known = nearest.try_emplace(edges[other].area, away).first;
      known->second = std::min(known->second, away);
    });
    std::erase_if(nearest, [&](const auto& found) {
      return found.second <= tolerance_ || meet_near(place, edges[edge].area, found.first);
    });
    return nearest;
  }

 private:
  /// Whether a corner of the one stands on the other's boundary thereabouts.
  [[nodiscard]] bool meet_near(const Point& place, std::uint32_t one, std::uint32_t other) const {
    const auto edges = coverage_.edges();
    const auto near = box_around(place, 3 * reach_);
    std::vector<std::uint32_t> of_one;
    std::vector<std::uint32_t> of_other;
    index_.visit(near, [&](std::uint32_t edge) {
      if (edges[edge].area == one) of_one.push_back(edge);
      if (edges[edge].area == other) of_other.push_back(edge);
    });
    const auto stands_on = [&](std::uint32_t corner, const std::vector<std::uint32_t>& boundary) {
      const auto& from = edges[corner].from;
      return meet(box_around(from, 0), near) &&
             std::any_of(boundary.begin(), boundary.end(), [&](std::uint32_t edge) {
               return distance(from, edges[edge]) <= tolerance_;
             });
    };
    return std::any_of(of_one.begin(), of_one.end(),
                       [&](std::uint32_t edge) { return stands_on(edge, of_other); }) ||
           std::any_of(of_other.begin(), of_other.end(),
                       [&](std::uint32_t edge) { return stands_on(edge, of_one); });
  }

  const Coverage& coverage_;
  EdgeIndex index_;
  double tolerance_, reach_;
};

}  // namespace

std::vector<CoverageEdge> edges_of(std::span<const CoverageArea> areas) {
  std::vector<CoverageEdge> edges;
  for (std::uint32_t i = 0; i < areas.size(); ++i) add_edges(*areas[i].geometry, i, edges);
  return edges;
}

Coverage::Coverage(std::span<const CoverageArea> areas) : areas_(areas), edges_(edges_of(areas)) {
  twins_.resize(edges_.size());
  by_hash_.reserve(edges_.size());
  for (std::uint32_t i = 0; i < edges_.size(); ++i) {
    twins_[i] = i;
    by_hash_.emplace_back(hash_of_ends(edges_[i]), i);
  }
  std::sort(by_hash_.begin(), by_hash_.end());
  for (std::size_t i = 0; i < by_hash_.size(); ++i)
    for (std::size_t j = i + 1; j < by_hash_.size() && by_hash_[j].first == by_hash_[i].first;
         ++j) {
      const auto one = by_hash_[i].second;
      const auto other = by_hash_[j].second;
      if (!have_same_ends(edges_[one], edges_[other])) continue;
      if (is_forward(edges_[one]) == is_forward(edges_[other])) {
        if (edges_[one].area != edges_[other].area) doubles_.push_back({one, other});
      } else if (is_outline(one) && is_outline(other)) {
        twins_[one] = other;
        twins_[other] = one;
      }
    }
}

std::vector<std::uint32_t> Coverage::edges_between(const Point& a, const Point& b) const {
  const CoverageEdge sought{a, b, 0};
  const auto hash = hash_of_ends(sought);
  std::vector<std::uint32_t> found;
  for (auto it = std::lower_bound(by_hash_.begin(), by_hash_.end(), Hashed{hash, 0});
       it != by_hash_.end() && it->first == hash; ++it)
    if (have_same_ends(edges_[it->second], sought)) found.push_back(it->second);
  return found;
}

std::vector<AreaOverlap> overlaps_of(const Coverage& coverage, double least, int threads,
                                     const std::vector<bool>& wanted) {
  const EdgeIndex index(coverage);
  const auto is_wanted = [&](std::uint32_t area) { return wanted.empty() || wanted[area]; };
  auto pairs = meeting_pairs(coverage, index, threads, [&](std::uint32_t edge) {
    return coverage.is_outline(edge) && is_wanted(coverage.edges()[edge].area);
  });
  for (const auto& [one, other] : coverage.doubles())
    pairs.push_back(pair_of(coverage.edges()[one].area, coverage.edges()[other].area));
  sort_once(pairs);
  const auto within = pairs_within(coverage, pairs, threads);
  pairs.insert(pairs.end(), within.begin(), within.end());
  sort_once(pairs);
  const auto is_of_none = [&](const AreaPair& pair) {
    return !is_wanted(pair.first) && !is_wanted(pair.second);
  };
  std::erase_if(pairs, is_of_none);
  std::map<AreaPair, double> known;
  // What lies on an area may share its own edges with others that lie there, too.
  std::vector<bool> overlaid(coverage.areas().size());
  while (!pairs.empty()) {
    const auto common = common_areas(coverage, pairs, threads);
    std::vector<bool> news(overlaid.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      known.emplace(pairs[i], common[i]);
      if (common[i] <= least) continue;
      for (const auto area : {pairs[i].first, pairs[i].second})
        if (!overlaid[area]) overlaid[area] = news[area] = true;
    }
    pairs = meeting_pairs(coverage, index, threads, [&](std::uint32_t edge) {
      return news[coverage.edges()[edge].area] && !coverage.is_outline(edge);
    });
    sort_once(pairs);
    std::erase_if(pairs,
                  [&](const AreaPair& pair) { return known.contains(pair) || is_of_none(pair); });
  }
  std::vector<AreaOverlap> overlaps;
  for (const auto& [pair, common] : known)
    if (common > least) overlaps.push_back({pair.first, pair.second, common});
  return overlaps;
}

std::vector<CoverageGap> gaps_of(const Coverage& coverage, double width) {
  const OutlineWalk walk(coverage);
  std::vector<bool> seen(coverage.edges().size());
  std::vector<CoverageGap> gaps;
  for (std::uint32_t i = 0; i < seen.size(); ++i) {
    std::vector<std::uint32_t> ring;
    for (auto edge = i; !seen[edge] && coverage.is_outline(edge); edge = walk.next(edge)) {
      seen[edge] = true;
      ring.push_back(edge);
    }
    if (ring.size() < 3) continue;
    auto gap = gap_of(coverage, ring);
    if (gap && gap->width < width) gaps.push_back(std::move(*gap));
  }
  return gaps;
}

std::vector<BoundariesApart> boundaries_apart(const Coverage& coverage, double tolerance,
                                              double reach, int threads) {
  const Neighbours neighbours(coverage, tolerance, reach);
  const auto beside = found_by<BoundariesApart>(
      coverage.edges().size(), threads, [&](std::uint32_t i, auto& boundaries) {
        if (!coverage.is_outline(i)) return;
        const auto& edge = coverage.edges()[i];
        for (const auto& [area, away] : neighbours.beside(i)) {
          const auto [one, other] = pair_of(edge.area, area);
          boundaries.push_back({one, other, edge.from, away});
        }
      });
  std::map<AreaPair, BoundariesApart> farthest;
  for (const auto& found : beside) {
    const AreaPair pair(found.one, found.other);
    const auto known = farthest.try_emplace(pair, found).first;
    if (found.distance > known->second.distance) known->second = found;
  }
  std::vector<BoundariesApart> apart;
  for (const auto& [pair, boundaries] : farthest) apart.push_back(boundaries);
  return apart;
}

}  // namespace bdf::topology
