// SPDX-License-Identifier: MIT
#include "match/geometric.h"

#include <algorithm>
#include <utility>

#include "match/alignment.h"
#include "match/areas.h"
#include "match/attribute_measures.h"
#include "match/between_nodes.h"
#include "match/exact.h"
#include "match/lines.h"
#include "match/points.h"
#include "match/search_radius.h"

namespace bdf::match {

namespace {

constexpr double far_confidence = 0.5;     ///< of what is found there
constexpr double rough_confidence = 0.95;  ///< of what is drawn more roughly than is usual
constexpr double most_of_it = 0.5;         ///< share of both of what is found farther off

bool is_drawn_anew(const ExactMatches& exact) {
  const auto smaller = std::min(exact.done_a.size(), exact.done_b.size());
  return static_cast<double>(exact.links.size()) < in_place * static_cast<double>(smaller);
}

/// Takes those of one kind out of the shapes.
Shapes take_kind(Shapes& shapes, GeometryKind kind) {
  Shapes taken;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    auto& geometry = shapes.geometries[i];
    if (geometry.kind != kind || geometry.empty()) continue;
    taken.rows.push_back(shapes.rows[i]);
    taken.geometries.push_back(std::move(geometry));
    geometry = {};
    taken.boxes.push_back(shapes.boxes[i]);
    taken.sizes.push_back(shapes.sizes[i]);
  }
  return taken;
}

void append(std::vector<Link>& links, std::vector<Link>&& more) {
  std::move(more.begin(), more.end(), std::back_inserter(links));
}

void append(std::vector<std::uint32_t>& rows, const std::vector<std::uint32_t>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
}

void sort_by_rows(std::vector<Link>& links) {
  std::sort(links.begin(), links.end(),
            [](const Link& one, const Link& other) { return one.a < other.a; });
}

Agreement agreement_of(const Unlinked& a, const Unlinked& b, const AttributeMeasures* attributes) {
  if (attributes == nullptr || attributes->columns.empty()) return {};
  return [&a, &b, attributes](std::uint32_t row_a, std::uint32_t row_b) {
    return attribute_agreement(feature_of(a, row_a), feature_of(b, row_b), *attributes);
  };
}

/// How far to look for what finds nothing near by.
double reach_of(const Unlinked& a, const Unlinked& b, const GeometricOptions& options) {
  const auto* const attributes = options.attributes;
  if (attributes == nullptr || !attributes->precision || options.most <= options.distance)
    return options.most;
  const auto of_a = common_precision(*a.features, attributes->precision->first);
  const auto of_b = common_precision(*b.features, attributes->precision->second);
  if (!of_a || !of_b) return options.most;
  return std::clamp((*of_a + *of_b) * options.metre, options.distance, options.most);
}

/// In the mean over the features that are moved.
Displacement displacement_of(const Shapes& shapes, const Alignment& alignment) {
  Displacement told;
  double count = 0;
  for (const auto& geometry : shapes.geometries) {
    if (geometry.empty()) continue;
    const auto shift = alignment.field.at({geometry.xy[0], geometry.xy[1]});
    told.x += shift.x;
    told.y += shift.y;
    ++count;
  }
  told.x /= std::max(count, 1.0);
  told.y /= std::max(count, 1.0);
  told.varies = alignment.field.shifts.size() > 1;
  told.fit_before = std::min(alignment.check.without, 1.0);
  told.fit_after = std::min(alignment.check.with, 1.0);
  return told;
}

using Matcher = GeometricMatches (*)(const Shapes&, const Shapes&, const Matching&);

struct MatcherOfKind {
  GeometryKind kind;
  Matcher match;
};
constexpr MatcherOfKind matchers[] = {{GeometryKind::line, match_lines},
                                      {GeometryKind::polygon, match_areas},
                                      {GeometryKind::point, match_points}};

bool is_most_of_both(const Link& link) {
  return std::min(link.share_a, link.share_b) >= most_of_it;
}

/// What is left, farther off: there nothing tells the same thing from another that stands where it
/// stood, so it is told, and no more.
void match_farther(GeometricMatches& matches, const Shapes& a, const Shapes& b, Matcher match,
                   Matching how) {
  how.options.distance = how.options.most;
  auto far = match(rest_of(a, linked_shapes(a, matches, &Link::a)),
                   rest_of(b, linked_shapes(b, matches, &Link::b)), how);
  append(far.doubtful, std::move(far.accepted));
  std::erase_if(far.doubtful, [](const Link& link) { return !is_most_of_both(link); });
  for (auto& link : far.doubtful) {
    link.reason = LinkReason::far_off;
    link.confidence = std::min(link.confidence, far_confidence);
  }
  append(matches.doubtful, std::move(far.doubtful));
}

bool lies_beyond(const Link& link, double distance) {
  return std::any_of(link.pairs.begin(), link.pairs.end(), [&](const LinkedPair& pair) {
    return std::any_of(pair.evidence.begin(), pair.evidence.end(), [&](const Evidence& one) {
      return one.measure == Measure::mean_distance && one.value > distance;
    });
  });
}

GeometricMatches match_kind(const Shapes& a, const Shapes& b, Matcher match, Matching how,
                            bool anew) {
  auto& options = how.options;
  const double usual = options.distance;
  if (anew) options.distance = search_radius(a, b, usual, options.most, how.threads);
  auto matches = match(a, b, how);
  if (options.distance > usual) matches.radius = options.distance;
  for (auto& link : matches.accepted)
    if (lies_beyond(link, usual)) link.confidence = std::min(link.confidence, rough_confidence);
  if (options.most > options.distance) match_farther(matches, a, b, match, how);
  if (match == match_lines && options.shift > 0)
    append(matches.accepted, match_between_nodes(a, b, matches, how));
  return matches;
}

}  // namespace

