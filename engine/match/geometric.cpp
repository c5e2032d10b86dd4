// SPDX-License-Identifier: MIT
#include "match/geometric.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geometry/closeness.h"
#include "geometry/collect.h"
#include "geometry/overlap.h"
#include "geometry/pieces.h"
#include "match/candidates.h"

namespace bdf::match {

namespace {

constexpr double rival_reach = 1.5;  ///< times the distance: what lies so near is a rival
constexpr double least_size_ratio = 0.8;
constexpr double greatest_relative_deviation = 0.25;  ///< of the smaller one's size
constexpr double least_common_share = 0.5;  ///< of the greater area, that two areas have in common
constexpr double share_worth_telling = 0.5;

/// Where the ends of two lines lie to one another.
enum class Ends { apart, alike, reversed };

bool is_open_path(const Geometry& geometry) {
  const auto& xy = geometry.xy;
  return geometry.kind == GeometryKind::line && geometry.ring_count() == 1 &&
         (xy[0] != xy[xy.size() - 2] || xy[1] != xy[xy.size() - 1]);
}

Ends compare_ends(const Geometry& a, const Geometry& b, double distance) {
  if (!is_open_path(a) || !is_open_path(b)) return Ends::alike;
  const auto gap = [&](std::size_t i, std::size_t j) {
    return std::hypot(a.xy[i] - b.xy[j], a.xy[i + 1] - b.xy[j + 1]);
  };
  const auto last_of_a = a.xy.size() - 2;
  const auto last_of_b = b.xy.size() - 2;
  const double alike = std::max(gap(0, 0), gap(last_of_a, last_of_b));
  const double reversed = std::max(gap(0, last_of_b), gap(last_of_a, 0));
  if (std::min(alike, reversed) > distance) return Ends::apart;
  return alike <= reversed ? Ends::alike : Ends::reversed;
}

/// How wide a shape is, as a length: an area's is the side of a square of that area.
double extent_of(const Shapes& shapes, std::uint32_t i) {
  const bool area = shapes.geometries[i].kind == GeometryKind::polygon;
  return area ? std::sqrt(shapes.sizes[i]) : shapes.sizes[i];
}

/// One look at two sides at one distance.
class Pass {
 public:
  Pass(const Shapes& a, const Shapes& b, const GeometricOptions& options, bool exact)
      : a_(a), b_(b), options_(options), exact_(exact) {}

  GeometricMatches run(int threads) {
    const double reach = exact_ ? distance() : rival_reach * distance();
    const auto pairs = candidates(a_, b_, reach, threads);
    for (const auto& component : components_of(pairs, a_.size(), b_.size())) judge(component);
    return std::move(matches_);
  }

 private:
  [[nodiscard]] double distance() const { return exact_ ? options_.tolerance : options_.distance; }

  void judge(const Component& component) {
    const bool one_to_one = component.a.size() == 1 && component.b.size() == 1;
    const bool one_to_many = component.a.size() == 1 || component.b.size() == 1;
    auto link = link_of(component);
    if (one_to_one ? is_same(link, component) : one_to_many && is_cut(link, component))
      matches_.accepted.push_back(std::move(link));
    else if (is_worth_telling(link, component))
      matches_.doubtful.push_back(std::move(link));
  }

  Link link_of(const Component& component) const {
    Link link;
    double size_of_a = 0;
    double size_of_b = 0;
    for (const auto i : component.a) {
      link.a.push_back(a_.rows[i]);
      size_of_a += a_.sizes[i];
    }
    for (const auto i : component.b) {
      link.b.push_back(b_.rows[i]);
      size_of_b += b_.sizes[i];
    }
    if (size_of_a > 0) link.share_a = std::min(1.0, size_of_b / size_of_a);
    if (size_of_b > 0) link.share_b = std::min(1.0, size_of_a / size_of_b);
    return link;
  }

  void accept(Link& link, LinkReason reason, double deviation) const {
    link.reason = reason;
    link.confidence = exact_ ? 1 : 1 - std::min(deviation / distance(), 1.0) / 2;
    link.share_a = link.share_b = 1;
  }

  [[nodiscard]] bool is_area(std::uint32_t i) const {
    return a_.geometries[i].kind == GeometryKind::polygon;
  }

  /// How far apart two shapes may run: short lines less than long ones. What areas have in common
  /// says enough of how far apart they are.
  [[nodiscard]] double allowed(std::uint32_t i, std::uint32_t j) const {
    if (exact_ || a_.geometries[i].kind != GeometryKind::line) return distance();
    const double smaller = std::min(extent_of(a_, i), extent_of(b_, j));
    return std::min(distance(), greatest_relative_deviation * smaller);
  }

