// SPDX-License-Identifier: MIT
// Lines (and outlines of areas) laid out for walking along them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "index/box_grid.h"
#include "match/shapes.h"

namespace bdf::match {

/// More pieces than this within the radius of a point are a crowd in which nothing can be told
/// apart.
inline constexpr std::size_t most_pieces = 512;

/// And more shapes than this near a place of a line or an outline.
inline constexpr std::size_t most_beside = 64;

/// A place of a shape near a point.
struct Place {
  std::uint32_t shape = 0;
  double position = 0;  ///< along the shape, from its first vertex; units of the CRS
  double distance = 0;  ///< to the point
};

/// The courses of shapes, in pieces of a few segments on a grid, so that a line of a thousand
/// kilometres costs no more where it passes than a short one. The shapes must outlive it. Queries
/// are const and may run in several threads.
class Courses {
 public:
  explicit Courses(const Shapes& shapes) : Courses(shapes, {}) {}
  /// Without those `left_out`: they are near nothing, and have no length.
  Courses(const Shapes& shapes, const std::vector<bool>& left_out);

  /// Whether the shape has a vertex, and is not left out.
  [[nodiscard]] bool has(std::uint32_t shape) const {
    return first_vertex_[shape + 1] > first_vertex_[shape];
  }

  /// The length of all paths of a shape.
  [[nodiscard]] double length(std::uint32_t shape) const;
  /// The point at a position; the positions of a shape's paths follow one another.
  [[nodiscard]] Point at(std::uint32_t shape, double position) const;
  /// The place of each shape that is nearest to `point`, of those within `radius`; ordered by
  /// shape. None, and false, where so many pieces meet (most_pieces), or there are so many shapes
  /// (`most`), that it says nothing. `places` is overwritten.
  bool near(Point point, double radius, std::vector<Place>& places,
            std::size_t most = most_pieces) const;

  [[nodiscard]] const Shapes& shapes() const { return shapes_; }

 private:
  /// Segments of one path: from vertex `first` to vertex `last`.
  struct Piece {
    std::uint32_t shape, first, last;
  };
  struct Layout {
    std::vector<Piece> pieces;
    std::vector<Box> boxes;
  };

  [[nodiscard]] static Layout lay_out(const Shapes& shapes, const std::vector<bool>& left_out);
  void measure(const std::vector<bool>& left_out);
  void measure(const Geometry& geometry);
  [[nodiscard]] Place nearest_of(const Piece& piece, Point point) const;

  const Shapes& shapes_;
  std::vector<Piece> pieces_;
  std::optional<index::BoxGrid> grid_;
  std::vector<std::uint64_t> first_vertex_;  ///< of each shape in `along_`
  std::vector<double> along_;                ///< of each vertex, from its shape's first
};

}  // namespace bdf::match
