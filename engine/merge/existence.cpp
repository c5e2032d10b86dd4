// SPDX-License-Identifier: MIT
#include "merge/existence.h"

#include <algorithm>

#include "base/message.h"
#include "geometry/wkb.h"
#include "io/json_text.h"
#include "merge/compare.h"
#include "merge/conflicts.h"
#include "merge/object.h"
#include "merge/policy.h"

namespace bdf::merge {

namespace {

void decided(ClusterResult& result, Outcome outcome, Divergence divergence, std::string rule,
             Side taken) {
  result.entry.outcome = outcome;
  result.entry.decisions.push_back({"object", divergence, std::move(rule), taken});
}

Change deletion(const ClusterFeatures& cluster, Side side, Status status) {
  Change change;
  change.op = Op::remove;
  change.id = cluster.ids[side].front();
  change.feature = cluster.only(side);
  change.status = status;
  return change;
}

Change insertion(const ClusterFeatures& cluster, Side side, Status status) {
  auto change = deletion(cluster, side, status);
  change.op = Op::insert;
  return change;
}

Status leaving(const Context& context) {
  const bool asks = context.theme->existence.authority == rules::Authority::reference;
  return asks ? Status::proposed : Status::offered;
}

void take_from_reference(const Context& context, const ClusterFeatures& cluster,
                         ClusterResult& result) {
  auto change = insertion(cluster, Side::reference, Status::taken);
  if (context.key_is_fid) change.fid = change.feature.fid();
  result.update.push_back(std::move(change));
}

void remove_from_local(const ClusterFeatures& cluster, ClusterResult& result) {
  result.update.push_back(deletion(cluster, Side::local, Status::taken));
}

void keep_local(const ClusterFeatures& cluster, ClusterResult& result) {
  result.entry.out_fids = {cluster.only(Side::local).fid()};
}

/// A key in the reference's style on an object that the reference does not have, with no ancestor to
/// say whether it once did: told, and not sent.
void insert_locally(const Context& context, const ClusterFeatures& cluster,
                    ClusterResult& result, std::string rule) {
  keep_local(cluster, result);
  if (!context.layout.has_ancestor && !cluster.has_uid) {
    decided(result, Outcome::inserted_locally, Divergence::local_only, "unknown_to_reference",
            Side::local);
    result.entry.flags.emplace_back("not_contributed");
    return;
  }
  decided(result, Outcome::inserted_locally, Divergence::local_only, std::move(rule), Side::local);
  result.contribution.push_back(insertion(cluster, Side::local, leaving(context)));
}

Conflict deletion_conflict(const Context& context, const ClusterFeatures& cluster) {
  auto conflict = new_conflict(context, cluster, ConflictKind::delete_edit);
  for (const auto side : all_sides)
    conflict.values[side] = objects_as_json(context, cluster.features[side], side);
  const bool gone_locally = cluster.features.local.empty();
  conflict.provisional = gone_locally ? Side::reference : Side::local;
  conflict.reason = gone_locally
                        ? msg("deleted in the local layer, changed in the reference")
                        : msg("deleted in the reference, changed in the local layer");
  name_conflict(context, conflict);
  return conflict;
}

void leave_open(Conflict conflict, ClusterResult& result) {
  decided(result, Outcome::conflict, Divergence::both_differ, "conflict", conflict.provisional);
  result.entry.conflicts.push_back(conflict.id);
  result.conflicts.push_back(std::move(conflict));
}

/// Which side a rule, or a human, lets win a deletion against an edit; nullopt leaves it open.
std::optional<Side> winner(const Context& context, const Conflict& conflict, std::string& rule,
                           ClusterResult& result) {
  if (const auto* decision = resolution_of(context, conflict.id); decision && decision->side) {
    rule = "resolution";
    result.resolved.push_back(conflict);
    result.resolved.back().resolution = *decision;
    return decision->side;
  }
  const auto verdict = decide(Divergence::both_differ, context.theme->existence,
                              context.theme->provisional, std::nullopt);
  const bool by_rule = context.theme->existence.authority == rules::Authority::shared;
  if (!by_rule || verdict.conflict) return std::nullopt;
  rule = verdict.rule;
  return verdict.taken;
}

void gone_from_reference(const Context& context, const ClusterFeatures& cluster,
                         ClusterResult& result) {
  const ThreeWay<FeatureRef> features{cluster.only(Side::ancestor), cluster.only(Side::local), {}};
  if (outside(context, features.ancestor)) {
    keep_local(cluster, result);
    result.entry.flags.emplace_back("outside_extent");
    return;
  }
  const bool edited = differ(context, features, Side::ancestor, Side::local);
  if (!edited && !has_business_data(context, features.local)) {
    remove_from_local(cluster, result);
    decided(result, Outcome::deleted_by_reference, Divergence::reference_only,
            "only_reference_changed", Side::reference);
    return;
  }
  auto conflict = deletion_conflict(context, cluster);
  if (!edited)
    conflict.reason = msg("deleted in the reference, but it carries data of the producer's own");
  std::string rule;
  const auto side = winner(context, conflict, rule, result);
  if (side == Side::reference) {
    remove_from_local(cluster, result);
    decided(result, Outcome::deleted_by_reference, Divergence::both_differ, rule, Side::reference);
  } else if (side == Side::local) {
    insert_locally(context, cluster, result, rule);
  } else {
    keep_local(cluster, result);
    leave_open(std::move(conflict), result);
  }
}

void delete_in_reference(const Context& context, const ClusterFeatures& cluster,
                         Divergence divergence, const std::string& rule, ClusterResult& result) {
  result.contribution.push_back(deletion(cluster, Side::reference, leaving(context)));
  decided(result, Outcome::deleted_locally, divergence, rule, Side::local);
}

void gone_from_local(const Context& context, const ClusterFeatures& cluster,
                     ClusterResult& result) {
  const ThreeWay<FeatureRef> features{cluster.only(Side::ancestor), {},
                                      cluster.only(Side::reference)};
  if (outside(context, features.ancestor)) {
    result.entry.flags.emplace_back("outside_extent");
    return;
  }
  if (!differ(context, features, Side::ancestor, Side::reference)) {
    delete_in_reference(context, cluster, Divergence::local_only, "only_local_changed", result);
    return;
  }
  auto conflict = deletion_conflict(context, cluster);
  std::string rule;
  const auto side = winner(context, conflict, rule, result);
  if (side == Side::local) {
    delete_in_reference(context, cluster, Divergence::both_differ, rule, result);
    return;
  }
  take_from_reference(context, cluster, result);
  if (side == Side::reference)
    decided(result, Outcome::inserted_from_reference, Divergence::both_differ, rule,
            Side::reference);
  else
    leave_open(std::move(conflict), result);
}

void new_in_reference(const Context& context, const ClusterFeatures& cluster,
                      ClusterResult& result) {
  if (outside(context, cluster.only(Side::reference))) {
    result.entry.flags.emplace_back("outside_extent");
    return;
  }
  take_from_reference(context, cluster, result);
  decided(result, Outcome::inserted_from_reference, Divergence::reference_only,
          "only_reference_changed", Side::reference);
}

void without_history(const Context& context, const ClusterFeatures& cluster,
                     ClusterResult& result) {
  const bool ancestor = cluster.only(Side::ancestor).table != nullptr;
  const bool local = cluster.only(Side::local).table != nullptr;
  const bool reference = cluster.only(Side::reference).table != nullptr;
  if (local && ancestor) {
    gone_from_reference(context, cluster, result);
  } else if (local) {
    insert_locally(context, cluster, result, "only_local_changed");
  } else if (reference && ancestor) {
    gone_from_local(context, cluster, result);
  } else if (reference) {
    new_in_reference(context, cluster, result);
  } else {
    decided(result, Outcome::deleted_on_both, Divergence::both_alike, "both_alike", Side::local);
  }
}

/// Whether the feature that `side` has today is the one that the conflict holds for `then`.
bool as_then(const Context& context, const ClusterFeatures& cluster, Side side,
             const Conflict& pending, Side then) {
  const auto feature = cluster.only(side);
  const auto& text = pending.values[then];
  if (!feature || !text) return !feature && !text;
  if (!same_geometry(feature.geometry(), view_of(pending.geometries[then]), context.tolerance))
    return false;
  const auto held = io::parse_json_object(*text);
  const auto& attributes = context.layout.attributes;
  return std::all_of(attributes.begin(), attributes.end(), [&](const auto& one) {
    if (!one.carried_by(side) || !one.carried_by(then)) return true;
    if (context.theme->is_housekeeping(one.name) || same_name(one.name, uid_column)) return true;
    const auto found = std::find_if(held.begin(), held.end(), [&](const auto& named) {
      return same_name(named.first, one.name);
    });
    const ValueView value = found == held.end() ? ValueView{Null{}} : view_of(found->second);
    return same_value(one.type, value_of(feature, one, side), value);
  });
}

/// Whether local still holds what the open conflict put there.
bool still_provisional(const Context& context, const ClusterFeatures& cluster,
                       const Conflict& pending) {
  return as_then(context, cluster, Side::local, pending, pending.provisional);
}

std::optional<Resolution> decision_on(const Context& context, const ClusterFeatures& cluster,
                                      const Conflict& pending) {
  if (const auto* entered = resolution_of(context, pending.id); entered && entered->side)
    return *entered;
  if (still_provisional(context, cluster, pending)) return std::nullopt;
  // Deleting the object is to side with who deleted it; working on it is to keep it.
  const bool kept = !cluster.features.local.empty();
  const bool gone_locally = !pending.values.local;
  Resolution resolution;
  resolution.side = kept == gone_locally ? Side::reference : Side::local;
  resolution.by = "edit";
  return resolution;
}

/// The question stands, about what the reference says now.
void ask_again(const Context& context, const ClusterFeatures& cluster, const Conflict& pending,
               ClusterResult& result) {
  auto conflict = pending;
  conflict.cluster = cluster.number;
  if (const auto reference = cluster.only(Side::reference)) {
    if (cluster.features.local.empty())
      take_from_reference(context, cluster, result);
    else
      result = merge_object(context, cluster);
    result.entry.decisions.clear();
    conflict.values.reference =
        objects_as_json(context, cluster.features.reference, Side::reference);
    conflict.geometries.reference = to_value(reference.geometry());
    conflict.ids.reference = cluster.id_of(Side::reference);
  }
  name_conflict(context, conflict);
  if (!cluster.features.local.empty()) keep_local(cluster, result);
  leave_open(std::move(conflict), result);
}

/// Whether the reference has changed the object since its deletion was decided.
bool overtaken(const Context& context, const ClusterFeatures& cluster, const Conflict& pending,
               const Resolution& resolution) {
  return resolution.side == Side::local && !pending.values.local &&
         !cluster.features.reference.empty() &&
         !as_then(context, cluster, Side::reference, pending, Side::reference);
}

void follow_decision(const Context& context, const ClusterFeatures& cluster,
                     const Conflict& pending, const Resolution& resolution,
                     ClusterResult& result) {
  const auto local = cluster.only(Side::local);
  const auto reference = cluster.only(Side::reference);
  const bool deleted = !pending.values[*resolution.side];
  if (deleted && local) remove_from_local(cluster, result);
  if (deleted && reference && *resolution.side == Side::local) {
    delete_in_reference(context, cluster, Divergence::both_differ, "resolution", result);
  } else if (deleted) {
    decided(result, Outcome::deleted_by_reference, Divergence::both_differ, "resolution",
            Side::reference);
  } else if (local && reference) {
    result = merge_object(context, cluster);
  } else if (local) {
    insert_locally(context, cluster, result, "resolution");
  } else if (reference) {
    take_from_reference(context, cluster, result);
    decided(result, Outcome::inserted_from_reference, Divergence::both_differ, "resolution",
            Side::reference);
  }
  result.resolved.push_back(pending);
  result.resolved.back().resolution = resolution;
}

}  // namespace

const Conflict* pending_deletion(const Context& context, const ClusterFeatures& cluster) {
  for (const auto* conflict : pending_of(context, cluster))
    if (conflict->kind == ConflictKind::delete_edit) return conflict;
  return nullptr;
}

bool outside(const Context& context, FeatureRef feature) {
  if (!context.extent || !feature) return false;
  const auto geometry = feature.geometry();
  const auto* wkb = std::get_if<BlobView>(&geometry);
  const auto box = wkb != nullptr ? geometry::box_of_wkb(wkb->bytes) : std::nullopt;
  if (!box) return false;
  const auto& extent = *context.extent;
  return box->max_x < extent.min_x || box->min_x > extent.max_x || box->max_y < extent.min_y ||
         box->min_y > extent.max_y;
}

ClusterResult merge_existence(const Context& context, const ClusterFeatures& cluster) {
  ClusterResult result;
  const auto* pending = pending_deletion(context, cluster);
  const bool both = !cluster.features.local.empty() && !cluster.features.reference.empty();
  // What the other side has deleted or brought back since has answered the question.
  const bool moot = pending != nullptr && !pending->values.reference && both;
  const bool agreed = pending != nullptr && !pending->values.local &&
                      cluster.features.reference.empty();
  if (pending == nullptr || moot || agreed) {
    if (both) return merge_object(context, cluster);
    without_history(context, cluster, result);
    return result;
  }
  const auto decision = decision_on(context, cluster, *pending);
  if (decision && !overtaken(context, cluster, *pending, *decision))
    follow_decision(context, cluster, *pending, *decision, result);
  else
    ask_again(context, cluster, *pending, result);
  return result;
}

}  // namespace bdf::merge
