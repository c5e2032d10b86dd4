// SPDX-License-Identifier: MIT
#include "topology/put_geometry.h"

#include "merge/compare.h"
#include "merge/policy.h"

namespace bdf::topology {

namespace {

bool adds(const Change& change) { return change.op != Op::update && change.op != Op::remove; }

void put(Change& change, const std::string& wkb) {
  if (!change.geometry)
    change.geometry = GeometryChange{
        adds(change) ? Value{Null{}} : to_value(change.feature.geometry()), {}, change.status, {}};
  change.geometry->after = Blob{wkb};
  change.geometry->from = {};
}

Change update_of(const std::string& id, FeatureRef feature, std::int64_t cluster) {
  Change change;
  change.id = id;
  change.feature = feature;
  change.cluster = cluster;
  return change;
}

void put_in_update(MergedLayer& layer, HeldObject& object, const std::string& wkb) {
  auto& changes = layer.result->update.changes;
  if (!object.update) {
    changes.push_back(
        update_of(id_of(layer, object), object.feature, (*layer.clusters)[object.cluster].number));
    object.update = changes.size() - 1;
  }
  put(changes[*object.update], wkb);
}

/// What goes to the reference of the object's geometry; nullptr where nothing does.
Change* sent(MergedLayer& layer, const HeldObject& object, const ValueView& before) {
  const auto number = (*layer.clusters)[object.cluster].number;
  for (auto& change : layer.result->contribution.changes) {
    if (change.cluster != number || change.op == Op::remove) continue;
    if (adds(change) && change.feature == object.feature) return &change;
    if (!change.geometry) continue;
    const auto after =
        change.geometry->from ? change.geometry->from.geometry() : view_of(change.geometry->after);
    if (after == before) return &change;
  }
  return nullptr;
}

/// The reference's feature that merged holds just so.
FeatureRef same_in_reference(const MergedLayer& layer, const HeldObject& object,
                             const ValueView& geometry) {
  for (const auto feature : (*layer.clusters)[object.cluster].features.reference)
    if (feature == object.feature ||
        merge::same_geometry(feature.geometry(), geometry, layer.tolerance))
      return feature;
  return {};
}

void put_in_contribution(MergedLayer& layer, const HeldObject& object, const ValueView& before,
                         const std::string& wkb) {
  if (auto* change = sent(layer, object, before)) return put(*change, wkb);
  const auto feature = same_in_reference(layer, object, before);
  const bool news =
      feature && !merge::same_geometry(feature.geometry(), BlobView{wkb}, layer.tolerance);
  const auto verdict = merge::decide(Divergence::local_only, layer.rules->geometry,
                                     layer.rules->provisional, std::nullopt);
  if (!news || !verdict.leaves) return;
  const auto& cluster = (*layer.clusters)[object.cluster];
  HeldObject there = object;
  there.feature = feature;
  auto change = update_of(id_of(layer, there), feature, cluster.number);
  for (auto& known : layer.result->contribution.changes)
    if (known.cluster == cluster.number && known.op == Op::update && known.feature == feature) {
      put(known, wkb);
      known.geometry->status = *verdict.leaves;
      return;
    }
  put(change, wkb);
  change.geometry->status = *verdict.leaves;
  layer.result->contribution.changes.push_back(std::move(change));
}

}  // namespace

void put_geometry(MergedLayer& layer, HeldObject& object, const std::string& wkb) {
  const auto before = to_value(object.geometry(layer));
  put_in_contribution(layer, object, view_of(before), wkb);
  put_in_update(layer, object, wkb);
}

}  // namespace bdf::topology
