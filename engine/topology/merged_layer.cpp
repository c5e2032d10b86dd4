// SPDX-License-Identifier: MIT
#include "topology/merged_layer.h"

#include <algorithm>
#include <map>

namespace bdf::topology {

bool adds(const Change& change) { return change.op != Op::update && change.op != Op::remove; }

ValueView geometry_after(const GeometryChange& change) {
  return change.from ? change.from.geometry() : view_of(change.after);
}

ValueView HeldObject::geometry(const MergedLayer& layer) const {
  if (update)
    if (const auto& change = layer.result->update.changes[*update].geometry)
      return geometry_after(*change);
  return feature.geometry();
}

std::vector<HeldObject> held_objects(const MergedLayer& layer) {
  std::map<std::int64_t, std::vector<std::size_t>> updates;
  const auto& changes = layer.result->update.changes;
  for (std::size_t i = 0; i < changes.size(); ++i) updates[changes[i].cluster].push_back(i);
  std::vector<HeldObject> objects;
  for (std::size_t c = 0; c < layer.clusters->size(); ++c) {
    const auto& cluster = (*layer.clusters)[c];
    const auto known = updates.find(cluster.number);
    const auto concerning = known == updates.end() ? std::vector<std::size_t>() : known->second;
    for (const auto feature : cluster.features.local) {
      HeldObject object{c, feature, {}};
      bool removed = false;
      for (const auto i : concerning) {
        if (adds(changes[i]) || changes[i].feature != feature) continue;
        removed = removed || changes[i].op == Op::remove;
        object.update = i;
      }
      if (!removed) objects.push_back(object);
    }
    for (const auto i : concerning)
      if (adds(changes[i])) objects.push_back({c, changes[i].feature, i});
  }
  return objects;
}

Side side_of(const MergedLayer& layer, const HeldObject& object) {
  const auto& features = (*layer.clusters)[object.cluster].features;
  for (const auto side : {Side::local, Side::reference})
    if (std::find(features[side].begin(), features[side].end(), object.feature) !=
        features[side].end())
      return side;
  return Side::ancestor;
}

Value merged_value(const MergedLayer& layer, const HeldObject& object,
                   const merge::Attribute& attribute) {
  if (object.update)
    for (const auto& value : layer.result->update.changes[*object.update].values)
      if (value.column == attribute.merged) return value.after;
  return to_value(merge::value_of(object.feature, attribute, side_of(layer, object)));
}

std::string id_of(const MergedLayer& layer, const HeldObject& object) {
  return id_of((*layer.clusters)[object.cluster], object.feature);
}

std::string id_of(const merge::ClusterFeatures& cluster, FeatureRef feature) {
  for (const auto side : {Side::local, Side::reference, Side::ancestor})
    for (std::size_t i = 0; i < cluster.features[side].size(); ++i)
      if (cluster.features[side][i] == feature) return cluster.ids[side][i];
  return cluster.name();
}

}  // namespace bdf::topology
