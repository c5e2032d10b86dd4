// SPDX-License-Identifier: MIT
#include "topology/put.h"

#include <algorithm>

#include "merge/compare.h"
#include "merge/policy.h"
#include "merge/written.h"

namespace bdf::topology {

namespace {

bool says_nothing(const Change& change) {
  return change.op == Op::update && change.values.empty() && !change.geometry;
}

void put(Change& change, const std::string& wkb) {
  if (!change.geometry)
    change.geometry = GeometryChange{
        adds(change) ? Value{Null{}} : to_value(change.feature.geometry()), {}, change.status, {}};
  change.geometry->after = Blob{wkb};
  change.geometry->from = {};
}

void put(Change& change, const ValueChange& value) {
  for (auto& known : change.values)
    if (known.column == value.column) {
      known.after = value.after;
      return;
    }
  change.values.push_back(value);
}

Change update_of(const std::string& id, FeatureRef feature, std::int64_t cluster) {
  Change change;
  change.id = id;
  change.feature = feature;
  change.cluster = cluster;
  return change;
}

/// The change to local that concerns the object, made where there is none.
Change& update_for(MergedLayer& layer, HeldObject& object) {
  auto& changes = layer.result->update.changes;
  if (!object.update) {
    changes.push_back(
        update_of(id_of(layer, object), object.feature, (*layer.clusters)[object.cluster].number));
    object.update = changes.size() - 1;
  }
  return changes[*object.update];
}

/// What goes to the reference of the object's geometry; nullptr where nothing does.
Change* sent(MergedLayer& layer, const HeldObject& object, const ValueView& before) {
  const auto number = (*layer.clusters)[object.cluster].number;
  for (auto& change : layer.result->contribution.changes) {
    if (change.cluster != number || change.op == Op::remove) continue;
    if (adds(change) && change.feature == object.feature) return &change;
    if (change.geometry && geometry_after(*change.geometry) == before) return &change;
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

bool is_as_it_was(const Change& change, const std::string& wkb, double tolerance) {
  return merge::same_geometry(change.feature.geometry(), BlobView{wkb}, tolerance);
}

/// The update of the reference's feature, made where there is none.
Change& contribution_to(MergedLayer& layer, const HeldObject& object, FeatureRef feature) {
  const auto& cluster = (*layer.clusters)[object.cluster];
  auto& changes = layer.result->contribution.changes;
  for (auto& known : changes)
    if (known.cluster == cluster.number && known.op == Op::update && known.feature == feature)
      return known;
  changes.push_back(update_of(id_of(cluster, feature), feature, cluster.number));
  return changes.back();
}

/// Whether it is being asked what becomes of the object, or of that attribute of it, or the
/// reference has not answered yet what it is told of that: meanwhile nothing else is sent of it.
bool is_open(const MergedLayer& layer, const HeldObject& object, std::string_view attribute) {
  const auto number = (*layer.clusters)[object.cluster].number;
  const auto concerns = [&](const Conflict& one) {
    if (one.cluster != number) return false;
    const bool of_object = one.attribute.empty() && one.kind != ConflictKind::geometry &&
                           one.kind != ConflictKind::proposal;
    return of_object || same_name(one.attribute, attribute);
  };
  const auto& result = *layer.result;
  return std::any_of(result.conflicts.begin(), result.conflicts.end(), concerns) ||
         std::any_of(result.proposals.begin(), result.proposals.end(), concerns);
}

void put_in_contribution(MergedLayer& layer, const HeldObject& object, const ValueView& before,
                         const std::string& wkb) {
  if (auto* change = sent(layer, object, before)) {
    if (adds(*change) || !is_as_it_was(*change, wkb, layer.tolerance)) return put(*change, wkb);
    change->geometry.reset();
    std::erase_if(layer.result->contribution.changes, says_nothing);
    return;
  }
  const auto feature = same_in_reference(layer, object, before);
  const bool news =
      feature && !merge::same_geometry(feature.geometry(), BlobView{wkb}, layer.tolerance);
  const auto verdict = merge::decide(Divergence::local_only, layer.rules->geometry,
                                     layer.rules->provisional, std::nullopt);
  if (!news || !verdict.leaves) return;
  auto& change = contribution_to(layer, object, feature);
  put(change, wkb);
  change.geometry->status = *verdict.leaves;
}

/// A value of an attribute before and after.
struct NewValue {
  const merge::Attribute* attribute;
  Value before, after;
};

/// The reference's version of the object: the one of its key, or the one that it is.
FeatureRef in_reference(const MergedLayer& layer, const HeldObject& object) {
  const auto& cluster = (*layer.clusters)[object.cluster];
  if (cluster.single()) return cluster.only(Side::reference);
  const auto& features = cluster.features.reference;
  const auto found = std::find(features.begin(), features.end(), object.feature);
  return found == features.end() ? FeatureRef{} : *found;
}

/// Merged says there what the reference does: nothing is sent of it.
void take_back(MergedLayer& layer, FeatureRef feature, std::size_t column) {
  auto& changes = layer.result->contribution.changes;
  for (auto& change : changes)
    if (change.op == Op::update && change.feature == feature)
      std::erase_if(change.values, [&](const ValueChange& one) { return one.column == column; });
  std::erase_if(changes, says_nothing);
}

void put_in_contribution(MergedLayer& layer, const HeldObject& object, const NewValue& value) {
  if (is_open(layer, object, value.attribute->name)) return;
  const auto column = value.attribute->column.reference;
  if (!column || merge::is_restricted(*value.attribute)) return;
  const auto verdict = merge::decide(Divergence::local_only, value.attribute->responsibility,
                                     layer.rules->provisional, std::nullopt);
  if (!verdict.leaves) return;
  const auto number = (*layer.clusters)[object.cluster].number;
  for (auto& change : layer.result->contribution.changes)
    if (change.cluster == number && adds(change) && change.feature == object.feature)
      return put(change, {*column, value.before, value.after, *verdict.leaves});
  const auto feature = in_reference(layer, object);
  if (!feature) return;
  const auto there = merge::value_of(feature, *value.attribute, Side::reference);
  if (merge::same_value(value.attribute->kind, there, view_of(value.after)))
    return take_back(layer, feature, *column);
  put(contribution_to(layer, object, feature),
      {*column, to_value(there), value.after, *verdict.leaves});
}

}  // namespace

void put_geometry(MergedLayer& layer, HeldObject& object, const std::string& wkb) {
  const auto before = to_value(object.geometry(layer));
  put_in_contribution(layer, object, view_of(before), wkb);
  put(update_for(layer, object), wkb);
}

bool withhold_geometry(MergedLayer& layer, std::size_t cluster) {
  auto& changes = layer.result->contribution.changes;
  bool withheld = false;
  for (auto& change : changes)
    if (change.cluster == (*layer.clusters)[cluster].number && change.op == Op::update &&
        change.geometry) {
      change.geometry.reset();
      withheld = true;
    }
  std::erase_if(changes, says_nothing);
  return withheld;
}

void put_removal(MergedLayer& layer, const HeldObject& object, const std::string& rule) {
  const auto& cluster = (*layer.clusters)[object.cluster];
  auto& update = layer.result->update.changes;
  auto& contribution = layer.result->contribution.changes;
  auto removal = update_of(id_of(layer, object), object.feature, cluster.number);
  removal.op = Op::remove;
  if (object.update)
    update[*object.update] = removal;
  else
    update.push_back(removal);
  removal.feature = cluster.only(Side::reference);
  removal.id = id_of(cluster, removal.feature);
  removal.status = merge::status_of_existence(*layer.rules);
  std::erase_if(contribution,
                [&](const Change& change) { return change.cluster == cluster.number; });
  contribution.push_back(removal);
  auto& entry = layer.result->ledger[object.cluster];
  entry.outcome = Outcome::deleted_locally;
  entry.out_fids.clear();
  entry.decisions.push_back({"object", Divergence::local_only, rule, Side::local});
}

void put_value(MergedLayer& layer, HeldObject& object, const merge::Attribute& attribute,
               const Value& value) {
  const auto before = merged_value(layer, object, attribute);
  put_in_contribution(layer, object, {&attribute, before, value});
  put(update_for(layer, object), {*attribute.merged, before, value, Status::taken});
}

}  // namespace bdf::topology
