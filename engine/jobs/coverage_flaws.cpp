// SPDX-License-Identifier: MIT
#include "jobs/coverage_flaws.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "base/message.h"
#include "geometry/alike.h"
#include "geometry/common_place.h"
#include "geometry/overlap.h"
#include "geometry/wkb.h"
#include "index/box_grid.h"
#include "jobs/unchanged_features.h"
#include "match/sets.h"
#include "topology/coverage.h"

namespace bdf::jobs {

namespace {

/// An object, be it one area or several, in local, the reference and merged.
struct Item {
  std::int64_t cluster = 0;  ///< 0: no side has changed it
  std::string name;
};

using Place = std::pair<double, double>;
using Edge = std::pair<Place, Place>;  ///< the lesser place first
using ItemPair = std::pair<std::size_t, std::size_t>;

Place place_of(const Point& point) { return {point.x, point.y}; }
Edge edge_of(const topology::CoverageEdge& edge) {
  return std::minmax(place_of(edge.from), place_of(edge.to));
}
std::uint32_t number_of(std::size_t item) { return static_cast<std::uint32_t>(item); }
Point point_of(const Place& place) { return {place.first, place.second}; }

/// The edges and corners, in one version, of the items that are not the same in all three.
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
      : run_(run), layer_(layer), threads_(threads) {}

  std::vector<TopologyFlaw> flaws() {
    add_clusters();
    find_changed();
    if (boxes_.empty()) return {};
    add_unchanged();
    merged_.emplace(areas_);
    for (const auto side : all_sides) edges_[side].emplace(changed_areas(side));
    find_overlaps();
    find_torn();
    return std::move(flaws_);
  }

 private:
  void add_clusters();
  void find_changed();
  void add_unchanged();
  void add(Side version, std::size_t item, Geometry geometry);
  void find_groups();
  void find_overlaps();
  void find_torn();
  void tell(const ItemPair& pair, Finding finding, double size,
            std::function<std::string(const std::string&)> reason);
  [[nodiscard]] double common(Side side, const ItemPair& pair) const;
  [[nodiscard]] bool is_as_on(Side side, std::size_t item) const;
  [[nodiscard]] std::vector<topology::CoverageArea> changed_areas(Side version) const;
  [[nodiscard]] std::vector<std::size_t> owners(Side side, const Edge& edge) const;
  [[nodiscard]] std::map<Edge, ItemPair> shared_edges(Side side) const;
  [[nodiscard]] std::map<std::int64_t, std::string> made_by(Side side, const ItemPair& pair);

