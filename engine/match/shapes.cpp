// SPDX-License-Identifier: MIT
#include "match/shapes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "base/parallel.h"
#include "geometry/measure.h"
#include "geometry/wkb.h"

namespace bdf::match {

namespace {

constexpr double farthest = 1e12;  ///< a coordinate of a place on Earth, in millimetres too

double size_of(const Geometry& geometry) {
  switch (geometry.kind) {
    case GeometryKind::point:
      return static_cast<double>(geometry.vertex_count());
    case GeometryKind::line:
      return geometry::length_of(geometry);
    case GeometryKind::polygon:
      break;
  }
  return geometry::area_of(geometry);
}

Geometry decoded(const ValueView& value) {
  auto geometry = geometry::geometry_of(value).value_or(Geometry{});
  const bool is_somewhere = std::all_of(geometry.xy.begin(), geometry.xy.end(),
                                        [](double v) { return std::abs(v) <= farthest; });
  if (!is_somewhere) return {};
  return geometry;
}

void add(const Shapes& shapes, std::size_t i, Geometry geometry, Shapes& to) {
  to.rows.push_back(shapes.rows[i]);
  to.geometries.push_back(std::move(geometry));
  to.boxes.push_back(shapes.boxes[i]);
  to.sizes.push_back(shapes.sizes[i]);
}

}  // namespace

FeatureRef feature_of(const Unlinked& unlinked, std::uint32_t row) {
  const auto at = std::lower_bound(unlinked.rows.begin(), unlinked.rows.end(), row);
  return {unlinked.features, static_cast<std::size_t>(at - unlinked.rows.begin())};
}

double common_area(const Box& a, const Box& b) {
  const double width = std::min(a.max_x, b.max_x) - std::max(a.min_x, b.min_x);
  const double height = std::min(a.max_y, b.max_y) - std::max(a.min_y, b.min_y);
  return std::max(width, 0.0) * std::max(height, 0.0);
}

std::uint32_t shape_of(const Shapes& shapes, std::uint32_t row) {
  const auto at = std::lower_bound(shapes.rows.begin(), shapes.rows.end(), row);
  return static_cast<std::uint32_t>(at - shapes.rows.begin());
}

Shapes shapes_of(const Unlinked& unlinked, int threads) {
  Shapes shapes{unlinked.rows, {}, {}, {}};
  const auto n = unlinked.rows.size();
  shapes.geometries.resize(n);
  shapes.boxes.resize(n);
  shapes.sizes.resize(n);
  parallel_for_each(n, threads, [&](std::size_t i) {
    shapes.geometries[i] = decoded(unlinked.features->geometries[i]);
    shapes.boxes[i] = box_of(shapes.geometries[i]).value_or(nowhere);
    shapes.sizes[i] = size_of(shapes.geometries[i]);
  });
  return shapes;
}

std::vector<std::uint32_t> rows_of(const Shapes& shapes,
                                   const std::vector<std::uint32_t>& numbers) {
  std::vector<std::uint32_t> rows;
  rows.reserve(numbers.size());
  for (const auto number : numbers) rows.push_back(shapes.rows[number]);
  return rows;
}

void append(Shapes& shapes, std::uint32_t row, const ValueView& geometry) {
  shapes.rows.push_back(row);
  shapes.geometries.push_back(decoded(geometry));
  shapes.boxes.push_back(box_of(shapes.geometries.back()).value_or(nowhere));
  shapes.sizes.push_back(size_of(shapes.geometries.back()));
}

void append(Shapes& shapes, Shapes&& more) {
  const auto add = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  add(shapes.rows, more.rows);
  add(shapes.geometries, more.geometries);
  add(shapes.boxes, more.boxes);
  add(shapes.sizes, more.sizes);
}

Shapes rest_of(Shapes&& shapes, const std::vector<bool>& taken) {
  Shapes rest;
  for (std::size_t i = 0; i < shapes.size(); ++i)
    if (!taken[i]) add(shapes, i, std::move(shapes.geometries[i]), rest);
  return rest;
}

Shapes rest_of(const Shapes& shapes, const std::vector<bool>& taken) {
  Shapes rest;
  for (std::size_t i = 0; i < shapes.size(); ++i)
    if (!taken[i]) add(shapes, i, shapes.geometries[i], rest);
  return rest;
}

}  // namespace bdf::match
