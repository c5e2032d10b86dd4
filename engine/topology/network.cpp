// SPDX-License-Identifier: MIT
#include "topology/network.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/strong_components.hpp>
#include <cmath>
#include <unordered_map>

#include "topology/point_hash.h"

namespace bdf::topology {

namespace {

struct PointHash {
  std::size_t operator()(const Point& point) const { return hash_of(point); }
};

/// Numbers points as they come; one that is not finite equals no other.
class Numbering {
 public:
  explicit Numbering(std::vector<Point>& points) : points_(points) {}

  std::uint32_t operator()(Point point) {
    point.x += 0.0;  // -0 is 0
    point.y += 0.0;
    const auto next = static_cast<std::uint32_t>(points_.size());
    const bool finite = std::isfinite(point.x) && std::isfinite(point.y);
    const auto number = finite ? numbers_.try_emplace(point, next).first->second : next;
    if (number == next) points_.push_back(point);
    return number;
  }

 private:
  std::vector<Point>& points_;
  std::unordered_map<Point, std::uint32_t, PointHash> numbers_;
};

using Undirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
using Directed = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

void find_islands(Network& network) {
  Undirected graph(network.points.size());
  for (const auto& edge : network.edges) boost::add_edge(edge.first, edge.last, graph);
  network.islands.resize(network.points.size());
  if (!network.points.empty()) boost::connected_components(graph, network.islands.data());
}

void find_circuits(Network& network, std::span<const NetworkLine> lines) {
  network.circuits.resize(lines.size());
  if (network.points.empty()) return;
  Directed graph(network.points.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& edge = network.edges[i];
    if (lines[i].flow == Flow::along) boost::add_edge(edge.first, edge.last, graph);
    if (lines[i].flow == Flow::against) boost::add_edge(edge.last, edge.first, graph);
  }
  std::vector<std::uint32_t> strong(network.points.size());
  boost::strong_components(
      graph, boost::make_iterator_property_map(
                 strong.begin(), boost::get(boost::vertex_index, graph), std::uint32_t{0}));
  std::unordered_map<std::uint32_t, std::uint32_t> numbers;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& edge = network.edges[i];
    if (lines[i].flow == Flow::either || strong[edge.first] != strong[edge.last]) continue;
    const auto next = static_cast<std::uint32_t>(numbers.size());
    network.circuits[i] = numbers.try_emplace(strong[edge.first], next).first->second;
  }
}

void count_ends(Network& network, std::span<const NetworkLine> lines) {
  for (auto* counts : {&network.degrees, &network.into, &network.out_of})
    counts->assign(network.points.size(), 0);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto& edge = network.edges[i];
    ++network.degrees[edge.first];
    ++network.degrees[edge.last];
    if (lines[i].flow != Flow::against) ++network.out_of[edge.first], ++network.into[edge.last];
    if (lines[i].flow != Flow::along) ++network.into[edge.first], ++network.out_of[edge.last];
  }
}

}  // namespace

Network network_of(std::span<const NetworkLine> lines) {
  Network network;
  Numbering number(network.points);
  network.edges.reserve(lines.size());
  for (const auto& line : lines) {
    const auto first = number(line.first);
    network.edges.push_back({first, number(line.last)});
  }
  count_ends(network, lines);
  find_islands(network);
  find_circuits(network, lines);
  return network;
}

void add_lines(const Geometry& geometry, std::size_t feature, Flow flow,
               std::vector<NetworkLine>& lines) {
  if (geometry.kind != GeometryKind::line) return;
  for (std::size_t i = 0; i < geometry.ring_count(); ++i) {
    const auto begin = geometry.rings[i];
    const auto last = geometry.rings[i + 1] - 1;
    lines.push_back({feature,
                     {geometry.xy[2 * begin], geometry.xy[2 * begin + 1]},
                     {geometry.xy[2 * last], geometry.xy[2 * last + 1]},
                     flow});
  }
}

}  // namespace bdf::topology
