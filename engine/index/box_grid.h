// SPDX-License-Identifier: MIT
// Which boxes meet a box: a fixed grid on flat arrays.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/geometry.h"

namespace bdf::index {

/// A grid over boxes that do not change, its cells laid out one behind the other (compressed sparse
/// rows). Cells are about as large as the boxes are on average; boxes that would fill very many
/// cells, or have no end, are kept apart and looked at one by one.
///
/// A box whose minimum lies above its maximum, or that holds a NaN, meets nothing. Built in linear
/// time; keeps its own copy of the boxes; queries are const and may run in several threads.
class BoxGrid {
 public:
  explicit BoxGrid(std::span<const Box> boxes);

  /// The numbers of the boxes that share a point with this one, borders included; ascending, each
  /// once.
  [[nodiscard]] std::vector<std::uint32_t> meeting(const Box& box) const;

  /// The same into `found`, unless there are more than `most` of them: then false, `found` holds so
  /// many of them in any order, and the time taken does not depend on how many there are.
  bool meeting(const Box& box, std::size_t most, std::vector<std::uint32_t>& found) const;

 private:
  struct Cells {
    std::size_t first_column, first_row, last_column, last_row;
    [[nodiscard]] std::size_t count() const {
      return (last_column - first_column + 1) * (last_row - first_row + 1);
    }
  };

  void lay_out();
  void fill();
  [[nodiscard]] std::size_t column_of(double x) const;
  [[nodiscard]] std::size_t row_of(double y) const;
  [[nodiscard]] Cells cells_of(const Box& box) const;
  /// Until `visit` says false; whether it never did.
  template <class Visit>
  bool visit_cells(const Box& box, Visit&& visit) const;

  std::vector<Box> boxes_;
  Box extent_{};
  double cell_width_ = 1;
  double cell_height_ = 1;
  std::size_t columns_ = 0;  ///< 0: there is no box
  std::size_t rows_ = 0;
  std::vector<std::uint32_t> begins_;   ///< where each cell's members begin, and the end
  std::vector<std::uint32_t> members_;  ///< numbers of boxes, cell by cell
  std::vector<std::uint32_t> large_;    ///< boxes that stand in no cell
};

}  // namespace bdf::index
