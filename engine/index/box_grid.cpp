// SPDX-License-Identifier: MIT
#include "index/box_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bdf::index {

namespace {

constexpr std::size_t most_cells_of_a_box = 256;

bool is_a_box(const Box& box) { return box.min_x <= box.max_x && box.min_y <= box.max_y; }

bool has_ends(const Box& box) {
  return std::isfinite(box.min_x) && std::isfinite(box.min_y) && std::isfinite(box.max_x) &&
         std::isfinite(box.max_y);
}

/// How many cells of at least `mean` fit into `length`, at most `most` of them.
std::size_t cell_count(double length, double mean, double most) {
  const double wanted = mean > 0 ? length / mean : most;
  return static_cast<std::size_t>(std::clamp(std::floor(std::min(most, wanted)), 1.0, most));
}

}  // namespace

BoxGrid::BoxGrid(std::span<const Box> boxes) : boxes_(boxes.begin(), boxes.end()) {
  lay_out();
  fill();
}

void BoxGrid::lay_out() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  extent_ = {infinity, infinity, -infinity, -infinity};
  double count = 0;
  double width = 0;
  double height = 0;
  for (const auto& box : boxes_) {
    if (!is_a_box(box) || !has_ends(box)) continue;
    extent_ = {std::min(extent_.min_x, box.min_x), std::min(extent_.min_y, box.min_y),
               std::max(extent_.max_x, box.max_x), std::max(extent_.max_y, box.max_y)};
    width += box.max_x - box.min_x;
    height += box.max_y - box.min_y;
    ++count;
  }
  if (count == 0) return;
  const double most = std::max(1.0, std::ceil(std::sqrt(count)));
  columns_ = cell_count(extent_.max_x - extent_.min_x, width / count, most);
  rows_ = cell_count(extent_.max_y - extent_.min_y, height / count, most);
  const auto step = [](double length, std::size_t n) {
    const double cell = length / static_cast<double>(n);
    return std::isfinite(cell) && cell > 0 ? cell : 1.0;
  };
  cell_width_ = step(extent_.max_x - extent_.min_x, columns_);
  cell_height_ = step(extent_.max_y - extent_.min_y, rows_);
}

std::size_t BoxGrid::column_of(double x) const {
  const double column = std::floor((x - extent_.min_x) / cell_width_);
  return static_cast<std::size_t>(std::clamp(column, 0.0, static_cast<double>(columns_ - 1)));
}

std::size_t BoxGrid::row_of(double y) const {
  const double row = std::floor((y - extent_.min_y) / cell_height_);
  return static_cast<std::size_t>(std::clamp(row, 0.0, static_cast<double>(rows_ - 1)));
}

BoxGrid::Cells BoxGrid::cells_of(const Box& box) const {
  return {column_of(box.min_x), row_of(box.min_y), column_of(box.max_x), row_of(box.max_y)};
}

template <class Visit>
bool BoxGrid::visit_cells(const Box& box, Visit&& visit) const {
  const auto cells = cells_of(box);
  for (auto row = cells.first_row; row <= cells.last_row; ++row)
    for (auto column = cells.first_column; column <= cells.last_column; ++column)
      if (!visit(row * columns_ + column)) return false;
  return true;
}

/// A counting sort by cell.
void BoxGrid::fill() {
  begins_.assign(columns_ * rows_ + 1, 0);
  std::vector<std::uint32_t> inserted;
  for (std::uint32_t i = 0; i < boxes_.size(); ++i) {
    if (!is_a_box(boxes_[i])) continue;
    const bool large = !has_ends(boxes_[i]) || cells_of(boxes_[i]).count() > most_cells_of_a_box;
    (large ? large_ : inserted).push_back(i);
    if (!large) visit_cells(boxes_[i], [&](std::size_t cell) { return ++begins_[cell + 1] > 0; });
  }
  for (std::size_t cell = 1; cell < begins_.size(); ++cell) begins_[cell] += begins_[cell - 1];
  members_.resize(begins_.back());
  auto next = begins_;
  for (const auto i : inserted)
    visit_cells(boxes_[i], [&](std::size_t cell) {
      members_[next[cell]++] = i;
      return true;
    });
}

std::vector<std::uint32_t> BoxGrid::meeting(const Box& box) const {
  std::vector<std::uint32_t> found;
  meeting(box, boxes_.size(), found);
  return found;
}

bool BoxGrid::meeting(const Box& box, std::size_t most, std::vector<std::uint32_t>& found) const {
  found.clear();
  if (!is_a_box(box)) return true;
  const auto add = [&](std::uint32_t i) {
    if (found.size() == most) return false;
    found.push_back(i);
    return true;
  };
  for (const auto i : large_)
    if (meet(boxes_[i], box) && !add(i)) return false;
  if (columns_ == 0 || !meet(box, extent_)) return true;
  const bool all = visit_cells(box, [&](std::size_t cell) {
    for (auto at = begins_[cell]; at < begins_[cell + 1]; ++at) {
      const auto& other = boxes_[members_[at]];
      if (!meet(other, box)) continue;
      // A box that fills several cells is told in the one where the common part begins.
      const auto column = column_of(std::max(other.min_x, box.min_x));
      const auto row = row_of(std::max(other.min_y, box.min_y));
      if (row * columns_ + column == cell && !add(members_[at])) return false;
    }
    return true;
  });
  if (all) std::sort(found.begin(), found.end());
  return all;
}

}  // namespace bdf::index
