// SPDX-License-Identifier: MIT
#include "jobs/coverage_flaws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "base/message.h"
#include "geometry/common_place.h"
#include "geometry/overlap.h"
#include "index/box_grid.h"
#include "jobs/coverage_items.h"
#include "match/sets.h"
#include "topology/coverage.h"

namespace bdf::jobs {

namespace {

using Place = std::pair<double, double>;
using Edge = std::pair<Place, Place>;  ///< the lesser place first
using ItemPair = std::pair<std::size_t, std::size_t>;

Place place_of(const Point& point) { return {point.x, point.y}; }
Edge edge_of(const topology::CoverageEdge& edge) {
  return std::minmax(place_of(edge.from), place_of(edge.to));
}
std::uint32_t number_of(std::size_t item) { return static_cast<std::uint32_t>(item); }
Point point_of(const Place& place) { return {place.first, place.second}; }

/// In what both have in common; where that has no inside to speak of, in what their boxes have.
Point place_of_overlap(const Geometry& a, const Geometry& b) {
  if (const auto place = geometry::common_place(a, b)) return *place;
  const auto one = box_of(a).value_or(Box{});
  const auto other = box_of(b).value_or(Box{});
  return {(std::max(one.min_x, other.min_x) + std::min(one.max_x, other.max_x)) / 2,
          (std::max(one.min_y, other.min_y) + std::min(one.max_y, other.max_y)) / 2};
}

/// The edges and corners of some items in one version.
struct ChangedEdges {
  std::vector<std::pair<Edge, std::size_t>> edges;  ///< with the item, in order
  std::vector<Place> corners;                       ///< in order

  explicit ChangedEdges(std::span<const topology::CoverageArea> areas) {
    for (const auto& edge : topology::edges_of(areas)) {
      edges.emplace_back(edge_of(edge), areas[edge.area].feature);
      corners.push_back(place_of(edge.from));
    }
    std::sort(edges.begin(), edges.end());
    std::sort(corners.begin(), corners.end());
  }
  [[nodiscard]] bool has_edge(const Edge& edge) const {
    const auto it = std::lower_bound(edges.begin(), edges.end(), std::pair(edge, std::size_t{0}));
    return it != edges.end() && it->first == edge;
  }
  void add_owners(const Edge& edge, std::vector<std::size_t>& owners) const {
    for (auto it = std::lower_bound(edges.begin(), edges.end(), std::pair(edge, std::size_t{0}));
         it != edges.end() && it->first == edge; ++it)
      owners.push_back(it->second);
  }
  [[nodiscard]] bool has_corner(const Place& place) const {
    return std::binary_search(corners.begin(), corners.end(), place);
  }
};

class MergedCoverage {
 public:
  MergedCoverage(LayerRun& run, const topology::MergedLayer& layer, int threads)
      : run_(run), threads_(threads), all_(coverage_items(run, layer)) {}

  std::vector<TopologyFlaw> flaws() {
    looked_at_ = where_sides_meet(items());
    const auto near = changed_near(items(), looked_at_);
    find_areas();
    if (areas_.empty()) return {};
    looked_at_.resize(items().size());
    merged_.emplace(areas_);
    for (const auto side : all_sides) edges_[side].emplace(areas_of(near, side));
    find_overlaps();
    find_torn();
    if (!found_.empty()) find_groups();
    for (const auto& one : found_) tell(one);
    return std::move(flaws_);
  }

 private:
  /// What is wrong between two items.
  struct Found {
    ItemPair pair;
    Finding finding;
    double size;
    std::function<std::string(const std::string&)> reason;
  };

