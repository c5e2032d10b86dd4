// SPDX-License-Identifier: MIT
#include "topology/attach.h"

#include <algorithm>
#include <set>

#include "base/message.h"
#include "geometry/alike.h"
#include "geometry/follow.h"
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
  [[nodiscard]] bool is_as_on(Place object, Side side, double tolerance) const;
  [[nodiscard]] bool is_settled(Place object) const;
  [[nodiscard]] geometry::Redrawn redrawn(Place cluster, Side side) const;
  void follow(Side side, const std::set<Place>& moved, std::set<Place>& next);
  void follow(Place object, Side side, const std::vector<Place>& touched, std::set<Place>& next);
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
  const auto& open = layer.result->conflicts;
  return std::none_of(open.begin(), open.end(), [&](const Conflict& conflict) {
    return conflict.cluster == number && conflict.kind != ConflictKind::attribute;
  });
}

geometry::Redrawn Attachment::redrawn(Place cluster, Side side) const {
  geometry::Redrawn redrawn;
  const auto& layer = layers_[cluster.layer];
  for (const auto feature : (*layer.clusters)[cluster.number].features[side])
    if (auto geometry = geometry::geometry_of(feature.geometry()))
      redrawn.before.push_back(std::move(*geometry));
  for (const auto i : by_cluster_[cluster.layer][cluster.number])
    if (auto geometry = geometry::geometry_of(objects_[cluster.layer][i].geometry(layer)))
      redrawn.after.push_back(std::move(*geometry));
  return redrawn;
}

void Attachment::follow(Side side, const std::set<Place>& moved, std::set<Place>& next) {
  std::vector<Place> movers;
  std::vector<Box> boxes;
  for (const auto& cluster : moved) {
    if (!stands_elsewhere(cluster, side)) continue;
    const auto& layer = layers_[cluster.layer];
    for (const auto feature : (*layer.clusters)[cluster.number].features[side])
      if (const auto box = box_around(feature.geometry(), layer.tolerance)) {
        movers.push_back(cluster);
        boxes.push_back(*box);
      }
  }
  if (movers.empty()) return;
  const index::BoxGrid grid(boxes);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    for (std::size_t k = 0; !layers_[i].rules->attached_to.empty() && k < objects_[i].size(); ++k) {
      const auto box = box_around(objects_[i][k].geometry(layers_[i]), 0);
      if (!box) continue;
      std::set<Place> touched;
      for (const auto found : grid.meeting(*box)) {
        const auto& mover = movers[found];
        const bool itself = mover == Place{i, objects_[i][k].cluster};
        if (!itself && is_attached(i, mover.layer)) touched.insert(mover);
      }
      if (!touched.empty()) follow({i, k}, side, {touched.begin(), touched.end()}, next);
    }
  }
}

void Attachment::follow(Place place, Side side, const std::vector<Place>& touched,
                        std::set<Place>& next) {
  const auto other = side == Side::local ? Side::reference : Side::local;
  auto& layer = layers_[place.layer];
  auto& object = objects_[place.layer][place.number];
  if (is_as_on(place, other, 0)) return;
  const auto geometry = geometry::geometry_of(object.geometry(layer));
  if (!geometry) return;
  std::vector<geometry::Redrawn> things;
  std::string names;
  for (const auto& cluster : touched) {
    auto thing = redrawn(cluster, side);
    if (!geometry::is_torn(*geometry, {thing}, layer.tolerance)) continue;
    things.push_back(std::move(thing));
    if (!names.empty()) names += '/';
    names += (*layers_[cluster.layer].clusters)[cluster.number].name();
  }
  if (things.empty()) return;
  const auto goes = geometry::followed(*geometry, things, layer.tolerance);
  // As both sides have it, it was let go; but ends that the sides have within the tolerance meet.
  if (is_as_on(place, other, layer.tolerance) &&
      !(goes && geometry::alike(*goes, *geometry, layer.tolerance)))
    return;
  if (!is_settled(place)) {
    tell(place,
         msg("it touched {}, which has moved; it stays where it is until it is decided", names));
  } else if (!goes) {
    tell(place, msg("it touched {}, which has moved; it cannot be moved there without crossing "
                    "itself: draw it anew",
                    names));
  } else {
    put_geometry(layer, object, geometry::encode_wkb(*goes));
    layer.result->ledger[object.cluster].flags.push_back(std::string(reattached_flag) + names);
    next.insert({place.layer, object.cluster});
  }
}

void Attachment::tell(Place place, std::string message) {
  if (!told_.insert(place).second) return;
  const auto& layer = layers_[place.layer];
  findings_.push_back({Level::warning, "not_reattached", "", layer.name,
                       id_of(layer, objects_[place.layer][place.number]), std::move(message)});
}

}  // namespace

std::vector<Finding> reattach(std::vector<MergedLayer>& layers) { return Attachment(layers).run(); }

}  // namespace bdf::topology
