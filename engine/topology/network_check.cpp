// SPDX-License-Identifier: MIT
#include "topology/network_check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "geometry/nearest.h"
#include "index/box_grid.h"

namespace bdf::topology {

namespace {

double distance(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

/// By point, the first line that ends there.
std::vector<std::size_t> first_lines(const Network& network) {
  std::vector<std::size_t> lines(network.points.size(), network.edges.size());
  for (std::size_t i = network.edges.size(); i-- > 0;) {
    lines[network.edges[i].first] = i;
    lines[network.edges[i].last] = i;
  }
  return lines;
}

class Flaws {
 public:
  Flaws(std::span<const NetworkLine> lines, const NetworkMeasures& measures)
      : lines_(lines),
        measures_(measures),
        network_(network_of(lines)),
        line_at_(first_lines(network_)) {}

  std::vector<FlawedPlace> find(std::span<const Course> courses) {
    find_ends_apart();
    find_ends_on(courses);
    for (std::uint32_t i = 0; i < network_.points.size(); ++i)
      if (network_.degrees[i] > 1 && network_.is_sink(i))
        flaws_.push_back(
            {NetworkFlaw::sink, feature_at(i), network_.points[i], network_.degrees[i]});
    find_circuits();
    find_islands();
    return std::move(flaws_);
  }

 private:
  [[nodiscard]] std::size_t feature_at(std::uint32_t point) const {
    return lines_[line_at_[point]].feature;
  }
  [[nodiscard]] std::set<std::pair<std::uint32_t, std::uint32_t>> joined() const;
  void find_ends_apart();
  void find_ends_on(std::span<const Course> courses);
  void find_circuits();
  void find_islands();

  std::span<const NetworkLine> lines_;
  const NetworkMeasures& measures_;
  Network network_;
  std::vector<std::size_t> line_at_;
  std::vector<FlawedPlace> flaws_;
};

/// Points that a line as short as the reach joins.
std::set<std::pair<std::uint32_t, std::uint32_t>> Flaws::joined() const {
  std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const auto& edge : network_.edges)
    if (distance(network_.points[edge.first], network_.points[edge.last]) < measures_.reach)
      pairs.insert(std::minmax(edge.first, edge.last));
  return pairs;
}

void Flaws::find_ends_apart() {
  std::vector<Box> boxes;
  for (const auto& point : network_.points) boxes.push_back(box_around(point, 0));
  const index::BoxGrid grid(boxes);
  const auto together = joined();
  for (std::uint32_t i = 0; i < network_.points.size(); ++i)
    for (const auto other : grid.meeting(box_around(network_.points[i], measures_.reach))) {
      if (other <= i || together.contains({i, other})) continue;
      if (distance(network_.points[i], network_.points[other]) < measures_.reach)
        flaws_.push_back(
            {NetworkFlaw::ends_apart, feature_at(i), network_.points[i], feature_at(other)});
    }
}

void Flaws::find_ends_on(std::span<const Course> courses) {
  std::vector<Box> boxes;
  for (const auto& course : courses) boxes.push_back(box_of(*course.geometry).value_or(nowhere));
  const index::BoxGrid grid(boxes);
  for (std::uint32_t i = 0; i < network_.points.size(); ++i) {
    const auto& point = network_.points[i];
    for (const auto found : grid.meeting(box_around(point, measures_.tolerance))) {
      const auto& course = *courses[found].geometry;
      std::vector<NetworkLine> parts;
      add_lines(course, 0, Flow::either, parts);
      const bool ends_there = std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
        return distance(part.first, point) < measures_.reach ||
               distance(part.last, point) < measures_.reach;
      });
      Geometry place;
      place.xy = {point.x, point.y};
      place.rings = {0, 1};
      place.parts = {0, 1};
      if (ends_there ||
          geometry::nearest_distance(place, course).value_or(measures_.reach) > measures_.tolerance)
        continue;
      flaws_.push_back({NetworkFlaw::end_on_line, feature_at(i), point, courses[found].feature});
    }
  }
}

void Flaws::find_circuits() {
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> circuits;  // first line, how many
  for (std::size_t i = 0; i < lines_.size(); ++i)
    if (network_.circuits[i])
      ++circuits.try_emplace(*network_.circuits[i], i, 0).first->second.second;
  for (const auto& [number, lines] : circuits)
    flaws_.push_back({NetworkFlaw::circuit, lines_[lines.first].feature, lines_[lines.first].first,
                      lines.second});
}