  [[nodiscard]] const std::vector<CoverageItem>& items() const { return all_.items; }
  void find_areas();
  void find_overlaps();
  void find_torn();
  void find_groups();
  void find_wholes(const std::vector<bool>& related);
  [[nodiscard]] std::map<std::int64_t, std::string> unlike_local(const ItemPair& pair);
  void tell(const Found& found);
  [[nodiscard]] double common(Side side, const ItemPair& pair) const;
  [[nodiscard]] bool is_looked_at(const ItemPair& pair) const {
    return looked_at_[pair.first] || looked_at_[pair.second];
  }
  [[nodiscard]] std::vector<topology::CoverageArea> areas_of(const std::vector<bool>& wanted,
                                                             Side version) const;
  [[nodiscard]] std::vector<std::size_t> owners(Side side, const Edge& edge) const;
  [[nodiscard]] std::map<Edge, ItemPair> shared_edges(Side side) const;
  [[nodiscard]] std::map<std::int64_t, std::string> made_by(Side side, const ItemPair& pair);

  LayerRun& run_;
  int threads_;
  CoverageItems all_;
  std::vector<bool> looked_at_;                ///< by item
  std::vector<topology::CoverageArea> areas_;  ///< merged's near these; `feature` is the item
  std::optional<topology::Coverage> merged_;
  ThreeWay<std::optional<ChangedEdges>> edges_;  ///< of what has changed near them
  ThreeWay<std::optional<match::Sets>> groups_;  ///< of items
  /// By group, the items of which merged does not have what the other side has.
  ThreeWay<std::map<std::uint32_t, std::vector<std::size_t>>> members_;
  std::optional<match::Sets> wholes_;  ///< of items that only as a whole can be as local has them
  std::map<std::uint32_t, std::vector<std::size_t>>
      unlike_local_;  ///< by whole, the items that differ
  std::vector<Found> found_;
  std::vector<TopologyFlaw> flaws_;
};

void MergedCoverage::find_areas() {
  std::vector<Box> boxes;
  for (std::size_t item = 0; item < items().size(); ++item)
    if (looked_at_[item]) boxes.push_back(items()[item].box);
  if (boxes.empty()) return;
  add_unchanged(run_, boxes, all_);
  const index::BoxGrid near(boxes);
  for (std::size_t item = 0; item < items().size(); ++item)
    for (const auto* geometry : items()[item].areas.ancestor) {
      const auto box = box_of(*geometry);
      if (box && !near.meeting(*box).empty()) areas_.push_back({item, geometry});
    }
}

std::vector<topology::CoverageArea> MergedCoverage::areas_of(const std::vector<bool>& wanted,
                                                             Side version) const {
  std::vector<topology::CoverageArea> areas;
  for (std::size_t item = 0; item < wanted.size(); ++item)
    if (wanted[item])
      for (const auto* geometry : items()[item].areas[version]) areas.push_back({item, geometry});
  return areas;
}

/// The items that have the edge on that side. What has not changed has it there as in merged.
std::vector<std::size_t> MergedCoverage::owners(Side side, const Edge& edge) const {
  std::vector<std::size_t> owners;
  edges_[side]->add_owners(edge, owners);
  for (const auto found : merged_->edges_between(point_of(edge.first), point_of(edge.second))) {
    const auto item = areas_[merged_->edges()[found].area].feature;
    if (!items()[item].has_changed()) owners.push_back(item);
  }
  return owners;
}

/// By side, what shares an edge or a corner in merged that the other side does not have; of what
/// hangs together with a flaw.
void MergedCoverage::find_groups() {
  std::vector<bool> flawed(items().size());
  for (const auto& found : found_) flawed[found.pair.first] = flawed[found.pair.second] = true;
  auto related = changed_together(items(), flawed);
  for (std::size_t item = 0; item < related.size(); ++item)
    related[item] = related[item] && items()[item].has_changed();
  const ChangedEdges merged(areas_of(related, Side::ancestor));
  for (const auto side : {Side::local, Side::reference}) {
    const auto other = other_than(side);
    const ChangedEdges others(areas_of(related, other));
    auto& groups = groups_[side].emplace(items().size());
    for (std::size_t i = 0; i + 1 < merged.edges.size(); ++i)
      if (merged.edges[i].first == merged.edges[i + 1].first &&
          !others.has_edge(merged.edges[i].first))
        groups.join(number_of(merged.edges[i].second), number_of(merged.edges[i + 1].second));
    std::map<Place, std::size_t> at_corner;
    for (const auto& [edge, item] : merged.edges)
      for (const auto& corner : {edge.first, edge.second})
        if (!others.has_corner(corner))
          groups.join(number_of(at_corner.try_emplace(corner, item).first->second),
                      number_of(item));
    for (std::size_t item = 0; item < related.size(); ++item)
      if (related[item] && !items()[item].as_on[other])
        members_[side][groups.find(number_of(item))].push_back(item);
  }
  find_wholes(related);
}

/// What shares an edge in merged or in local that it does not share in the other of them.
void MergedCoverage::find_wholes(const std::vector<bool>& related) {
  wholes_.emplace(items().size());
  std::map<Edge, ThreeWay<std::set<std::size_t>>> owners;
  for (const auto version : {Side::ancestor, Side::local}) {
    const ChangedEdges there(areas_of(related, version));
    for (const auto& [edge, item] : there.edges) owners[edge][version].insert(item);
  }
  for (const auto& [edge, of] : owners) {
    if (of.ancestor == of.local) continue;
    std::set<std::size_t> all = of.ancestor;
    all.insert(of.local.begin(), of.local.end());
    for (const auto item : all) wholes_->join(number_of(*all.begin()), number_of(item));
  }
  for (std::size_t item = 0; item < related.size(); ++item)
    if (related[item] && !items()[item].as_on.local)
      unlike_local_[wholes_->find(number_of(item))].push_back(item);
}

std::map<std::int64_t, std::string> MergedCoverage::unlike_local(const ItemPair& pair) {
  std::map<std::int64_t, std::string> unlike;
  for (const auto item : {pair.first, pair.second}) {
    const auto whole = unlike_local_.find(wholes_->find(number_of(item)));
    if (whole == unlike_local_.end()) continue;
    for (const auto one : whole->second) unlike.emplace(items()[one].cluster, items()[one].name);
  }
  return unlike;
}

/// What the side has changed of the two, and what goes with that.
std::map<std::int64_t, std::string> MergedCoverage::made_by(Side side, const ItemPair& pair) {
  std::map<std::int64_t, std::string> made;
  for (const auto item : {pair.first, pair.second}) {
    if (items()[item].cluster == 0 || items()[item].as_on[other_than(side)]) continue;
    for (const auto one : members_[side][groups_[side]->find(number_of(item))])
      made.emplace(items()[one].cluster, items()[one].name);
  }
  return made;
}

void MergedCoverage::tell(const Found& found) {
  TopologyFlaw flaw;
  flaw.finding = found.finding;
  flaw.size = found.size;
  flaw.made_by_local = made_by(Side::local, found.pair);
  flaw.made_by_reference = made_by(Side::reference, found.pair);
  flaw.go_together = true;
  flaw.unlike_local = unlike_local(found.pair);
  for (const auto item : {found.pair.first, found.pair.second})
    flaw.at.insert(items()[item].cluster);
  flaw.reason = found.reason;
  flaws_.push_back(std::move(flaw));
}

double MergedCoverage::common(Side side, const ItemPair& pair) const {
  double sum = 0;
  for (const auto* one : items()[pair.first].areas[side])
    for (const auto* other : items()[pair.second].areas[side])
      sum += geometry::common_area(*one, *other);
  return sum;
}

void MergedCoverage::find_overlaps() {
  const auto least = run_.tolerance * run_.tolerance;
  std::vector<bool> wanted;
  for (const auto& area : areas_) wanted.push_back(looked_at_[area.feature]);
  std::map<ItemPair, double> overlaps;
  for (const auto& overlap : topology::overlaps_of(*merged_, least, threads_, wanted))
    overlaps[std::minmax(areas_[overlap.one].feature, areas_[overlap.other].feature)] +=
        overlap.common;
  for (const auto& [pair, now] : overlaps) {
    const auto before = std::max(common(Side::local, pair), common(Side::reference, pair));
    if (now <= before + least) continue;
    const auto& [one, other] = pair;
    const auto place = place_of_overlap(*items()[one].areas.ancestor.front(),
                                        *items()[other].areas.ancestor.front());
    const auto at = fmt::format("{:.1f} {:.1f}", place.x, place.y);
    found_.push_back({pair,
                      {Level::warning, "coverage_overlap", "", run_.name, items()[one].name,
                       msg("in merged it overlaps {0}, by {1} m² at {2}", items()[other].name,
                           fmt::format("{:.2f}", now - before), at)},
                      now - before,
                      [at](const std::string& others) {
                        return msg(
                            "with what the other side has made of {0}, areas would overlap at {1}",
                            others, at);
                      }});
  }
}

/// By edge of an item that has changed, the two items that share it on that side.
std::map<Edge, ItemPair> MergedCoverage::shared_edges(Side side) const {
  std::map<Edge, ItemPair> shared;
  const auto& edges = edges_[side]->edges;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (i > 0 && edges[i - 1].first == edges[i].first) continue;
    const auto owning = owners(side, edges[i].first);
    if (owning.size() == 2 && owning[0] != owning[1])
      shared.emplace(edges[i].first, std::minmax(owning[0], owning[1]));
  }
  return shared;
}

/// Boundaries that two items share on a side, and that one alone has in merged; where the other
/// side has not parted the two itself.
void MergedCoverage::find_torn() {
  ThreeWay<std::map<Edge, ItemPair>> shared;
  ThreeWay<std::set<ItemPair>> neighbours;
  for (const auto side : {Side::local, Side::reference}) {
    shared[side] = shared_edges(side);
    for (const auto& [edge, pair] : shared[side]) neighbours[side].insert(pair);
  }
  std::map<ItemPair, std::map<Edge, double>> torn;  // with how long they are
  for (const auto side : {Side::local, Side::reference}) {
    const auto other = other_than(side);
    const auto is_on = [&](Side version, std::size_t item) {
      return !items()[item].areas[version].empty();
    };
    for (const auto& [edge, pair] : shared[side]) {
      const auto& [one, two] = pair;
      const bool parted =
          is_on(other, one) && is_on(other, two) && !neighbours[other].contains(pair);
      if (parted || !is_looked_at(pair) || !is_on(Side::ancestor, one) ||
          !is_on(Side::ancestor, two))
        continue;
      const auto now = owners(Side::ancestor, edge);
      if (now.size() != 1 || (now[0] != one && now[0] != two)) continue;
      const bool both_there = is_on(other, one) && is_on(other, two);
      if (both_there && owners(other, edge).size() == 1) continue;
      torn[pair][edge] =
          std::hypot(edge.second.first - edge.first.first, edge.second.second - edge.first.second);
    }
  }
  for (const auto& [pair, edges] : torn) {
    double length = 0;
    for (const auto& edge : edges) length += edge.second;
    const auto& where = edges.begin()->first.first;
    const auto at = fmt::format("{:.1f} {:.1f}", where.first, where.second);
    found_.push_back(
        {pair,
         {Level::warning, "coverage_torn", "", run_.name, items()[pair.first].name,
          msg("in merged its boundary with {0} is no longer one, over {1} m at {2}",
              items()[pair.second].name, fmt::format("{:.1f}", length), at)},
         length,
         [at](const std::string& others) {
           return msg(
               "with what the other side has made of {0}, a boundary would come apart at {1}",
               others, at);
         }});
  }
}

}  // namespace

std::vector<TopologyFlaw> coverage_flaws(LayerRun& run, const topology::MergedLayer& layer,
                                         int threads) {
  return MergedCoverage(run, layer, threads).flaws();
}

}  // namespace bdf::jobs
