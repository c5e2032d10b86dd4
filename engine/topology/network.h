// SPDX-License-Identifier: MIT
// Lines that meet at their ends, as a graph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/geometry.h"

namespace bdf::topology {

/// The way the water takes along a line.
enum class Flow : std::uint8_t { along, against, either };

/// A line of a network, by its ends.
struct NetworkLine {
  std::size_t feature = 0;  ///< whatever the caller calls it by
  Point first, last;
  Flow flow = Flow::either;
};

/// Two ends meet where their coordinates are the same numbers; points are numbered in the order in
/// which lines name them.
struct Network {
  struct Edge {
    std::uint32_t first, last;  ///< points
  };
  std::vector<Point> points;
  std::vector<Edge> edges;             ///< one a line, in their order
  std::vector<std::uint32_t> degrees;  ///< by point: how many ends stand there
  std::vector<std::uint32_t> into;     ///< by point: how many lines may bring water there
  std::vector<std::uint32_t> out_of;   ///< by point: how many may take it away
  std::vector<std::uint32_t> islands;  ///< by point: the connected part that it is in, from 0
  /// By line: the circuit that it is on, from 0, if water could go round and round there (Tarjan
  /// 1972); lines that flow either way are on none.
  std::vector<std::optional<std::uint32_t>> circuits;

  /// Where lines bring water, but none takes it away.
  [[nodiscard]] bool is_sink(std::uint32_t point) const {
    return into[point] > 0 && out_of[point] == 0;
  }
};

/// Lines with an end that is not finite stand apart: each such end is a point of its own. n log n.
[[nodiscard]] Network network_of(std::span<const NetworkLine> lines);

/// The single lines of a geometry, all of one feature; none for points and areas.
void add_lines(const Geometry& geometry, std::size_t feature, Flow flow,
               std::vector<NetworkLine>& lines);

}  // namespace bdf::topology
