// SPDX-License-Identifier: MIT
#include "topology/derive.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/message.h"
#include "geometry/carried.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"
#include "match/doubles.h"
#include "merge/compare.h"
#include "merge/condition_values.h"
#include "topology/put.h"

namespace bdf::topology {

namespace {

/// What has become of an object that others may double.
struct Holder {
  std::optional<std::size_t> cluster;  ///< none: no side has changed it
  Geometry before;                     ///< in the ancestor
  std::optional<Geometry> after;       ///< in merged; nullopt: gone
  ThreeWay<bool> changed_by;
  bool is_in_question = false;
};

bool is_one_everywhere(const merge::ClusterFeatures& cluster) {
  return std::all_of(all_sides.begin(), all_sides.end(),
                     [&](Side side) { return cluster.features[side].size() == 1; });
}

/// Whether somebody is being asked where the objects of the cluster lie, or whether they exist.
bool is_in_question(const MergedLayer& layer, const merge::ClusterFeatures& cluster) {
  const auto is_about = [&](const Conflict& one) {
    return one.cluster == cluster.number && one.kind != ConflictKind::attribute;
  };
  const auto& open = layer.result->conflicts;
  return cluster.far_apart || std::any_of(open.begin(), open.end(), is_about);
}

bool has_changed(const MergedLayer& layer, const merge::ClusterFeatures& cluster, Side side) {
  const auto& features = cluster.features[side];
  return features.size() != 1 ||
         !merge::same_geometry(features[0].geometry(), cluster.only(Side::ancestor).geometry(),
                               layer.tolerance);
}

class Derivation {
 public:
  Derivation(MergedLayer& doubling, MergedLayer& holding)
      : layer_(doubling), holding_(holding), objects_(held_objects(doubling)) {
    for (std::size_t i = 0; i < objects_.size(); ++i) choose(i);
  }

  std::vector<Finding> run() {
    if (chosen_.empty()) return {};
    add_holders();
    std::map<std::uint32_t, std::vector<std::uint32_t>> doubled;
    for (const auto& found : match::find_doubles(shapes_, holder_shapes_, options()).links)
      for (const auto& pair : found.link.pairs)
        if (!found.doubtful) doubled[pair.a].push_back(pair.b);
    for (const auto& [chosen, holders] : doubled) derive(objects_[chosen_[chosen]], holders);
    return std::move(findings_);
  }

 private:
  using Holders = std::vector<std::uint32_t>;

  [[nodiscard]] match::DoublesOptions options() const {
    match::DoublesOptions options;
    options.tolerance = layer_.tolerance;
    options.step *= layer_.metre;
    options.confidence = layer_.rules->matching.confidence;
    return options;
  }
  [[nodiscard]] const merge::ClusterFeatures& cluster_of(const HeldObject& object) const {
    return (*layer_.clusters)[object.cluster];
  }
  void choose(std::size_t object);
  void add_holders();
  void add(Holder holder);
  void derive(HeldObject& object, const Holders& holders);
  [[nodiscard]] bool may_follow(const HeldObject& object, const Holders& holders) const;
  [[nodiscard]] std::string names_of(const Holders& holders) const;
  bool move(HeldObject& object, const Holders& holders);

