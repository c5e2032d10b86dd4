// SPDX-License-Identifier: MIT
#include "match/courses.h"

#include <algorithm>
#include <cmath>

namespace bdf::match {

namespace {

constexpr std::uint32_t segments_of_a_piece = 8;

Point vertex(const Geometry& geometry, std::size_t i) {
  return {geometry.xy[2 * i], geometry.xy[2 * i + 1]};
}

Box box_of_vertices(const Geometry& geometry, std::uint32_t first, std::uint32_t last) {
  const auto start = vertex(geometry, first);
  Box box{start.x, start.y, start.x, start.y};
  for (auto i = first + 1; i <= last; ++i) {
    const auto at = vertex(geometry, i);
    box = {std::min(box.min_x, at.x), std::min(box.min_y, at.y), std::max(box.max_x, at.x),
           std::max(box.max_y, at.y)};
  }
  return box;
}

}  // namespace

Courses::Layout Courses::lay_out(const Shapes& shapes, const std::vector<bool>& left_out) {
  Layout layout;
  for (std::uint32_t shape = 0; shape < shapes.size(); ++shape) {
    if (!left_out.empty() && left_out[shape]) continue;
    const auto& geometry = shapes.geometries[shape];
    for (std::size_t path = 0; path < geometry.ring_count(); ++path) {
      const auto end = geometry.rings[path + 1];
      auto first = geometry.rings[path];
      if (first == end) continue;
      do {
        const auto last = std::min(first + segments_of_a_piece, end - 1);
        layout.pieces.push_back({shape, first, last});
        layout.boxes.push_back(box_of_vertices(geometry, first, last));
        first = last;
      } while (first + 1 < end);
    }
  }
  return layout;
}

Courses::Courses(const Shapes& shapes, const std::vector<bool>& left_out) : shapes_(shapes) {
  auto layout = lay_out(shapes, left_out);
  pieces_ = std::move(layout.pieces);
  grid_.emplace(layout.boxes);
  measure(left_out);
}

void Courses::measure(const std::vector<bool>& left_out) {
  first_vertex_.reserve(shapes_.size() + 1);
  for (std::size_t shape = 0; shape < shapes_.size(); ++shape) {
    first_vertex_.push_back(along_.size());
    if (!left_out.empty() && left_out[shape]) continue;
    measure(shapes_.geometries[shape]);
  }
  first_vertex_.push_back(along_.size());
}

void Courses::measure(const Geometry& geometry) {
  double length = 0;
  for (std::size_t path = 0; path < geometry.ring_count(); ++path)
    for (auto i = geometry.rings[path]; i < geometry.rings[path + 1]; ++i) {
      if (i > geometry.rings[path]) {
        const auto from = vertex(geometry, i - 1);
        const auto to = vertex(geometry, i);
        length += std::hypot(to.x - from.x, to.y - from.y);
      }
      along_.push_back(length);
    }
}

double Courses::length(std::uint32_t shape) const {
  const auto end = first_vertex_[shape + 1];
  return end == first_vertex_[shape] ? 0 : along_[end - 1];
}

Point Courses::at(std::uint32_t shape, double position) const {
  const auto begin = along_.begin() + static_cast<std::ptrdiff_t>(first_vertex_[shape]);
  const auto end = along_.begin() + static_cast<std::ptrdiff_t>(first_vertex_[shape + 1]);
  const auto& geometry = shapes_.geometries[shape];
  const auto next = std::lower_bound(begin, end, position);
  if (next == begin) return vertex(geometry, 0);
  if (next == end) return vertex(geometry, geometry.vertex_count() - 1);
  const auto i = static_cast<std::size_t>(next - begin);
  const auto from = vertex(geometry, i - 1);
  const auto to = vertex(geometry, i);
  const double t = (position - *(next - 1)) / (*next - *(next - 1));
  return {from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)};
}

Place Courses::nearest_of(const Piece& piece, Point point) const {
  const auto& geometry = shapes_.geometries[piece.shape];
  const double* along = along_.data() + first_vertex_[piece.shape];
  const auto start = vertex(geometry, piece.first);
  double least =
      (start.x - point.x) * (start.x - point.x) + (start.y - point.y) * (start.y - point.y);
  double position = along[piece.first];
  for (auto i = piece.first; i < piece.last; ++i) {
    const auto from = vertex(geometry, i);
    const auto to = vertex(geometry, i + 1);
    const Point axis{to.x - from.x, to.y - from.y};
    const Point out{point.x - from.x, point.y - from.y};
    const double square = axis.x * axis.x + axis.y * axis.y;
    if (square <= 0) continue;
    const double t = std::clamp((out.x * axis.x + out.y * axis.y) / square, 0.0, 1.0);
    const double dx = out.x - t * axis.x;
    const double dy = out.y - t * axis.y;
    const double distance = dx * dx + dy * dy;
    if (distance >= least) continue;
    least = distance;
    position = along[i] + t * (along[i + 1] - along[i]);
  }
  return {piece.shape, position, std::sqrt(least)};
}

bool Courses::near(Point point, double radius, std::vector<Place>& places, std::size_t most) const {
  places.clear();
  const Box box{point.x - radius, point.y - radius, point.x + radius, point.y + radius};
  thread_local std::vector<std::uint32_t> numbers;
  if (!grid_->meeting(box, most_pieces, numbers)) return false;
  // Pieces stand in the order of shapes, and so do the numbers that the grid finds.
  for (const auto number : numbers) {
    const auto place = nearest_of(pieces_[number], point);
    if (!(place.distance <= radius)) continue;
    if (!places.empty() && places.back().shape == place.shape) {
      if (place.distance < places.back().distance) places.back() = place;
      continue;
    }
    if (places.size() == most) {
      places.clear();
      return false;
    }
    places.push_back(place);
  }
  return true;
}

}  // namespace bdf::match
