// SPDX-License-Identifier: MIT
// The features of one side that have no counterpart yet, decoded for comparison.
#pragma once

#include <cstdint>
#include <vector>

#include "model/feature_table.h"
#include "model/geometry.h"

namespace bdf::match {

/// Features of one side that nothing links yet, and the row of each in its side's RowIndex. The
/// table must outlive it.
struct Unlinked {
  const FeatureTable* features = nullptr;
  std::vector<std::uint32_t> rows;  ///< ascending, one a feature
};

/// The feature of a row that is among them.
[[nodiscard]] FeatureRef feature_of(const Unlinked& unlinked, std::uint32_t row);

/// The area that two boxes share.
[[nodiscard]] double common_area(const Box& a, const Box& b);

/// Decoded, one a feature. What cannot be decoded, is empty, or has a coordinate that is no number
/// or nowhere on Earth, is empty and has a box that meets nothing.
struct Shapes {
  std::vector<std::uint32_t> rows;
  std::vector<Geometry> geometries;
  std::vector<Box> boxes;
  std::vector<double> sizes;  ///< length, area, or the number of points

  [[nodiscard]] std::size_t size() const { return rows.size(); }
};

/// The number of the shape of a row that is among them.
[[nodiscard]] std::uint32_t shape_of(const Shapes& shapes, std::uint32_t row);

[[nodiscard]] Shapes shapes_of(const Unlinked& unlinked, int threads);

/// The rows of some shapes.
[[nodiscard]] std::vector<std::uint32_t> rows_of(const Shapes& shapes,
                                                 const std::vector<std::uint32_t>& numbers);

/// Adds one, decoded, whose row comes after all of these or is the last.
void append(Shapes& shapes, std::uint32_t row, const ValueView& geometry);

/// Adds shapes whose rows come after all of these.
void append(Shapes& shapes, Shapes&& more);

/// Those of them that are not `taken`, in the same order.
[[nodiscard]] Shapes rest_of(Shapes&& shapes, const std::vector<bool>& taken);
[[nodiscard]] Shapes rest_of(const Shapes& shapes, const std::vector<bool>& taken);

}  // namespace bdf::match
