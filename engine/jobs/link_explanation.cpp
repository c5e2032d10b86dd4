// SPDX-License-Identifier: MIT
#include "jobs/link_explanation.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "geometry/closeness.h"
#include "geometry/measure.h"
#include "geometry/nearest.h"
#include "geometry/overlap.h"
#include "geometry/wkb.h"
#include "io/crs.h"
#include "jobs/row_names.h"

namespace bdf::jobs {

namespace {

std::optional<Geometry> shape_of(const SideReader& reader, std::int64_t fid) {
  const auto table = reader.read_shapes({&fid, 1}, 1);
  auto shape = geometry::geometry_of(table.geometries[0]);
  return shape && !shape->empty() ? shape : std::nullopt;
}

double size_of(const Geometry& shape) {
  return shape.kind == GeometryKind::polygon ? geometry::area_of(shape)
                                             : geometry::length_of(shape);
}

Closeness closeness_of(const Geometry& a, const Geometry& b) {
  Closeness found;
  found.nearest = geometry::nearest_distance(a, b);
  found.greatest = geometry::deviation_of(a, b);
  found.size_of_a = size_of(a);
  found.size_of_b = size_of(b);
  found.areas = a.kind == GeometryKind::polygon && b.kind == GeometryKind::polygon;
  found.lines = a.kind == GeometryKind::line && b.kind == GeometryKind::line;
  if (found.areas) found.common = geometry::common_area(a, b);
  return found;
}

bool holds(const std::vector<std::uint32_t>& rows, std::uint32_t row) {
  return std::find(rows.begin(), rows.end(), row) != rows.end();
}

bool pairs(const Link& link, std::uint32_t a, std::uint32_t b) {
  bool found = false;
  for_each_pair(link, [&](const LinkedPair& pair) { found |= pair.a == a && pair.b == b; });
  return found;
}

/// Where both features are: a layer, and their rows.
struct Found {
  std::size_t layer = 0;
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

[[noreturn]] void fail_unknown(const Match& match, Side side, const std::string& id) {
  throw InputError(msg("{} has no feature “{}”", match.inputs[side]->name, id));
}

/// Which of the two no layer knows, or that no layer knows both.
[[noreturn]] void fail_to_find(const Match& match, const std::string& a, const std::string& b) {
  bool known_in_a = false;
  bool known_in_b = false;
  for (const auto& layer : match.layers) {
    known_in_a = known_in_a || RowFinder(layer.a).find(a);
    known_in_b = known_in_b || RowFinder(layer.b).find(b);
  }
  if (!known_in_a) fail_unknown(match, Side::local, a);
  if (!known_in_b) fail_unknown(match, Side::reference, b);
  throw InputError(msg("“{}” and “{}” are features of different layers", a, b));
}

Found find(const Match& match, const std::string& a, const std::string& b) {
  std::optional<Found> found;
  for (std::size_t i = 0; i < match.layers.size(); ++i) {
    const auto row_a = RowFinder(match.layers[i].a).find(a);
    const auto row_b = RowFinder(match.layers[i].b).find(b);
    if (!row_a || !row_b) continue;
    if (found)
      throw UsageError(msg("“{}” and “{}” are in several layers: name one with --layer", a, b));
    found = Found{i, *row_a, *row_b};
  }
  if (!found) fail_to_find(match, a, b);
  return *found;
}

}  // namespace

LinkExplanation explain_link(const Match& match, const std::string& a, const std::string& b) {
  const auto found = find(match, a, b);
  const auto& layer = match.layers[found.layer];
  LinkExplanation explanation{&layer, found.a, found.b, {}, {}, {}, {}, false};
  for (const auto& one : layer.links) {
    if (pairs(one.link, found.a, found.b))
      explanation.together.push_back(&one);
    else if (holds(one.link.a, found.a))
      explanation.of_a.push_back(&one);
    else if (holds(one.link.b, found.b))
      explanation.of_b.push_back(&one);
  }
  const auto shape_a = shape_of(match.reader(found.layer, Side::local), layer.a.fids[found.a]);
  const auto shape_b = shape_of(match.reader(found.layer, Side::reference), layer.b.fids[found.b]);
  if (shape_a && shape_b) explanation.closeness = closeness_of(*shape_a, *shape_b);
  explanation.degrees = io::is_geographic(match.versions[found.layer].crs.crs);
  return explanation;
}

}  // namespace bdf::jobs
