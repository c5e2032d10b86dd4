// SPDX-License-Identifier: MIT
// Clusters: the connected components of links. The unit of merge, conflict and review.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/three_way.h"

namespace bdf {

/// All clusters of one layer. Every row of every side is in exactly one.
///
/// For each side, `members[side]` lists row numbers of that side's RowIndex, cluster by cluster,
/// and `begins[side]` says where each cluster's rows begin (one entry a cluster, and the end).
struct Clusters {
  ThreeWay<std::vector<std::uint32_t>> members;
  ThreeWay<std::vector<std::uint32_t>> begins;

  [[nodiscard]] std::size_t size() const {
    return begins.local.empty() ? 0 : begins.local.size() - 1;
  }
  [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t cluster, Side side) const {
    const auto& begin = begins[side];
    return std::span(members[side]).subspan(begin[cluster], begin[cluster + 1] - begin[cluster]);
  }
};

}  // namespace bdf
