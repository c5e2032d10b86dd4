// SPDX-License-Identifier: MIT
#include "merge/recut.h"

#include <algorithm>

#include "base/message.h"
#include "geometry/canonical.h"
#include "io/json_text.h"
#include "merge/compare.h"
#include "merge/conflicts.h"
#include "merge/object.h"

namespace bdf::merge {

namespace {

using Contents = std::vector<std::string>;

/// What a feature says in the attributes that all sides carry, as one text.
std::string content_of(const Context& context, FeatureRef feature, Side side) {
  std::string content;
  const auto geometry = feature.geometry();
  if (const auto* wkb = std::get_if<BlobView>(&geometry))
    content = geometry::canonical_bytes(wkb->bytes);
  for (const auto& attribute : context.layout.attributes) {
    const bool shared = attribute.carried_by(Side::local) &&
                        attribute.carried_by(Side::reference) &&
                        (!context.layout.has_ancestor || attribute.carried_by(Side::ancestor));
    if (!shared || context.theme->is_housekeeping(attribute.name)) continue;
    const auto form = normal_form(attribute.type, value_of(feature, attribute, side));
    content += form ? '=' + std::to_string(form->size()) + ':' + *form : std::string("-");
  }
  return content;
}

Contents contents_of(const Context& context, const ClusterFeatures& cluster, Side side) {
  Contents contents;
  for (const auto feature : cluster.features[side])
    contents.push_back(content_of(context, feature, side));
  return contents;
}

/// The features of `side` that `other` does not have just so, one for one.
std::vector<std::size_t> only_in(const Contents& side, Contents other) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < side.size(); ++i) {
    const auto found = std::find(other.begin(), other.end(), side[i]);
    if (found == other.end())
      rows.push_back(i);
    else
      other.erase(found);
  }
  return rows;
}

Op kind_of_cut(std::size_t before, std::size_t after) {
  if (before <= 1) return Op::split;
  return after == 1 ? Op::merge : Op::recut;
}

/// Turns the features that a target has into those that a source has.
std::vector<Change> replacement(const ClusterFeatures& cluster,
                                const ThreeWay<Contents>& contents, Side target, Side source,
                                Status status) {
  const auto gone = only_in(contents[target], contents[source]);
  const auto added = only_in(contents[source], contents[target]);
  const auto op = kind_of_cut(gone.size(), added.size());
  std::vector<Change> changes;
  const auto add = [&](Op what, Side side, std::size_t row) {
    Change change;
    change.op = what;
    change.id = cluster.ids[side][row];
    change.feature = cluster.features[side][row];
    change.status = status;
    if (!gone.empty() && !added.empty()) change.lineage_group = cluster.name();
    changes.push_back(std::move(change));
  };
  for (const auto row : gone) add(Op::remove, target, row);
  for (const auto row : added) add(gone.empty() ? Op::insert : op, source, row);
  return changes;
}

void keep_local(const ClusterFeatures& cluster, ClusterResult& result) {
  for (const auto feature : cluster.features.local) result.entry.out_fids.push_back(feature.fid());
}

void note(ClusterResult& result, Outcome outcome, Divergence divergence, std::string rule,
          Side taken) {
  result.entry.outcome = outcome;
  result.entry.decisions.push_back({"object", divergence, std::move(rule), taken});
}

void take_local(const Context& context, const ClusterFeatures& cluster,
                const ThreeWay<Contents>& contents, const std::string& rule,
                ClusterResult& result) {
  const bool asks = context.theme->existence.authority == rules::Authority::reference;
  keep_local(cluster, result);
  result.contribution = replacement(cluster, contents, Side::reference, Side::local,
                                    asks ? Status::proposed : Status::offered);
  note(result, Outcome::recut, Divergence::local_only, rule, Side::local);
}

void take_reference(const ClusterFeatures& cluster, const ThreeWay<Contents>& contents,
                    const std::string& rule, ClusterResult& result) {
  result.update = replacement(cluster, contents, Side::local, Side::reference, Status::taken);
  const auto gone = only_in(contents.local, contents.reference);
  for (std::size_t i = 0; i < cluster.features.local.size(); ++i)
    if (std::find(gone.begin(), gone.end(), i) == gone.end())
      result.entry.out_fids.push_back(cluster.features.local[i].fid());
  note(result, Outcome::recut, Divergence::reference_only, rule, Side::reference);
}

