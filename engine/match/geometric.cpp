// SPDX-License-Identifier: MIT
#include "match/geometric.h"

#include <algorithm>
#include <utility>

#include "match/alignment.h"
#include "match/areas.h"
#include "match/exact.h"
#include "match/lines.h"
#include "match/points.h"

namespace bdf::match {

namespace {

bool may_be_shifted(const ExactMatches& exact) {
  const auto smaller = std::min(exact.done_a.size(), exact.done_b.size());
  return static_cast<double>(exact.links.size()) < in_place * static_cast<double>(smaller);
}

Shapes of_kind(const Shapes& shapes, GeometryKind kind) {
  std::vector<bool> other(shapes.size());
  for (std::size_t i = 0; i < shapes.size(); ++i)
    other[i] = shapes.geometries[i].kind != kind || shapes.geometries[i].empty();
  return rest_of(shapes, other);
}

void append(GeometricMatches& matches, GeometricMatches&& more) {
  const auto move = [](std::vector<Link>& to, std::vector<Link>& from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
  };
  move(matches.accepted, more.accepted);
  move(matches.doubtful, more.doubtful);
  const auto join = [](std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from) {
    to.insert(to.end(), from.begin(), from.end());
  };
  join(matches.crowded_a, more.crowded_a);
  join(matches.crowded_b, more.crowded_b);
}

void sort_by_rows(std::vector<Link>& links) {
  std::sort(links.begin(), links.end(),
            [](const Link& one, const Link& other) { return one.a < other.a; });
}

using Matcher = GeometricMatches (*)(const Shapes&, const Shapes&, const GeometricOptions&, int);

struct MatcherOfKind {
  GeometryKind kind;
  Matcher match;
};
constexpr MatcherOfKind matchers[] = {{GeometryKind::line, match_lines},
                                      {GeometryKind::polygon, match_areas},
                                      {GeometryKind::point, match_points}};

}  // namespace

GeometricMatches match_by_geometry(const Unlinked& a, const Unlinked& b,
                                   const GeometricOptions& options, int threads) {
  if (options.distance <= 0 || a.rows.empty() || b.rows.empty()) return {};
  auto shapes_a = shapes_of(a, threads);
  auto shapes_b = shapes_of(b, threads);
  auto exact = match_exactly(shapes_a, shapes_b, threads);
  shapes_a = rest_of(std::move(shapes_a), exact.done_a);
  shapes_b = rest_of(std::move(shapes_b), exact.done_b);
  if (options.look_for_shift && may_be_shifted(exact))
    if (const auto found = align(shapes_a, shapes_b, options.far, options.tolerance, threads))
      shapes_a = moved(std::move(shapes_a), found->field, threads);
  GeometricMatches matches{std::move(exact.links), {}, exact.crowded_a, exact.crowded_b};
  for (const auto& [kind, match] : matchers)
    append(matches, match(of_kind(shapes_a, kind), of_kind(shapes_b, kind), options, threads));
  sort_by_rows(matches.accepted);
  sort_by_rows(matches.doubtful);
  std::sort(matches.crowded_a.begin(), matches.crowded_a.end());
  std::sort(matches.crowded_b.begin(), matches.crowded_b.end());
  return matches;
}

}  // namespace bdf::match
