// SPDX-License-Identifier: MIT
#include "match/between_nodes.h"

#include <algorithm>
#include <map>
#include <optional>

#include "geometry/closeness.h"
#include "match/network.h"

namespace bdf::match {

namespace {

using Rows = std::vector<std::uint32_t>;

constexpr double least_length_ratio = 0.5;
constexpr double least_agreement = 0.7;       ///< of attributes, where they say anything
constexpr double greatest_confidence = 0.95;  ///< it was seen to end alike, not to run alike

/// Which nodes of b the nodes of a are.
class SameNodes {
 public:
  SameNodes(const Shapes& a, const Shapes& b, const Network& nodes_a, const Network& nodes_b)
      : a_(a), b_(b), nodes_a_(nodes_a), nodes_b_(nodes_b), votes_(nodes_a.node_count()) {}

  void learn(const std::vector<Link>& links) {
    for (const auto& link : links) {
      if (link.a.size() != 1 || link.b.size() != 1) continue;
      const auto i = shape_of(a_, link.a[0]);
      const auto j = shape_of(b_, link.b[0]);
      for (const bool last : {false, true})
        vote(nodes_a_.node(i, last), nodes_b_.node(j, last != link.reversed));
    }
  }
  [[nodiscard]] std::optional<std::uint32_t> of(std::uint32_t node) const {
    if (node == Network::no_node) return std::nullopt;
    if (const auto there = nodes_b_.find(nodes_a_.place(node))) return there;
    const auto& votes = votes_[node];
    const auto most = std::max_element(
        votes.begin(), votes.end(),
        [](const auto& one, const auto& other) { return one.second < other.second; });
    return most == votes.end() ? std::nullopt : std::optional(most->first);
  }

 private:
  void vote(std::uint32_t node_a, std::uint32_t node_b) {
    if (node_a != Network::no_node && node_b != Network::no_node) ++votes_[node_a][node_b];
  }

  const Shapes& a_;
  const Shapes& b_;
  const Network& nodes_a_;
  const Network& nodes_b_;
  std::vector<std::map<std::uint32_t, int>> votes_;
};

/// The shapes that are in no link.
Rows open_ones(const std::vector<bool>& linked) {
  Rows open;
  for (std::uint32_t i = 0; i < linked.size(); ++i)
    if (!linked[i]) open.push_back(i);
  return open;
}

using NodePair = std::pair<std::uint32_t, std::uint32_t>;

/// Lines by the nodes of b between which they run, the smaller first.
using Runs = std::map<NodePair, Rows>;

NodePair ordered(std::uint32_t one, std::uint32_t other) { return std::minmax(one, other); }

/// Then they are two objects that took the same place in the network one after the other.
bool carry_different_things(std::uint32_t row_a, std::uint32_t row_b, const Matching& how) {
  if (!how.agreement) return false;
  const auto agreement = how.agreement(row_a, row_b);
  return agreement && *agreement < least_agreement;
}

Link link_of(const Shapes& a, const Shapes& b, std::uint32_t i, std::uint32_t j) {
  Link link;
  link.a = {a.rows[i]};
  link.b = {b.rows[j]};
  link.reason = LinkReason::same_ends;
  const auto [less, more] = std::minmax(a.sizes[i], b.sizes[j]);
  const double ratio = more > 0 ? less / more : 1;
  link.confidence = greatest_confidence * (1 - 0.2 * (1 - ratio));
  link.pairs = {{link.a[0], link.b[0], 1, 1, {}, {}, false, {{Measure::length_ratio, ratio}}}};
  return link;
}

}  // namespace

std::vector<Link> match_between_nodes(const Shapes& a, const Shapes& b,
                                      const GeometricMatches& matches, const Matching& how) {
  const auto open_a = open_ones(linked_shapes(a, matches, &Link::a));
  const auto open_b = open_ones(linked_shapes(b, matches, &Link::b));
  if (open_a.empty() || open_b.empty()) return {};
  const Network nodes_a(a);
  const Network nodes_b(b);
  SameNodes same(a, b, nodes_a, nodes_b);
  same.learn(matches.accepted);
  Runs runs_a;
  Runs runs_b;
  for (const auto i : open_a) {
    const auto from = same.of(nodes_a.node(i, false));
    const auto to = same.of(nodes_a.node(i, true));
    if (from && to) runs_a[ordered(*from, *to)].push_back(i);
  }
  for (const auto j : open_b)
    if (nodes_b.node(j, false) != Network::no_node)
      runs_b[ordered(nodes_b.node(j, false), nodes_b.node(j, true))].push_back(j);
  std::vector<Link> links;
  for (const auto& [nodes, lines] : runs_a) {
    const auto there = runs_b.find(nodes);
    if (lines.size() != 1 || there == runs_b.end() || there->second.size() != 1) continue;
    const auto i = lines[0];
    const auto j = there->second[0];
    const auto [less, more] = std::minmax(a.sizes[i], b.sizes[j]);
    if (less < least_length_ratio * more ||
        !geometry::same_course(a.geometries[i], b.geometries[j], how.options.shift))
      continue;
    if (carry_different_things(a.rows[i], b.rows[j], how)) continue;
    auto link = link_of(a, b, i, j);
    link.reversed = same.of(nodes_a.node(i, false)) != nodes_b.node(j, false);
    link.pairs[0].reversed = link.reversed;
    links.push_back(std::move(link));
  }
  return links;
}

}  // namespace bdf::match