  MergedLayer& layer_;
  MergedLayer& holding_;
  std::vector<HeldObject> objects_;
  std::vector<std::size_t> chosen_;  ///< of these, those that are one object everywhere
  match::Shapes shapes_;             ///< as they were; their row is the number among the chosen
  std::vector<Holder> holders_;
  match::Shapes holder_shapes_;
  std::vector<Finding> findings_;
};

void Derivation::choose(std::size_t i) {
  const auto& cluster = cluster_of(objects_[i]);
  const auto& condition = layer_.rules->doubles->when;
  if (!is_one_everywhere(cluster)) return;
  for (const auto side : {Side::local, Side::reference})
    if (!merge::keeps(condition, *layer_.layout, cluster.only(side), side)) return;
  match::append(shapes_, static_cast<std::uint32_t>(chosen_.size()),
                cluster.only(Side::ancestor).geometry());
  chosen_.push_back(i);
}

void Derivation::add(Holder holder) {
  match::append(holder_shapes_, static_cast<std::uint32_t>(holders_.size()),
                BlobView{geometry::encode_wkb(holder.before)});
  holders_.push_back(std::move(holder));
}

void Derivation::add_holders() {
  std::map<std::size_t, std::vector<HeldObject>> held;
  for (const auto& object : held_objects(holding_)) held[object.cluster].push_back(object);
  const auto& condition = layer_.rules->doubles->that;
  for (std::size_t c = 0; c < holding_.clusters->size(); ++c) {
    const auto& cluster = (*holding_.clusters)[c];
    const auto ancestor = cluster.only(Side::ancestor);
    if (!ancestor || !merge::keeps(condition, *holding_.layout, ancestor, Side::ancestor)) continue;
    auto before = geometry::geometry_of(ancestor.geometry());
    if (!before) continue;
    Holder holder{c, std::move(*before), {}, {}, is_in_question(holding_, cluster)};
    holder.is_in_question |= !cluster.single() || held[c].size() > 1;
    for (const auto side : {Side::local, Side::reference})
      holder.changed_by[side] = has_changed(holding_, cluster, side);
    if (!held[c].empty()) holder.after = geometry::geometry_of(held[c].front().geometry(holding_));
    add(std::move(holder));
  }
  if (!holding_.unchanged_near) return;
  for (auto& geometry : holding_.unchanged_near(shapes_.boxes)) {
    Holder holder{{}, geometry, {}, {}, false};
    holder.after = std::move(geometry);
    add(std::move(holder));
  }
}

/// Whether nobody is asked about any of them, and no side that has changed what it doubles has
/// changed it, too.
bool Derivation::may_follow(const HeldObject& object, const Holders& holders) const {
  const auto& cluster = cluster_of(object);
  if (is_in_question(layer_, cluster)) return false;
  return std::all_of(holders.begin(), holders.end(), [&](std::uint32_t number) {
    const auto& holder = holders_[number];
    if (holder.is_in_question) return false;
    return std::none_of(all_sides.begin(), all_sides.end(), [&](Side side) {
      return side != Side::ancestor && holder.changed_by[side] &&
             has_changed(layer_, cluster, side);
    });
  });
}

std::string Derivation::names_of(const Holders& holders) const {
  std::string names;
  for (const auto number : holders)
    if (const auto& cluster = holders_[number].cluster)
      names += (names.empty() ? "" : "/") + (*holding_.clusters)[*cluster].name();
  return names;
}

void Derivation::derive(HeldObject& object, const Holders& holders) {
  if (!may_follow(object, holders)) return;
  const auto is_gone = [&](std::uint32_t number) { return !holders_[number].after; };
  const auto has_moved = [&](std::uint32_t number) {
    const auto& holder = holders_[number];
    return holder.after && holder.cluster &&
           !merge::same_geometry(BlobView{geometry::encode_wkb(holder.before)},
                                 BlobView{geometry::encode_wkb(*holder.after)}, layer_.tolerance);
  };
  if (std::all_of(holders.begin(), holders.end(), is_gone)) {
    if (layer_.result->ledger[object.cluster].outcome != Outcome::unchanged) return;
    put_removal(layer_, object);
  } else {
    if (std::none_of(holders.begin(), holders.end(), has_moved)) return;
    if (!move(object, holders)) return;
  }
  layer_.result->ledger[object.cluster].flags.push_back(std::string(derived_flag) +
                                                        names_of(holders));
}

/// Whether it could be.
bool Derivation::move(HeldObject& object, const Holders& holders) {
  std::vector<geometry::MovedLine> lines;
  for (const auto number : holders)
    if (const auto& after = holders_[number].after)
      lines.push_back({holders_[number].before, *after});
  auto geometry = geometry::geometry_of(object.geometry(layer_));
  if (!geometry) return false;
  const auto moved = geometry::carried_along(*geometry, lines, layer_.tolerance);
  if (moved.xy == geometry->xy) return false;
  if (geometry::why_invalid(moved)) {
    findings_.push_back({Level::warning, "not_derived", "", layer_.name, id_of(layer_, object),
                         msg("it doubles {}, which has moved; it cannot be moved there without "
                             "crossing itself: draw it anew",
                             names_of(holders))});
    return false;
  }
  put_geometry(layer_, object, geometry::encode_wkb(moved));
  return true;
}

}  // namespace

std::vector<Finding> derive_doubles(std::vector<MergedLayer>& layers) {
  std::vector<Finding> findings;
  for (auto& layer : layers) {
    const auto& doubles = layer.rules->doubles;
    for (auto& holding : layers) {
      if (!doubles || doubles->as != rules::Doubling::derived || layer.crs != holding.crs ||
          holding.rules->name != doubles->layer)
        continue;
      auto more = Derivation(layer, holding).run();
      findings.insert(findings.end(), more.begin(), more.end());
    }
  }
  return findings;
}

}  // namespace bdf::topology
