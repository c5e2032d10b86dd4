// SPDX-License-Identifier: MIT
// Lines as a network: where they meet.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "match/correspondence.h"
#include "match/shapes.h"

namespace bdf::match {

/// The places where the lines of a side begin and end, exactly the same ones as one node. Closed
/// lines and those of several parts have no ends.
class Network {
 public:
  static constexpr std::uint32_t no_node = static_cast<std::uint32_t>(-1);

  explicit Network(const Shapes& lines);

  /// Of a line's first or last vertex.
  [[nodiscard]] std::uint32_t node(std::uint32_t line, bool last) const {
    return nodes_[2 * line + (last ? 1 : 0)];
  }
  [[nodiscard]] Point place(std::uint32_t node) const { return places_[node]; }
  [[nodiscard]] std::size_t node_count() const { return places_.size(); }
  /// The node that is exactly there.
  [[nodiscard]] std::optional<std::uint32_t> find(Point place) const;
  /// The lines that end there, ascending.
  [[nodiscard]] std::span<const std::uint32_t> lines_at(std::uint32_t node) const;

 private:
  std::vector<std::uint32_t> nodes_;  ///< two a line
  std::vector<Point> places_;         ///< by node, ordered
  std::vector<std::uint32_t> begins_;
  std::vector<std::uint32_t> lines_;
};

/// Lets the network speak where pairs are in each other's way: a pair is worth the less the fewer
/// of its ends have neighbours that correspond by what is `chosen` beyond doubt. Ends at which
/// either side has no neighbour say nothing.
void weigh_neighbours(std::vector<Correspondence>& pairs, const Conflicts& conflicts,
                      const std::vector<Correspondence>& chosen, const Network& a,
                      const Network& b);

}  // namespace bdf::match
