// SPDX-License-Identifier: MIT
#include "topology/attach.h"

#include <algorithm>
#include <set>

#include "base/message.h"
#include "geometry/alike.h"
#include "geometry/follow.h"
#include "geometry/opposite.h"
#include "geometry/wkb.h"
#include "index/box_grid.h"
#include "merge/compare.h"
#include "topology/put.h"

namespace bdf::topology {

namespace {

constexpr int most_rounds = 20;  ///< of what touches what touched what moved

std::optional<std::string_view> wkb_of(const ValueView& geometry) {
  const auto* blob = std::get_if<BlobView>(&geometry);
  return blob == nullptr ? std::nullopt : std::optional<std::string_view>(blob->bytes);
}

std::optional<Box> box_around(const ValueView& geometry, double wider) {
  const auto wkb = wkb_of(geometry);
  auto box = wkb ? geometry::box_of_wkb(*wkb) : std::nullopt;
  if (box)
    box = Box{box->min_x - wider, box->min_y - wider, box->max_x + wider, box->max_y + wider};
  return box;
}

/// A cluster of a layer, or one of its objects.
struct Place {
  std::size_t layer;
  std::size_t number;
  auto operator<=>(const Place&) const = default;
};

class Attachment {
 public:
  explicit Attachment(std::vector<MergedLayer>& layers) : layers_(layers) {
    for (const auto& layer : layers) objects_.push_back(held_objects(layer));
    for (std::size_t i = 0; i < layers.size(); ++i) {
      by_cluster_.emplace_back(layers[i].clusters->size());
      for (std::size_t k = 0; k < objects_[i].size(); ++k)
        by_cluster_[i][objects_[i][k].cluster].push_back(k);
    }
  }

  std::vector<Finding> run() {
    std::set<Place> moved;
    for (std::size_t i = 0; i < layers_.size(); ++i)
      if (is_held_on_to(i))
        for (std::size_t c = 0; c < layers_[i].clusters->size(); ++c) moved.insert({i, c});
    for (int round = 0; round < most_rounds && !moved.empty(); ++round) {
      std::set<Place> next;
      for (const auto side : {Side::local, Side::reference}) follow(side, moved, next);
      moved = std::move(next);
    }
    return std::move(findings_);
  }

 private:
  [[nodiscard]] bool is_held_on_to(std::size_t layer) const;
  [[nodiscard]] bool is_attached(std::size_t layer, std::size_t to) const;
  [[nodiscard]] bool stands_elsewhere(Place cluster, Side side) const;
  [[nodiscard]] bool may_be_another(Place cluster) const;
  [[nodiscard]] bool is_as_on(Place object, Side side, double tolerance) const;
  [[nodiscard]] bool is_settled(Place object) const;
  [[nodiscard]] geometry::Redrawn redrawn(Place cluster, Side side) const;
  /// An object that has lost what it touched.
  struct Torn {
    Place place;
    Geometry geometry;
    std::vector<geometry::Redrawn> things;
    std::string names;        ///< of these
    std::vector<Box> places;  ///< where it has, and where it may move with that
  };
  void follow(Side side, const std::set<Place>& moved, std::set<Place>& next);
  [[nodiscard]] std::vector<Torn> torn(Side side, const std::set<Place>& moved) const;
  [[nodiscard]] std::optional<Torn> torn_from(Place object, Side side,
                                              const std::set<Place>& touched) const;
  [[nodiscard]] std::vector<std::vector<Geometry>> standing(Side side,
                                                            const std::vector<Torn>& torn) const;
  void follow(const Torn& torn, Side side, const std::vector<Geometry>& standing,
              std::set<Place>& next);
  [[nodiscard]] bool turns(const Torn& torn, const Geometry& goes) const;
  void tell(Place object, std::string message);