  LayerRun& run_;
  const topology::MergedLayer& layer_;
  int threads_;
  std::vector<Item> items_;
  std::deque<Geometry> geometries_;
  std::vector<ThreeWay<std::vector<const Geometry*>>> by_item_;  ///< merged's as the ancestor's
  ThreeWay<std::vector<bool>> as_on_;          ///< by item: merged has it as that side
  std::vector<bool> changed_;                  ///< by item: not the same in all three
  std::vector<Box> boxes_;                     ///< of these
  std::vector<topology::CoverageArea> areas_;  ///< merged's; `feature` is the item
  std::optional<topology::Coverage> merged_;
  ThreeWay<std::optional<ChangedEdges>> edges_;
  ThreeWay<std::optional<match::Sets>> groups_;  ///< of items
  /// By group, the items of which merged does not have what the other side has.
  ThreeWay<std::map<std::uint32_t, std::vector<std::size_t>>> members_;
  std::vector<TopologyFlaw> flaws_;
};

void MergedCoverage::add(Side version, std::size_t item, Geometry geometry) {
  if (geometry.kind != GeometryKind::polygon || geometry.empty()) return;
  geometries_.push_back(std::move(geometry));
  by_item_[item][version].push_back(&geometries_.back());
}

void MergedCoverage::add_clusters() {
  for (const auto& cluster : run_.clusters) {
    items_.push_back({cluster.number, cluster.name()});
    by_item_.emplace_back();
    for (const auto side : {Side::local, Side::reference})
      for (const auto feature : cluster.features[side])
        if (auto geometry = geometry::geometry_of(feature.geometry()))
          add(side, items_.size() - 1, std::move(*geometry));
  }
  for (const auto& object : topology::held_objects(layer_))
    if (auto geometry = geometry::geometry_of(object.geometry(layer_)))
      add(Side::ancestor, object.cluster, std::move(*geometry));
}

void MergedCoverage::find_changed() {
  for (std::size_t item = 0; item < items_.size(); ++item) {
    for (const auto side : {Side::local, Side::reference})
      as_on_[side].push_back(is_as_on(side, item));
    changed_.push_back(!as_on_.local[item] || !as_on_.reference[item]);
    if (!changed_.back()) continue;
    for (const auto side : all_sides)
      for (const auto* geometry : by_item_[item][side])
        if (const auto box = box_of(*geometry)) boxes_.push_back(*box);
  }
  const index::BoxGrid near(boxes_);
  for (std::size_t item = 0; item < items_.size(); ++item)
    for (const auto* geometry : by_item_[item].ancestor) {
      const auto box = box_of(*geometry);
      if (box && !near.meeting(*box).empty()) areas_.push_back({item, geometry});
    }
}

void MergedCoverage::add_unchanged() {
  for (auto& [fid, geometry] : unchanged_near(run_, boxes_)) {
    if (geometry.kind != GeometryKind::polygon || geometry.empty()) continue;
    items_.push_back({0, fmt::format("fid {}", fid)});
    changed_.push_back(false);
    geometries_.push_back(std::move(geometry));
    by_item_.emplace_back();
    for (const auto side : all_sides) by_item_.back()[side].push_back(&geometries_.back());
    areas_.push_back({items_.size() - 1, &geometries_.back()});
  }
}

std::vector<topology::CoverageArea> MergedCoverage::changed_areas(Side version) const {
  std::vector<topology::CoverageArea> areas;
  for (std::size_t item = 0; item < items_.size(); ++item)
    if (changed_[item])
      for (const auto* geometry : by_item_[item][version]) areas.push_back({item, geometry});
  return areas;
}

/// The items that have the edge on that side. What has not changed has it there as in merged.
std::vector<std::size_t> MergedCoverage::owners(Side side, const Edge& edge) const {
  std::vector<std::size_t> items;
  edges_[side]->add_owners(edge, items);
  for (const auto found : merged_->edges_between(point_of(edge.first), point_of(edge.second))) {
    const auto item = areas_[merged_->edges()[found].area].feature;
    if (!changed_[item]) items.push_back(item);
  }
  return items;
}

/// Whether merged has the item as that side has it.
bool MergedCoverage::is_as_on(Side side, std::size_t item) const {
  const auto& there = by_item_[item][side];
  const auto& here = by_item_[item].ancestor;
  return there.size() == here.size() &&
         std::equal(there.begin(), there.end(), here.begin(), [&](const auto* a, const auto* b) {
           return geometry::alike(*a, *b, run_.tolerance);
         });
}

/// By side, what shares an edge or a corner in merged that the other side does not have.
void MergedCoverage::find_groups() {
  for (const auto side : {Side::local, Side::reference}) {
    const auto other = other_than(side);
    auto& groups = groups_[side].emplace(items_.size());
    const auto& edges = edges_.ancestor->edges;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i)
      if (edges[i].first == edges[i + 1].first && owners(other, edges[i].first).empty())
        groups.join(number_of(edges[i].second), number_of(edges[i + 1].second));
    std::map<Place, std::size_t> at_corner;
    for (const auto& [edge, item] : edges)
      for (const auto& corner : {edge.first, edge.second})
        if (!edges_[other]->has_corner(corner))
          groups.join(number_of(at_corner.try_emplace(corner, item).first->second),
                      number_of(item));
    for (std::size_t item = 0; item < run_.clusters.size(); ++item)
      if (!as_on_[other][item]) members_[side][groups.find(number_of(item))].push_back(item);
  }
}

/// What the side has changed of the two, and what goes with that.
std::map<std::int64_t, std::string> MergedCoverage::made_by(Side side, const ItemPair& pair) {
  const auto& is_others = as_on_[other_than(side)];
  std::map<std::int64_t, std::string> made;
  for (const auto item : {pair.first, pair.second}) {
    if (items_[item].cluster == 0 || is_others[item]) continue;
    for (const auto one : members_[side][groups_[side]->find(number_of(item))])
      made.emplace(items_[one].cluster, items_[one].name);
  }
  return made;
}

