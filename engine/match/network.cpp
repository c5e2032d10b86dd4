// SPDX-License-Identifier: MIT
#include "match/network.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace bdf::match {

namespace {

constexpr double strangers_cost = 0.5;      ///< of the score, where no neighbours correspond
constexpr std::size_t most_at_a_node = 64;  ///< where more meet, nothing is told by it
constexpr double sure_margin =
    0.3;  ///< below it a pair is no witness for others, which could be its
constexpr double reaches_end = 0.1;  ///< of the length, from an end

bool comes_before(const Point& one, const Point& other) {
  return std::pair(one.x, one.y) < std::pair(other.x, other.y);
}

/// The first or last vertex of a line that has ends.
std::optional<Point> end_of(const Geometry& line, bool last) {
  const auto& xy = line.xy;
  if (line.kind != GeometryKind::line || line.ring_count() != 1 || xy.size() < 4)
    return std::nullopt;
  const auto n = xy.size();
  if (xy[0] == xy[n - 2] && xy[1] == xy[n - 1]) return std::nullopt;
  const auto end = last ? Point{xy[n - 2], xy[n - 1]} : Point{xy[0], xy[1]};
  return std::isfinite(end.x) && std::isfinite(end.y) ? std::optional(end) : std::nullopt;
}

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Pairs numbers_of(const std::vector<Correspondence>& chosen) {
  Pairs pairs;
  pairs.reserve(chosen.size());
  for (const auto& pair : chosen)
    if (pair.margin >= sure_margin) pairs.emplace_back(pair.a, pair.b);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

/// Whether a neighbour of one at its node corresponds to one of the other's; nullopt where either
/// has none.
class Neighbours {
 public:
  Neighbours(const std::vector<Correspondence>& chosen, const Network& a, const Network& b)
      : chosen_(numbers_of(chosen)), a_(a), b_(b) {}

  /// The part of the ends at which they do.
  [[nodiscard]] std::optional<double> of(const Correspondence& pair) const {
    double known = 0;
    double hits = 0;
    for (const bool last : {false, true}) {
      const bool last_of_b = last != pair.reversed;
      if (!reaches(pair.on_a, last) || !reaches(pair.on_b, last_of_b)) continue;
      const auto hit = correspond(pair, a_.node(pair.a, last), b_.node(pair.b, last_of_b));
      if (!hit) continue;
      ++known;
      if (*hit) ++hits;
    }
    return known > 0 ? std::optional(hits / known) : std::nullopt;
  }

 private:
  static bool reaches(const Stretch& stretch, bool last) {
    return last ? stretch.to >= 1 - reaches_end : stretch.from <= reaches_end;
  }
  [[nodiscard]] std::optional<bool> correspond(const Correspondence& pair, std::uint32_t node_a,
                                               std::uint32_t node_b) const {
    if (node_a == Network::no_node || node_b == Network::no_node) return std::nullopt;
    if (a_.lines_at(node_a).size() > most_at_a_node || b_.lines_at(node_b).size() > most_at_a_node)
      return std::nullopt;
    bool known = false;
    for (const auto i : a_.lines_at(node_a))
      for (const auto j : b_.lines_at(node_b)) {
        if (i == pair.a || j == pair.b) continue;
        known = true;
        if (std::binary_search(chosen_.begin(), chosen_.end(), std::pair(i, j))) return true;
      }
    return known ? std::optional(false) : std::nullopt;
  }

  Pairs chosen_;
  const Network& a_;
  const Network& b_;
};

}  // namespace

Network::Network(const Shapes& lines) : nodes_(2 * lines.size(), no_node) {
  for (const auto& line : lines.geometries)
    for (const bool last : {false, true})
      if (const auto end = end_of(line, last)) places_.push_back(*end);
  std::sort(places_.begin(), places_.end(), comes_before);
  places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
  begins_.assign(places_.size() + 1, 0);
  for (std::uint32_t i = 0; i < lines.size(); ++i)
    for (const bool last : {false, true})
      if (const auto end = end_of(lines.geometries[i], last)) {
        const auto node = *find(*end);
        nodes_[2 * i + (last ? 1 : 0)] = node;
        ++begins_[node + 1];
      }
  for (std::size_t node = 1; node < begins_.size(); ++node) begins_[node] += begins_[node - 1];
  lines_.resize(begins_.back());
  auto next = begins_;
  for (std::uint32_t i = 0; i < nodes_.size(); ++i)
    if (nodes_[i] != no_node) lines_[next[nodes_[i]]++] = i / 2;
}

std::optional<std::uint32_t> Network::find(Point place) const {
  const auto at = std::lower_bound(places_.begin(), places_.end(), place, comes_before);
  if (at == places_.end() || !(*at == place)) return std::nullopt;
  return static_cast<std::uint32_t>(at - places_.begin());
}

std::span<const std::uint32_t> Network::lines_at(std::uint32_t node) const {
  return std::span(lines_).subspan(begins_[node], begins_[node + 1] - begins_[node]);
}

void weigh_neighbours(std::vector<Correspondence>& pairs, const Conflicts& conflicts,
                      const std::vector<Correspondence>& chosen, const Network& a,
                      const Network& b) {
  const Neighbours neighbours(chosen, a, b);
  const auto in_conflict = disputed(pairs.size(), conflicts);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (!in_conflict[i]) continue;
    auto& pair = pairs[i];
    pair.neighbours = neighbours.of(pair);
    if (pair.neighbours) pair.score *= 1 - strangers_cost * (1 - *pair.neighbours);
  }
}

}  // namespace bdf::match