void Flaws::find_islands() {
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> islands;
  for (std::size_t i = 0; i < lines_.size(); ++i)
    ++islands.try_emplace(network_.islands[network_.edges[i].first], i, 0).first->second.second;
  const auto largest = std::max_element(
      islands.begin(), islands.end(),
      [](const auto& one, const auto& other) { return one.second.second < other.second.second; });
  for (auto island = islands.begin(); island != islands.end(); ++island) {
    if (island == largest) continue;
    const auto& [first, count] = island->second;
    flaws_.push_back({NetworkFlaw::island, lines_[first].feature, lines_[first].first, count});
  }
}

using Places = std::set<std::pair<double, double>>;

std::pair<double, double> key_of(const Point& point) { return {point.x, point.y}; }

/// A line: its feature, and the how manyeth of the feature's lines it is.
using LineId = std::pair<std::size_t, std::size_t>;

std::vector<LineId> ids_of(const std::vector<NetworkLine>& lines) {
  std::map<std::size_t, std::size_t> counts;
  std::vector<LineId> ids;
  for (const auto& line : lines) ids.emplace_back(line.feature, counts[line.feature]++);
  return ids;
}

/// What is wrong with one version, to be looked up.
struct Known {
  Places dead_ends, sinks;
  std::set<std::pair<std::size_t, bool>> free_ends;  ///< by feature; whether it is the first end
  std::map<LineId, std::uint32_t> circuits;
  std::map<LineId, std::uint32_t> islands;

  explicit Known(const std::vector<NetworkLine>& lines) {
    const auto network = network_of(lines);
    for (std::uint32_t i = 0; i < network.points.size(); ++i) {
      if (network.degrees[i] == 1) dead_ends.insert(key_of(network.points[i]));
      if (network.is_sink(i)) sinks.insert(key_of(network.points[i]));
    }
    const auto ids = ids_of(lines);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (network.degrees[network.edges[i].first] == 1) free_ends.emplace(lines[i].feature, true);
      if (network.degrees[network.edges[i].last] == 1) free_ends.emplace(lines[i].feature, false);
      if (network.circuits[i]) circuits[ids[i]] = *network.circuits[i];
      islands[ids[i]] = network.islands[network.edges[i].first];
    }
  }

  /// Whether the lines are on one circuit there.
  [[nodiscard]] bool go_round(const std::vector<LineId>& lines) const {
    std::optional<std::uint32_t> number;
    for (const auto& line : lines) {
      const auto found = circuits.find(line);
      if (found == circuits.end() || (number && *number != found->second)) return false;
      number = found->second;
    }
    return true;
  }
  [[nodiscard]] std::optional<std::uint32_t> island_of(const LineId& line) const {
    const auto found = islands.find(line);
    return found == islands.end() ? std::nullopt : std::optional(found->second);
  }
};

class NewFlaws {
 public:
  NewFlaws(const std::vector<NetworkLine>& merged, const std::vector<NetworkLine>& local,
           const std::vector<NetworkLine>& reference)
      : lines_(merged),
        ids_(ids_of(merged)),
        network_(network_of(merged)),
        local_(local),
        reference_(reference) {}

  std::vector<NewFlawedPlace> find() {
    const auto line_at = first_lines(network_);
    for (std::uint32_t i = 0; i < network_.points.size(); ++i) {
      const auto key = key_of(network_.points[i]);
      const auto feature = lines_[line_at[i]].feature;
      const auto is_new = [&](const Places Known::*places) {
        return !(local_.*places).contains(key) && !(reference_.*places).contains(key);
      };
      const std::pair end{feature, network_.edges[line_at[i]].first == i};
      const bool was_free = local_.free_ends.contains(end) || reference_.free_ends.contains(end);
      if (network_.degrees[i] == 1 && !was_free && is_new(&Known::dead_ends))
        flaws_.push_back({NewFlaw::dead_end, feature, network_.points[i]});
      else if (network_.is_sink(i) && is_new(&Known::sinks))
        flaws_.push_back({NewFlaw::sink, feature, network_.points[i]});
    }
    find_circuits();
    find_islands();
    return std::move(flaws_);
  }