std::vector<bool> linked_shapes(const Shapes& shapes, const GeometricMatches& matches,
                                std::vector<std::uint32_t> Link::*side) {
  std::vector<bool> linked(shapes.size(), false);
  for (const auto* links : {&matches.accepted, &matches.doubtful})
    for (const auto& link : *links)
      for (const auto row : link.*side) linked[shape_of(shapes, row)] = true;
  return linked;
}

Matching matching_of(const Unlinked& a, const Unlinked& b, const GeometricOptions& options,
                     int threads) {
  Matching how{options, agreement_of(a, b, options.attributes), threads};
  how.options.most = reach_of(a, b, options);
  return how;
}

GeometricMatches match_by_geometry(const Unlinked& a, const Unlinked& b,
                                   const GeometricOptions& options, int threads) {
  if (options.distance <= 0 || a.rows.empty() || b.rows.empty()) return {};
  return match_shapes(shapes_of(a, threads), shapes_of(b, threads),
                      matching_of(a, b, options, threads));
}

GeometricMatches match_shapes(Shapes shapes_a, Shapes shapes_b, const Matching& how) {
  if (how.options.distance <= 0) return {};
  auto exact = match_exactly(shapes_a, shapes_b, how.threads);
  shapes_a = rest_of(std::move(shapes_a), exact.done_a);
  shapes_b = rest_of(std::move(shapes_b), exact.done_b);
  std::optional<Displacement> displacement;
  const bool anew = how.options.look_for_shift && is_drawn_anew(exact);
  if (anew) {
    const auto found =
        align(shapes_a, shapes_b, how.options.shift, how.options.tolerance, how.threads);
    if (found) {
      displacement = displacement_of(shapes_a, *found);
      shapes_a = moved(std::move(shapes_a), found->field, how.threads);
    }
  }
  GeometricMatches matches;
  matches.accepted = std::move(exact.links);
  matches.crowded_a = std::move(exact.crowded_a);
  matches.crowded_b = std::move(exact.crowded_b);
  matches.displacement = displacement;
  for (const auto& [kind, match] : matchers) {
    auto found = match_kind(take_kind(shapes_a, kind), take_kind(shapes_b, kind), match, how, anew);
    append(matches.accepted, std::move(found.accepted));
    append(matches.doubtful, std::move(found.doubtful));
    matches.radius = std::max(matches.radius, found.radius);
    append(matches.crowded_a, found.crowded_a);
    append(matches.crowded_b, found.crowded_b);
  }
  sort_by_rows(matches.accepted);
  sort_by_rows(matches.doubtful);
  std::sort(matches.crowded_a.begin(), matches.crowded_a.end());
  std::sort(matches.crowded_b.begin(), matches.crowded_b.end());
  return matches;
}

}  // namespace bdf::match
