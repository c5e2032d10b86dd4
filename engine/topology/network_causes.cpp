// SPDX-License-Identifier: MIT
#include "topology/network_causes.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace bdf::topology {

namespace {

using Place = std::pair<double, double>;
/// Where water enters a line and where it leaves; the lesser place first where it flows either way.
using Course = std::tuple<Place, Place, bool>;

/// What is not finite is put in order somewhere.
Place place_of(const Point& point) {
  constexpr auto nowhere = std::numeric_limits<double>::infinity();
  return {std::isnan(point.x) ? nowhere : point.x, std::isnan(point.y) ? nowhere : point.y};
}

Course course_of(const NetworkLine& line) {
  auto from = place_of(line.first);
  auto to = place_of(line.last);
  const bool either = line.flow == Flow::either;
  if (line.flow == Flow::against || (either && to < from)) std::swap(from, to);
  return {from, to, either};
}

/// One version of a network, by its features.
class Version {
 public:
  explicit Version(const std::vector<NetworkLine>& of) : lines(of), network(network_of(of)) {
    at_point.resize(network.points.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      of_feature_[lines[i].feature].push_back(i);
      for (const auto point : {network.edges[i].first, network.edges[i].last})
        at_point[point].push_back(i);
    }
    for (std::size_t i = 0; i < at_point.size(); ++i) points_[place_of(network.points[i])] = i;
  }

  [[nodiscard]] const std::vector<std::size_t>& lines_of(std::size_t feature) const {
    static const std::vector<std::size_t> none;
    const auto found = of_feature_.find(feature);
    return found == of_feature_.end() ? none : found->second;
  }
  [[nodiscard]] const std::vector<std::size_t>& lines_at(const Place& place) const {
    static const std::vector<std::size_t> none;
    const auto found = points_.find(place);
    return found == points_.end() ? none : at_point[found->second];
  }
  [[nodiscard]] bool has(std::size_t feature) const { return of_feature_.contains(feature); }