void MergedCoverage::tell(const ItemPair& pair, Finding finding, double size,
                          std::function<std::string(const std::string&)> reason) {
  if (!groups_.local) find_groups();
  TopologyFlaw flaw;
  flaw.finding = std::move(finding);
  flaw.size = size;
  flaw.made_by_local = made_by(Side::local, pair);
  flaw.made_by_reference = made_by(Side::reference, pair);
  flaw.go_together = true;
  for (const auto item : {pair.first, pair.second}) flaw.at.insert(items_[item].cluster);
  flaw.reason = std::move(reason);
  flaws_.push_back(std::move(flaw));
}

double MergedCoverage::common(Side side, const ItemPair& pair) const {
  double sum = 0;
  for (const auto* one : by_item_[pair.first][side])
    for (const auto* other : by_item_[pair.second][side])
      sum += geometry::common_area(*one, *other);
  return sum;
}

void MergedCoverage::find_overlaps() {
  const auto least = run_.tolerance * run_.tolerance;
  std::vector<bool> wanted;
  for (const auto& area : areas_) wanted.push_back(changed_[area.feature]);
  std::map<ItemPair, double> overlaps;
  for (const auto& overlap : topology::overlaps_of(*merged_, least, threads_, wanted))
    overlaps[std::minmax(areas_[overlap.one].feature, areas_[overlap.other].feature)] +=
        overlap.common;
  for (const auto& [pair, now] : overlaps) {
    const auto before = std::max(common(Side::local, pair), common(Side::reference, pair));
    if (now <= before + least) continue;
    const auto& [one, other] = pair;
    const auto place =
        geometry::common_place(*by_item_[one].ancestor.front(), *by_item_[other].ancestor.front());
    const auto at = place ? fmt::format("{:.1f} {:.1f}", place->x, place->y) : std::string("?");
    tell(pair,
         {Level::warning, "coverage_overlap", "", run_.name, items_[one].name,
          msg("in merged it overlaps {0}, by {1} m² at {2}", items_[other].name,
              fmt::format("{:.2f}", now - before), at)},
         now - before, [at](const std::string& others) {
           return msg("with what the other side has made of {0}, areas would overlap at {1}",
                      others, at);
         });
  }
}

/// By edge of an item that has changed, the two items that share it on that side.
std::map<Edge, ItemPair> MergedCoverage::shared_edges(Side side) const {
  std::map<Edge, ItemPair> shared;
  const auto& edges = edges_[side]->edges;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (i > 0 && edges[i - 1].first == edges[i].first) continue;
    const auto items = owners(side, edges[i].first);
    if (items.size() == 2 && items[0] != items[1])
      shared.emplace(edges[i].first, std::minmax(items[0], items[1]));
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
      return !by_item_[item][version].empty();
    };
    for (const auto& [edge, pair] : shared[side]) {
      const auto& [one, two] = pair;
      const bool parted =
          is_on(other, one) && is_on(other, two) && !neighbours[other].contains(pair);
      if (parted || !is_on(Side::ancestor, one) || !is_on(Side::ancestor, two)) continue;
      const auto now = owners(Side::ancestor, edge);
      if (now.size() != 1 || (now[0] != one && now[0] != two)) continue;
      if (owners(other, edge).size() == 1) continue;
      torn[pair][edge] =
          std::hypot(edge.second.first - edge.first.first, edge.second.second - edge.first.second);
    }
  }
  for (const auto& [pair, edges] : torn) {
    double length = 0;
    for (const auto& edge : edges) length += edge.second;
    const auto& where = edges.begin()->first.first;
    const auto at = fmt::format("{:.1f} {:.1f}", where.first, where.second);
    tell(pair,
         {Level::warning, "coverage_torn", "", run_.name, items_[pair.first].name,
          msg("in merged its boundary with {0} is no longer one, over {1} m at {2}",
              items_[pair.second].name, fmt::format("{:.1f}", length), at)},
         length, [at](const std::string& others) {
           return msg(
               "with what the other side has made of {0}, a boundary would come apart at {1}",
               others, at);
         });
  }
}

}  // namespace

std::vector<TopologyFlaw> coverage_flaws(LayerRun& run, const topology::MergedLayer& layer,
                                         int threads) {
  return MergedCoverage(run, layer, threads).flaws();
}

}  // namespace bdf::jobs