  std::vector<MergedLayer>& layers_;
  std::vector<std::vector<HeldObject>> objects_;                   ///< by layer
  std::vector<std::vector<std::vector<std::size_t>>> by_cluster_;  ///< numbers in objects_
  std::set<Place> told_;
  std::vector<Finding> findings_;
};

bool Attachment::is_attached(std::size_t layer, std::size_t to) const {
  const auto& names = layers_[layer].rules->attached_to;
  return layers_[layer].crs == layers_[to].crs &&
         std::find(names.begin(), names.end(), layers_[to].rules->name) != names.end();
}

bool Attachment::is_held_on_to(std::size_t layer) const {
  for (std::size_t i = 0; i < layers_.size(); ++i)
    if (is_attached(i, layer)) return true;
  return false;
}

/// Whether merged holds what the side has, elsewhere or drawn otherwise.
bool Attachment::stands_elsewhere(Place cluster, Side side) const {
  const auto& before = (*layers_[cluster.layer].clusters)[cluster.number].features[side];
  const auto& after = by_cluster_[cluster.layer][cluster.number];
  if (after.empty()) return false;
  return std::any_of(before.begin(), before.end(), [&](FeatureRef feature) {
    const auto was = wkb_of(feature.geometry());
    return was && std::none_of(after.begin(), after.end(), [&](std::size_t i) {
             return wkb_of(objects_[cluster.layer][i].geometry(layers_[cluster.layer])) == was;
           });
  });
}

/// Whether it is being asked if what merged holds is the same object at all.
bool Attachment::may_be_another(Place place) const {
  const auto& cluster = (*layers_[place.layer].clusters)[place.number];
  const auto& open = layers_[place.layer].result->conflicts;
  return cluster.far_apart || std::any_of(open.begin(), open.end(), [&](const Conflict& conflict) {
           return conflict.cluster == cluster.number && conflict.kind == ConflictKind::identity;
         });
}

/// Whether merged holds the object as that side does.
bool Attachment::is_as_on(Place place, Side side, double tolerance) const {
  const auto& layer = layers_[place.layer];
  const auto& object = objects_[place.layer][place.number];
  const auto& features = (*layer.clusters)[object.cluster].features[side];
  return std::any_of(features.begin(), features.end(), [&](FeatureRef feature) {
    return merge::same_geometry(feature.geometry(), object.geometry(layer), tolerance);
  });
}

/// Whether nobody is being asked where it lies, or whether it exists.
bool Attachment::is_settled(Place place) const {
  const auto& layer = layers_[place.layer];
  const auto number = (*layer.clusters)[objects_[place.layer][place.number].cluster].number;
  const auto is_about = [&](const Conflict& one) {
    return one.cluster == number && one.kind != ConflictKind::attribute && one.attribute.empty();
  };
  const auto& result = *layer.result;
  return std::none_of(result.conflicts.begin(), result.conflicts.end(), is_about) &&
         std::none_of(result.proposals.begin(), result.proposals.end(), is_about);
}

void add(const ValueView& value, std::vector<Geometry>& geometries) {
  if (auto geometry = geometry::geometry_of(value)) geometries.push_back(std::move(*geometry));
}

geometry::Redrawn Attachment::redrawn(Place cluster, Side side) const {
  geometry::Redrawn redrawn;
  const auto& layer = layers_[cluster.layer];
  const auto& features = (*layer.clusters)[cluster.number].features;
  for (const auto feature : features[side]) add(feature.geometry(), redrawn.before);
  for (const auto feature : features.ancestor) add(feature.geometry(), redrawn.origin);
  for (const auto i : by_cluster_[cluster.layer][cluster.number])
    add(objects_[cluster.layer][i].geometry(layer), redrawn.after);
  return redrawn;
}

std::vector<Attachment::Torn> Attachment::torn(Side side, const std::set<Place>& moved) const {
  std::vector<Place> movers;
  std::vector<Box> boxes;
  for (const auto& cluster : moved) {
    if (!stands_elsewhere(cluster, side) || may_be_another(cluster)) continue;
    const auto& layer = layers_[cluster.layer];
    for (const auto feature : (*layer.clusters)[cluster.number].features[side])
      if (const auto box = box_around(feature.geometry(), layer.tolerance)) {
        movers.push_back(cluster);
        boxes.push_back(*box);
      }
  }
  std::vector<Torn> found;
  if (movers.empty()) return found;
  const index::BoxGrid grid(boxes);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    for (std::size_t k = 0; !layers_[i].rules->attached_to.empty() && k < objects_[i].size(); ++k) {
      const auto box = box_around(objects_[i][k].geometry(layers_[i]), 0);
      if (!box) continue;
      std::set<Place> touched;
      for (const auto number : grid.meeting(*box)) {
        const auto& mover = movers[number];
        const bool itself = mover == Place{i, objects_[i][k].cluster};
        if (!itself && is_attached(i, mover.layer)) touched.insert(mover);
      }
      if (touched.empty()) continue;
      if (auto one = torn_from({i, k}, side, touched)) found.push_back(std::move(*one));
    }
  }
  return found;
}

std::optional<Attachment::Torn> Attachment::torn_from(Place place, Side side,
                                                      const std::set<Place>& touched) const {
  const auto& layer = layers_[place.layer];
  if (is_as_on(place, other_than(side), 0)) return std::nullopt;
  auto geometry = geometry::geometry_of(objects_[place.layer][place.number].geometry(layer));
  if (!geometry) return std::nullopt;
  Torn torn{place, std::move(*geometry), {}, "", {}};
  for (const auto& cluster : touched) {
    auto thing = redrawn(cluster, side);
    // Noise along a boundary is none that an area would have to follow.
    if (torn.geometry.kind == GeometryKind::polygon && thing.before.size() == 1 &&
        thing.after.size() == 1 &&
        geometry::alike(thing.before[0], thing.after[0], layer.tolerance))
      continue;
    const auto places = geometry::torn_places(torn.geometry, {thing}, {}, layer.tolerance);
    if (places.empty()) continue;
    for (const auto& [x, y] : places)
      torn.places.push_back(
          {x - layer.tolerance, y - layer.tolerance, x + layer.tolerance, y + layer.tolerance});
    // Along a line more moves than what is torn.
    if (torn.geometry.kind == GeometryKind::line)
      if (const auto box = box_of(torn.geometry)) torn.places.push_back(*box);
    torn.things.push_back(std::move(thing));
    if (!torn.names.empty()) torn.names += '/';
    torn.names += (*layers_[cluster.layer].clusters)[cluster.number].name();
  }
  return torn.things.empty() ? std::nullopt : std::optional(std::move(torn));
}

/// By layer, what is as the other side has it, and so holds on to what ends there.
std::vector<std::vector<Geometry>> Attachment::standing(Side side,
                                                        const std::vector<Torn>& torn) const {
  std::vector<std::vector<Geometry>> standing(layers_.size());
  std::vector<Box> places;
  for (const auto& one : torn) places.insert(places.end(), one.places.begin(), one.places.end());
  if (places.empty()) return standing;
  const index::BoxGrid grid(places);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (!is_held_on_to(i)) continue;
    if (layers_[i].unchanged_near) standing[i] = layers_[i].unchanged_near(places);
    for (std::size_t k = 0; k < objects_[i].size(); ++k) {
      const auto box = box_around(objects_[i][k].geometry(layers_[i]), layers_[i].tolerance);
      if (!box || grid.meeting(*box).empty()) continue;
      if (!is_as_on({i, k}, other_than(side), layers_[i].tolerance)) continue;
      add(objects_[i][k].geometry(layers_[i]), standing[i]);
    }
  }
  return standing;
}