Conflict recut_conflict(const Context& context, const ClusterFeatures& cluster) {
  const bool known = !cluster.features.ancestor.empty();
  auto conflict =
      new_conflict(context, cluster, known ? ConflictKind::recut : ConflictKind::identity);
  for (const auto side : all_sides)
    conflict.values[side] = objects_as_json(context, cluster.features[side], side);
  conflict.provisional = Side::local;
  conflict.reason =
      known ? msg("the object was cut on one side and changed on the other")
            : msg("several features have this key, and the two sides differ");
  return conflict;
}

void leave_open(const Context& context, const ClusterFeatures& cluster, Conflict conflict,
                ClusterResult& result) {
  keep_local(cluster, result);
  name_conflict(context, conflict);
  note(result, Outcome::conflict, Divergence::both_differ, "conflict", Side::local);
  result.entry.conflicts.push_back(conflict.id);
  result.conflicts.push_back(std::move(conflict));
}

bool loses_business_data(const Context& context, const ClusterFeatures& cluster,
                         const ThreeWay<Contents>& contents) {
  const auto gone = only_in(contents.local, contents.reference);
  return std::any_of(gone.begin(), gone.end(), [&](std::size_t row) {
    return has_business_data(context, cluster.features.local[row]);
  });
}

const Conflict* pending_recut(const Context& context, const ClusterFeatures& cluster) {
  for (const auto* conflict : pending_of(context, cluster))
    if (conflict->kind == ConflictKind::recut || conflict->kind == ConflictKind::identity)
      return conflict;
  return nullptr;
}

/// Settles by a decision, where there is one for this conflict.
bool follow_decision(const Context& context, const ClusterFeatures& cluster,
                     const ThreeWay<Contents>& contents, const Conflict& conflict,
                     ClusterResult& result) {
  const auto* decision = resolution_of(context, conflict.id);
  if (decision == nullptr || !decision->side || *decision->side == Side::ancestor) return false;
  if (*decision->side == Side::local)
    take_local(context, cluster, contents, "resolution", result);
  else
    take_reference(cluster, contents, "resolution", result);
  result.resolved.push_back(conflict);
  result.resolved.back().resolution = *decision;
  return true;
}

/// True where an earlier sync's open conflict has settled or kept the cluster.
bool recall(const Context& context, const ClusterFeatures& cluster,
            const ThreeWay<Contents>& contents, ClusterResult& result) {
  const auto* pending = pending_recut(context, cluster);
  if (pending == nullptr) return false;
  auto conflict = recut_conflict(context, cluster);
  if (conflict.values.local != pending->values.local) {
    result.resolved.push_back(*pending);
    result.resolved.back().resolution = Resolution{Side::local, "", "edit", ""};
    return false;
  }
  if (follow_decision(context, cluster, contents, *pending, result)) return true;
  conflict.kind = pending->kind;
  conflict.values.ancestor = pending->values.ancestor;
  conflict.geometries.ancestor = pending->geometries.ancestor;
  conflict.ids.ancestor = pending->ids.ancestor;
  leave_open(context, cluster, std::move(conflict), result);
  return true;
}

}  // namespace

ClusterResult merge_recut(const Context& context, const ClusterFeatures& cluster) {
  ClusterResult result;
  const ThreeWay<Contents> contents{contents_of(context, cluster, Side::ancestor),
                                    contents_of(context, cluster, Side::local),
                                    contents_of(context, cluster, Side::reference)};
  if (recall(context, cluster, contents, result)) return result;
  const auto divergence = contents.divergence([](const Contents& a, const Contents& b) {
    return a.size() == b.size() && only_in(a, b).empty();
  });
  const bool taken = divergence == Divergence::reference_only;
  if (divergence == Divergence::none || divergence == Divergence::both_alike) {
    keep_local(cluster, result);
    if (divergence == Divergence::both_alike && context.layout.has_ancestor)
      note(result, Outcome::recut, divergence, "both_alike", Side::local);
  } else if (divergence == Divergence::local_only) {
    take_local(context, cluster, contents, "only_local_changed", result);
  } else if (taken && !loses_business_data(context, cluster, contents)) {
    take_reference(cluster, contents, "only_reference_changed", result);
  } else {
    auto conflict = recut_conflict(context, cluster);
    if (taken) conflict.reason = msg("the reference cut it anew, and it carries data of the producer's own");
    name_conflict(context, conflict);
    if (!follow_decision(context, cluster, contents, conflict, result))
      leave_open(context, cluster, std::move(conflict), result);
  }
  return result;
}

}  // namespace bdf::merge