  /// The courses of the feature's lines, of those alone that end at the place where one is given.
  [[nodiscard]] std::vector<Course> courses(std::size_t feature,
                                            const std::optional<Place>& place = {}) const {
    std::vector<Course> found;
    for (const auto i : lines_of(feature)) {
      auto course = course_of(lines[i]);
      if (place && std::get<0>(course) != *place && std::get<1>(course) != *place) continue;
      found.push_back(std::move(course));
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  const std::vector<NetworkLine>& lines;
  Network network;
  std::vector<std::vector<std::size_t>> at_point;  ///< lines, by point of the network

 private:
  std::map<Place, std::size_t> points_;
  std::map<std::size_t, std::vector<std::size_t>> of_feature_;
};

/// How the feature's lines lie there: what they do at their other ends is left out.
std::vector<int> at_place(const Version& version, std::size_t feature, const Place& place) {
  std::vector<int> ends;
  for (const auto& [from, to, either] : version.courses(feature, place)) {
    if (from == place) ends.push_back(either ? 0 : 1);
    if (to == place) ends.push_back(either ? 0 : 2);
  }
  std::sort(ends.begin(), ends.end());
  return ends;
}

/// What meets the feature's lines where water enters them, and where it leaves them.
std::vector<std::tuple<std::set<std::size_t>, std::set<std::size_t>, bool>> meetings(
    const Version& version, std::size_t feature) {
  const auto features_at = [&](const Place& place) {
    std::set<std::size_t> features;
    for (const auto line : version.lines_at(place)) features.insert(version.lines[line].feature);
    return features;
  };
  std::vector<std::tuple<std::set<std::size_t>, std::set<std::size_t>, bool>> met;
  for (const auto& [from, to, either] : version.courses(feature))
    met.emplace_back(features_at(from), features_at(to), either);
  std::sort(met.begin(), met.end());
  return met;
}

/// Whether the feature has another place in the network: one that has moved together with all that
/// it meets has none.
bool is_placed_otherwise(std::size_t feature, const Version& now, const Version& before) {
  return now.courses(feature) != before.courses(feature) &&
         meetings(now, feature) != meetings(before, feature);
}

class CauseFinder {
 public:
  CauseFinder(const std::vector<NetworkLine>& merged, const std::vector<NetworkLine>& local,
              const std::vector<NetworkLine>& reference)
      : merged_(merged), local_(local), reference_(reference) {
    for (std::size_t i = 0; i < merged.size(); ++i) by_island_[island_of(i)].push_back(i);
  }

  [[nodiscard]] Causes of(const NewFlawedPlace& flaw) const {
    switch (flaw.flaw) {
      case NewFlaw::dead_end:
        if (is_source(place_of(flaw.place))) return {};
        [[fallthrough]];
      case NewFlaw::sink:
        return of_place(place_of(flaw.place));
      case NewFlaw::circuit:
        return of_circuit(flaw);
      case NewFlaw::island:
        return {parted_from(flaw, reference_), parted_from(flaw, local_)};
    }
    return {};
  }

 private:
  [[nodiscard]] bool is_source(const Place& place) const;
  [[nodiscard]] Causes of_place(const Place& place) const;
  [[nodiscard]] Causes of_circuit(const NewFlawedPlace& flaw) const;
  [[nodiscard]] std::set<std::size_t> parted_from(const NewFlawedPlace& flaw,
                                                  const Version& side) const;
  [[nodiscard]] std::size_t line_of(const NewFlawedPlace& flaw) const;
  [[nodiscard]] std::uint32_t island_of(std::size_t line) const {
    return merged_.network.islands[merged_.network.edges[line].first];
  }

  Version merged_, local_, reference_;
  std::map<std::uint32_t, std::vector<std::size_t>> by_island_;  ///< merged's lines
};

/// The merged line that the flaw was told by.
std::size_t CauseFinder::line_of(const NewFlawedPlace& flaw) const {
  for (const auto i : merged_.lines_of(flaw.feature))
    if (place_of(merged_.lines[i].first) == place_of(flaw.place)) return i;
  return merged_.lines_of(flaw.feature).front();
}

/// Whether water only begins there, everything that it came from having been deleted.
bool CauseFinder::is_source(const Place& place) const {
  const auto& here = merged_.lines_at(place);
  const auto begins_here = [&](std::size_t line) {
    const auto course = course_of(merged_.lines[line]);
    return std::get<0>(course) == place && !std::get<2>(course);
  };
  if (!std::all_of(here.begin(), here.end(), begins_here)) return false;
  for (const auto* side : {&local_, &reference_})
    for (const auto line : side->lines_at(place)) {
      const auto feature = side->lines[line].feature;
      const bool stays = std::any_of(here.begin(), here.end(), [&](std::size_t one) {
        return merged_.lines[one].feature == feature;
      });
      if (!stays && merged_.has(feature)) return false;
    }
  return true;
}

Causes CauseFinder::of_place(const Place& place) const {
  std::set<std::size_t> features;
  for (const auto* version : {&merged_, &local_, &reference_})
    for (const auto line : version->lines_at(place)) features.insert(version->lines[line].feature);
  Causes causes;
  for (const auto feature : features) {
    const auto now = at_place(merged_, feature, place);
    if (now != at_place(reference_, feature, place)) causes.local.insert(feature);
    if (now != at_place(local_, feature, place)) causes.reference.insert(feature);
  }
  return causes;
}

Causes CauseFinder::of_circuit(const NewFlawedPlace& flaw) const {
  const auto circuit = merged_.network.circuits[line_of(flaw)];
  Causes causes;
  for (std::size_t i = 0; i < merged_.lines.size(); ++i) {
    if (merged_.network.circuits[i] != circuit) continue;
    const auto feature = merged_.lines[i].feature;
    if (is_placed_otherwise(feature, merged_, reference_)) causes.local.insert(feature);
    if (is_placed_otherwise(feature, merged_, local_)) causes.reference.insert(feature);
  }
  return causes;
}

/// What is no longer as the side has it on its shortest way from the island to the rest.
std::set<std::size_t> CauseFinder::parted_from(const NewFlawedPlace& flaw,
                                               const Version& side) const {
  const auto island = island_of(line_of(flaw));
  const auto is_elsewhere = [&](std::size_t feature) {
    const auto& lines = merged_.lines_of(feature);
    return !lines.empty() && std::none_of(lines.begin(), lines.end(), [&](std::size_t line) {
      return island_of(line) == island;
    });
  };
  std::map<std::size_t, std::size_t> reached_from;  // lines of the side; the first from themselves
  std::deque<std::size_t> queue;
  const auto reach = [&](std::size_t line, std::size_t from) {
    if (reached_from.emplace(line, from).second) queue.push_back(line);
  };
  for (const auto line : by_island_.at(island))
    for (const auto first : side.lines_of(merged_.lines[line].feature)) reach(first, first);
  while (!queue.empty()) {
    auto line = queue.front();
    queue.pop_front();
    if (is_elsewhere(side.lines[line].feature)) {
      std::set<std::size_t> changed;
      for (bool first = false; !first; line = reached_from[line]) {
        const auto feature = side.lines[line].feature;
        if (is_placed_otherwise(feature, merged_, side)) changed.insert(feature);
        first = reached_from[line] == line;
      }
      return changed;
    }
    const auto& edge = side.network.edges[line];
    for (const auto point : {edge.first, edge.last})
      for (const auto next : side.at_point[point]) reach(next, line);
  }
  return {};
}

}  // namespace

std::vector<Causes> causes_of(const std::vector<NewFlawedPlace>& flaws,
                              const std::vector<NetworkLine>& merged,
                              const std::vector<NetworkLine>& local,
                              const std::vector<NetworkLine>& reference) {
  std::vector<Causes> causes;
  if (flaws.empty()) return causes;
  const CauseFinder finder(merged, local, reference);
  for (const auto& flaw : flaws) causes.push_back(finder.of(flaw));
  return causes;
}

}  // namespace bdf::topology