void Attachment::follow(Side side, const std::set<Place>& moved, std::set<Place>& next) {
  const auto found = torn(side, moved);
  if (found.empty()) return;
  const auto by_layer = standing(side, found);
  std::vector<index::BoxGrid> grids;
  for (const auto& geometries : by_layer) {
    std::vector<Box> boxes;
    for (const auto& geometry : geometries) boxes.push_back(box_of(geometry).value_or(nowhere));
    grids.emplace_back(boxes);
  }
  for (const auto& one : found) {
    std::vector<Geometry> holding;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
      if (!is_attached(one.place.layer, i)) continue;
      std::set<std::uint32_t> near;
      for (const auto& place : one.places)
        for (const auto number : grids[i].meeting(place)) near.insert(number);
      for (const auto number : near) holding.push_back(by_layer[i][number]);
    }
    follow(one, side, holding, next);
  }
}

void Attachment::follow(const Torn& torn, Side side, const std::vector<Geometry>& standing,
                        std::set<Place>& next) {
  auto& layer = layers_[torn.place.layer];
  auto& object = objects_[torn.place.layer][torn.place.number];
  const auto goes = geometry::followed(torn.geometry, torn.things, standing, layer.tolerance);
  if (!goes && geometry::torn_places(torn.geometry, torn.things, standing, layer.tolerance).empty())
    return;
  // As both sides have it, it was let go; but ends and nodes that the sides have within the
  // tolerance meet.
  const bool meets = goes && goes->kind != GeometryKind::polygon &&
                     geometry::alike(*goes, torn.geometry, layer.tolerance);
  if (is_as_on(torn.place, other_than(side), layer.tolerance) && !meets) return;
  if (!is_settled(torn.place)) {
    tell(torn.place, msg("it touched {}, which has moved; a question about it is open, and so it "
                         "stays where it is: move it once that is settled",
                         torn.names));
  } else if (!goes || turns(torn, *goes)) {
    tell(torn.place,
         msg("it touched {}, which has moved; it cannot be moved there without crossing "
             "itself or running the other way: draw it anew",
             torn.names));
  } else {
    put_geometry(layer, object, geometry::encode_wkb(*goes));
    layer.result->ledger[object.cluster].flags.push_back(std::string(reattached_flag) + torn.names);
    next.insert({torn.place.layer, object.cluster});
  }
}

/// Whether a line would run against another version of it, which it runs along now: the next sync
/// would take it for turned.
bool Attachment::turns(const Torn& torn, const Geometry& goes) const {
  if (goes.kind != GeometryKind::line) return false;
  const auto& object = objects_[torn.place.layer][torn.place.number];
  std::vector<Geometry> versions;
  for (const auto side : all_sides)
    for (const auto feature : (*layers_[torn.place.layer].clusters)[object.cluster].features[side])
      add(feature.geometry(), versions);
  return std::any_of(versions.begin(), versions.end(), [&](const Geometry& version) {
    return version.kind == GeometryKind::line && !version.empty() &&
           geometry::are_opposite(goes, version) && !geometry::are_opposite(torn.geometry, version);
  });
}

void Attachment::tell(Place place, std::string message) {
  if (!told_.insert(place).second) return;
  const auto& layer = layers_[place.layer];
  findings_.push_back({Level::warning, "not_reattached", "", layer.name,
                       id_of(layer, objects_[place.layer][place.number]), std::move(message)});
}

}  // namespace

std::vector<Finding> reattach(std::vector<MergedLayer>& layers) {
  const bool any = std::any_of(layers.begin(), layers.end(), [](const MergedLayer& layer) {
    return !layer.rules->attached_to.empty();
  });
  return any ? Attachment(layers).run() : std::vector<Finding>{};
}

}  // namespace bdf::topology
