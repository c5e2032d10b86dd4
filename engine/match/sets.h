// SPDX-License-Identifier: MIT
// Disjoint sets.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

namespace bdf::match {

/// Disjoint sets of the numbers 0 to n - 1, with path halving (Tarjan and van Leeuwen 1984). The
/// smallest number of a set stands for it, whatever the order of joining.
class Sets {
 public:
  explicit Sets(std::size_t n) : parent_(n) {
    std::iota(parent_.begin(), parent_.end(), std::uint32_t{0});
  }
  std::uint32_t find(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::uint32_t i, std::uint32_t j) {
    i = find(i);
    j = find(j);
    parent_[std::max(i, j)] = std::min(i, j);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace bdf::match