  /// Lines of about one length; areas that have more in common than not. Where nothing
  /// can be said of that (invalid polygons), about one size must do, as it does where they lie
  /// exactly alike.
  [[nodiscard]] bool is_one_size(std::uint32_t i, std::uint32_t j) const {
    const auto [smaller, greater] = std::minmax(a_.sizes[i], b_.sizes[j]);
    const double common =
        exact_ || !is_area(i) ? 0 : geometry::common_area(a_.geometries[i], b_.geometries[j]);
    return common > 0 ? common >= least_common_share * greater
                      : smaller >= least_size_ratio * greater;
  }

  bool is_same(Link& link, const Component& component) const {
    const auto i = component.a.front();
    const auto j = component.b.front();
    const auto& a = a_.geometries[i];
    const auto& b = b_.geometries[j];
    if (!component.candidates.front().mutual() || !is_one_size(i, j)) return false;
    const double most = allowed(i, j);
    const auto ends = compare_ends(a, b, most);
    if (ends == Ends::apart || !geometry::same_course(a, b, most)) return false;
    link.reversed = ends == Ends::reversed;
    accept(link, exact_ ? LinkReason::same_geometry : LinkReason::same_course,
           geometry::deviation_of(a, b));
    return true;
  }

  bool is_cut(Link& link, const Component& component) const {
    const bool whole_in_a = component.a.size() == 1;
    const auto& whole =
        whole_in_a ? a_.geometries[component.a.front()] : b_.geometries[component.b.front()];
    std::vector<const Geometry*> pieces;
    for (const auto i : whole_in_a ? component.b : component.a)
      pieces.push_back(&(whole_in_a ? b_ : a_).geometries[i]);
    const geometry::PiecesOptions limits{options_.tolerance, distance()};
    const bool area = whole.kind == GeometryKind::polygon;
    if (!(area ? geometry::tile(whole, pieces, limits)
               : geometry::chain_along(whole, pieces, limits)))
      return false;
    accept(link, exact_ ? LinkReason::pieces : LinkReason::pieces_nearby,
           geometry::deviation_of(whole, geometry::together(pieces)));
    return true;
  }

  /// What merely touches at an end is no question.
  static bool is_worth_telling(Link& link, const Component& component) {
    const bool mutual = std::any_of(component.candidates.begin(), component.candidates.end(),
                                    [](const Candidate& pair) { return pair.mutual(); });
    if (!mutual && std::min(link.share_a, link.share_b) < share_worth_telling) return false;
    const bool single = component.candidates.size() == 1;
    link.reason = !mutual  ? LinkReason::pieces_do_not_fit
                  : single ? LinkReason::not_alike_enough
                           : LinkReason::several_alike;
    return true;
  }

  const Shapes& a_;
  const Shapes& b_;
  const GeometricOptions& options_;
  bool exact_;
  GeometricMatches matches_;
};

std::vector<bool> taken(const Shapes& shapes, const std::vector<Link>& links,
                        std::vector<std::uint32_t> Link::*side) {
  std::vector<bool> taken(shapes.size(), false);
  for (const auto& link : links)
    for (const auto row : link.*side) {
      const auto at = std::lower_bound(shapes.rows.begin(), shapes.rows.end(), row);
      taken[static_cast<std::size_t>(at - shapes.rows.begin())] = true;
    }
  return taken;
}

void sort_by_rows(std::vector<Link>& links) {
  std::sort(links.begin(), links.end(),
            [](const Link& one, const Link& other) { return one.a < other.a; });
}

}  // namespace

GeometricMatches match_by_geometry(const Unlinked& a, const Unlinked& b,
                                   const GeometricOptions& options, int threads) {
  if (options.distance <= 0 || a.rows.empty() || b.rows.empty()) return {};
  auto shapes_a = shapes_of(a, threads);
  auto shapes_b = shapes_of(b, threads);
  auto exact = Pass(shapes_a, shapes_b, options, true).run(threads).accepted;
  const auto taken_of_a = taken(shapes_a, exact, &Link::a);
  const auto taken_of_b = taken(shapes_b, exact, &Link::b);
  shapes_a = rest_of(std::move(shapes_a), taken_of_a);
  shapes_b = rest_of(std::move(shapes_b), taken_of_b);
  auto matches = Pass(shapes_a, shapes_b, options, false).run(threads);
  matches.accepted.insert(matches.accepted.end(), exact.begin(), exact.end());
  sort_by_rows(matches.accepted);
  sort_by_rows(matches.doubtful);
  return matches;
}

}  // namespace bdf::match