 private:
  void find_circuits();
  void find_islands();
  /// What lies in one part of a side's network: islands of merged, and the part of the other side's
  /// network that each of their lines is in; nullopt for lines that the other side does not have.
  using Pieces = std::set<std::pair<std::uint32_t, std::optional<std::uint32_t>>>;
  [[nodiscard]] std::vector<Pieces> parts_of(const Known& side, const Known& other) const;

  const std::vector<NetworkLine>& lines_;
  std::vector<LineId> ids_;
  Network network_;
  Known local_;
  Known reference_;
  std::vector<NewFlawedPlace> flaws_;
};

void NewFlaws::find_circuits() {
  std::map<std::uint32_t, std::vector<std::size_t>> circuits;
  for (std::size_t i = 0; i < lines_.size(); ++i)
    if (network_.circuits[i]) circuits[*network_.circuits[i]].push_back(i);
  for (const auto& [number, lines] : circuits) {
    std::vector<LineId> round;
    for (const auto i : lines) round.push_back(ids_[i]);
    if (!local_.go_round(round) && !reference_.go_round(round))
      flaws_.push_back(
          {NewFlaw::circuit, round.front().first, lines_[lines.front()].first, lines.size()});
  }
}

/// Those that merged has on several islands.
std::vector<NewFlaws::Pieces> NewFlaws::parts_of(const Known& side, const Known& other) const {
  std::map<std::uint32_t, Pieces> parts;
  for (std::size_t i = 0; i < lines_.size(); ++i)
    if (const auto part = side.island_of(ids_[i]))
      parts[*part].emplace(network_.islands[network_.edges[i].first], other.island_of(ids_[i]));
  std::vector<Pieces> parted;
  for (auto& [number, pieces] : parts)
    if (pieces.begin()->first != pieces.rbegin()->first) parted.push_back(std::move(pieces));
  return parted;
}

/// The islands of which a line is joined to another island's on one side, and that the other side,
/// if it has any of their lines, joins too.
std::set<std::uint32_t> joined_elsewhere(
    const std::set<std::pair<std::uint32_t, std::optional<std::uint32_t>>>& pieces) {
  std::map<std::uint32_t, std::set<std::uint32_t>> beyond;  // islands by the other side's part
  std::map<std::uint32_t, bool> known;
  for (const auto& [island, other] : pieces) {
    if (other) beyond[*other].insert(island);
    known[island] = known[island] || other;
  }
  std::set<std::uint32_t> joined;
  for (const auto& [part, islands] : beyond)
    if (islands.size() > 1) joined.insert(islands.begin(), islands.end());
  for (const auto& [island, is_known] : known)
    if (!is_known) joined.insert(island);
  return joined;
}

void NewFlaws::find_islands() {
  std::map<std::uint32_t, std::vector<std::size_t>> islands;
  for (std::size_t i = 0; i < lines_.size(); ++i)
    islands[network_.islands[network_.edges[i].first]].push_back(i);
  std::set<std::uint32_t> parted;
  for (const auto* side : {&local_, &reference_})
    for (const auto& pieces : parts_of(*side, side == &local_ ? reference_ : local_))
      parted.merge(joined_elsewhere(pieces));
  const auto larger = [&](std::uint32_t one, std::uint32_t other) {
    return islands[one].size() < islands[other].size();
  };
  const auto largest = std::max_element(parted.begin(), parted.end(), larger);
  for (auto island = parted.begin(); island != parted.end(); ++island)
    if (island != largest || parted.size() == 1)
      flaws_.push_back({NewFlaw::island, lines_[islands[*island].front()].feature,
                        lines_[islands[*island].front()].first, islands[*island].size()});
}

}  // namespace

std::vector<FlawedPlace> flaws_of(std::span<const NetworkLine> lines,
                                  std::span<const Course> courses,
                                  const NetworkMeasures& measures) {
  return Flaws(lines, measures).find(courses);
}

std::vector<NewFlawedPlace> new_flaws(const std::vector<NetworkLine>& merged,
                                      const std::vector<NetworkLine>& local,
                                      const std::vector<NetworkLine>& reference) {
  return NewFlaws(merged, local, reference).find();
}

}  // namespace bdf::topology
