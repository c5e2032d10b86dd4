// SPDX-License-Identifier: MIT
#include "merge/settle.h"

#include <algorithm>

#include "base/message.h"
#include "geometry/merge_versions.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "merge/compare.h"
#include "merge/conflicts.h"
#include "merge/contested.h"
#include "merge/proposals.h"

namespace bdf::merge {

namespace {

bool alike(const Context& context, const Subject& subject, const Held& a, const Held& b) {
  if (subject.attribute == nullptr) return same_geometry(a.value, b.value, context.tolerance);
  return alike(*subject.attribute, a, b);
}

/// With no ancestor's value, one that is missing gives way to one that is there.
Divergence divergence_of(const Context& context, const Subject& subject,
                         const ThreeWay<ValueView>& values) {
  ThreeWay<Held> versions;
  for (const auto side : all_sides) versions[side] = {side, values[side]};
  if (!subject.ancestor_known) versions.ancestor.value = Null{};
  return versions.divergence(
      [&](const Held& a, const Held& b) { return alike(context, subject, a, b); });
}

/// The side that the attribute's rule speaks for, where it is one that looks at values.
std::optional<Side> side_by_rule(const Subject& subject, const ThreeWay<ValueView>& values) {
  const auto rule = subject.responsibility.rule;
  if (rule == rules::Rule::newest || rule == rules::Rule::most_precise) return subject.evidence;
  if (subject.attribute == nullptr || (rule != rules::Rule::max && rule != rules::Rule::min))
    return std::nullopt;
  const auto& kind = subject.attribute->kind;
  // What one side lacks is neither the least nor the greatest.
  if (!normal_form(kind, values.local)) return Side::reference;
  if (!normal_form(kind, values.reference)) return Side::local;
  const bool local_less = less(kind, values.local, values.reference);
  return local_less == (rule == rules::Rule::max) ? Side::reference : Side::local;
}

bool holds(const std::vector<std::string>& members, const std::string& member) {
  return std::binary_search(members.begin(), members.end(), member);
}

/// The members of two `/`-separated lists, each once, sorted, without those that one side has taken
/// out of the ancestor's; Null for none.
Value union_of_lists(const ThreeWay<ValueView>& values) {
  const auto lists = values.map([](const ValueView& value) { return members_of(to_text(value)); });
  std::string joined;
  for (const auto& member : members_of(to_text(values.local) + '/' + to_text(values.reference))) {
    const bool removed = holds(lists.ancestor, member) &&
                         !(holds(lists.local, member) && holds(lists.reference, member));
    if (!removed) joined += (joined.empty() ? "" : "/") + member;
  }
  if (joined.empty()) return Null{};
  return joined;
}

/// A conflict's three values, back as values.
ThreeWay<Value> values_of(const Subject& subject, const Conflict& conflict) {
  if (subject.attribute == nullptr) return conflict.geometries;
  return conflict.values.map([&](const std::optional<std::string>& text) {
    return value_from_text(subject.attribute->kind.type, text);
  });
}

/// What merged has held of it meanwhile.
Value held_value(const Subject& subject, const Conflict& conflict) {
  const auto held = held_version(conflict);
  return subject.attribute == nullptr ? held.geometry
                                      : value_from_text(subject.attribute->kind.type, held.value);
}

Value chosen_by(const Subject& subject, const Resolution& resolution,
                const ThreeWay<Value>& values) {
  if (resolution.side) return values[*resolution.side];
  if (resolution.value.empty()) return Null{};
  if (subject.attribute == nullptr) return Blob{geometry::wkb_from_wkt(resolution.value)};
  return value_from_text(subject.attribute->kind.type, resolution.value);
}

const Conflict* pending_for(const Context& context, const ClusterFeatures& cluster,
                            const Subject& subject) {
  for (const auto* conflict : pending_of(context, cluster)) {
    const bool about_geometry = conflict->kind == ConflictKind::geometry;
    if (subject.attribute == nullptr ? about_geometry
                                     : conflict->kind == ConflictKind::attribute &&
                                           same_name(conflict->attribute, subject.attribute->name))
      return conflict;
  }
  return nullptr;
}

Resolution made_by_edit(const Subject& subject, const ValueView& value) {
  Resolution resolution;
  const auto* wkb = std::get_if<BlobView>(&value);
  const bool geometry = subject.attribute == nullptr && wkb != nullptr;
  resolution.value = geometry ? geometry::to_wkt(wkb->bytes) : to_text(value);
  resolution.by = "edit";
  return resolution;
}

/// What an open conflict makes of today's three values.
struct Recalled {
  ThreeWay<Value> values;
  std::optional<Conflict> resolved;
  /// Merged goes on holding what it has: the provisional side says what it said then.
  bool is_held = false;
};

Recalled recall(const Context& context, const Subject& subject, const Conflict& pending) {
  const auto then = values_of(subject, pending);
  Recalled recalled{{then.ancestor, then.local, to_value(subject.values.reference)}, {}};
  const auto held = held_value(subject, pending);
  const auto* decided = resolution_of(context, pending.id);
  // Nobody has decided: what merged holds meanwhile is no edit. Ask again with what was.
  if (decided == nullptr &&
      alike(context, subject, {Side::local, subject.values.local}, {Side::local, view_of(held)})) {
    const auto side = pending.provisional;
    recalled.is_held = pending.held && alike(context, subject, {side, view_of(then[side])},
                                             {side, view_of(recalled.values[side])});
    return recalled;
  }
  recalled.resolved = pending;
  recalled.resolved->resolution =
      decided != nullptr ? *decided : made_by_edit(subject, subject.values.local);
  recalled.values.local =
      decided != nullptr ? chosen_by(subject, *decided, then) : to_value(subject.values.local);
  // The decision was made knowing the reference's value of then: only what the reference has
  // changed since is news.
  recalled.values.ancestor = then.reference;
  return recalled;
}

/// `asked_before`: the same question of an earlier sync, or nullptr. The object keeps its names,
/// though the ancestor of today may be a later edition and a key may have become another's too.
Conflict conflict_of(const Context& context, const ClusterFeatures& cluster, const Subject& subject,
                     const Conflict* asked_before) {
  const bool geometry = subject.attribute == nullptr;
  auto conflict =
      new_conflict(context, cluster, geometry ? ConflictKind::geometry : ConflictKind::attribute);
  if (!geometry) conflict.attribute = subject.attribute->name;
  if (asked_before != nullptr) {
    conflict.ids = asked_before->ids;
    follow_key(cluster, conflict);
  }
  for (const auto side : all_sides) {
    const auto& value = subject.values[side];
    const auto* wkb = std::get_if<BlobView>(&value);
    if (geometry) conflict.geometries[side] = to_value(value);
    if (is_null(value)) continue;
    conflict.values[side] =
        geometry && wkb != nullptr ? geometry::to_wkt(wkb->bytes) : to_text(value);
  }
  conflict.reason =
      geometry ? msg("both sides changed the geometry, each in its own way")
               : msg("both sides changed “{}”, to different values", subject.attribute->name);
  name_conflict(context, conflict);
  const bool same_question =
      asked_before != nullptr &&
      alike(context, subject, {Side::reference, subject.values.reference},
            {Side::reference, view_of(values_of(subject, *asked_before).reference)});
  if (same_question) conflict.id = asked_before->id;
  return conflict;
}

/// What both sides have made of different stretches of the geometry, where that is one geometry.
std::optional<Value> merged_stretches(const Context& context, const ThreeWay<ValueView>& values) {
  ThreeWay<Geometry> versions;
  for (const auto side : all_sides) {
    auto geometry = geometry::geometry_of(values[side]);
    if (!geometry) return std::nullopt;
    versions[side] = std::move(*geometry);
  }
  const auto merged = geometry::merge_versions(versions, context.tolerance);
  if (!merged) return std::nullopt;
  return Blob{geometry::encode_wkb(*merged)};
}

/// A human's answer to this very question stands in for asking again.
void apply_decision(const Subject& subject, const Resolution& decided,
                    const ThreeWay<ValueView>& values, Settlement& settlement) {
  settlement.value = chosen_by(subject, decided, values.map(to_value));
  settlement.verdict.conflict = false;
  settlement.verdict.rule = "resolution";
  const bool as_reference = decided.side == Side::reference;
  settlement.verdict.taken = as_reference ? Side::reference : Side::local;
  if (!as_reference) settlement.verdict.leaves = Status::offered;
  settlement.leaves = settlement.value;
}

/// The reference has said no: the value is not sent again, and reverts where the theme says so.
void heed_answer(const Context& context, const ThreeWay<ValueView>& values,
                 Settlement& settlement) {
  settlement.verdict.leaves.reset();
  if (settlement.verdict.taken != Side::local) return;
  const bool reverts = context.rules->declined == rules::Declined::revert;
  settlement.verdict.rule = reverts ? "declined" : "known_difference";
  if (!reverts) return;
  settlement.verdict.taken = Side::reference;
  settlement.value = to_value(values.reference);
}

/// What leaves, by what the reference has answered so far.
void send(const Context& context, const ClusterFeatures& cluster, const Subject& subject,
          Settlement& settlement) {
  if (!subject.in_reference) settlement.verdict.leaves.reset();
  // With no ancestor nobody knows whether the local value is news or merely old.
  if (!subject.ancestor_known && !context.layout.has_ancestor &&
      settlement.verdict.taken == Side::reference)
    settlement.verdict.leaves.reset();
  if (settlement.verdict.leaves &&
      is_declined(context, cluster, {subject.attribute, view_of(settlement.leaves)}))
    heed_answer(context, subject.values, settlement);
  const Sent sent{subject.attribute, subject.values, settlement.divergence, subject.ancestor_known};
  if (const auto* pending = pending_proposal(context, cluster, subject.attribute)) {
    follow_proposal(context, cluster, {*pending, sent}, settlement);
  } else if (settlement.verdict.leaves && settlement.verdict.taken == Side::reference) {
    settlement.proposal = new_proposal(context, cluster, sent);
  }
}

/// Why it is as if both sides had changed it, though one has; nullptr where it is not so. What a
/// human has just decided is not put to them again; and what the reference alone has changed is not
/// undone by a rule for what both have.
const Contested* contested(const Context& context, const ClusterFeatures& cluster,
                           const Subject& subject, const Settlement& settlement) {
  if (!settlement.resolved.empty()) return nullptr;
  const auto* found = contested(
      context, cluster, subject.attribute == nullptr ? "geometry" : subject.attribute->name);
  if (found == nullptr || settlement.divergence == Divergence::both_differ) return found;
  const auto& said = subject.responsibility;
  const bool by_local = settlement.divergence == Divergence::local_only;
  const bool by_reference = settlement.divergence == Divergence::reference_only &&
                            said.authority == rules::Authority::shared &&
                            said.rule == rules::Rule::conflict;
  return (found->held == Side::local ? by_reference : by_local) ? found : nullptr;
}

}  // namespace

std::optional<DecidedValue> decided_value(const Context& context, const Conflict& conflict,
                                          const Resolution& resolution) {
  Subject subject;
  if (conflict.kind == ConflictKind::attribute) {
    const auto& attributes = context.layout.attributes;
    const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const auto& one) {
      return same_name(one.name, conflict.attribute) && one.merged;
    });
    if (found == attributes.end()) return std::nullopt;
    subject.attribute = &*found;
  }
  return DecidedValue{subject.attribute,
                      chosen_by(subject, resolution, values_of(subject, conflict))};
}

Settlement settle(const Context& context, const ClusterFeatures& cluster, const Subject& subject) {
  Subject asked = subject;
  Recalled recalled;
  const auto* pending = pending_for(context, cluster, subject);
  if (pending != nullptr) {
    recalled = recall(context, subject, *pending);
    asked.values = recalled.values.map(view_of);
    asked.ancestor_known = true;
    // The conflict tells what the ancestor was, even where this run is not given one.
    asked.responsibility =
        subject.attribute == nullptr ? context.rules->geometry : subject.attribute->responsibility;
  }
  const auto& values = asked.values;
  Settlement settlement;
  if (recalled.resolved) settlement.resolved.push_back(*recalled.resolved);
  settlement.divergence = divergence_of(context, asked, values);
  if (settlement.divergence == Divergence::both_differ && pending == nullptr &&
      was_taken(context, cluster, {subject.attribute, values.reference})) {
    asked.values.ancestor = values.reference;
    asked.ancestor_known = true;
    settlement.divergence = Divergence::local_only;
  }
  const auto* contest = contested(context, cluster, asked, settlement);
  const auto divergence = contest != nullptr ? Divergence::both_differ : settlement.divergence;
  const auto held = contest != nullptr ? contest->held : context.rules->provisional;
  const bool clash = divergence == Divergence::both_differ;
  settlement.verdict =
      asked.goes_with && clash
          ? decide_evidence(*asked.goes_with, asked.responsibility)
          : decide(divergence, asked.responsibility, held, side_by_rule(asked, values));
  settlement.value = to_value(values[settlement.verdict.taken]);
  settlement.leaves = to_value(values.local);
  if (settlement.verdict.rule == union_rule)
    settlement.value = settlement.leaves = union_of_lists(values);
  if (clash && contest == nullptr && asked.attribute == nullptr && asked.ancestor_known)
    if (auto stretches = merged_stretches(context, values)) {
      settlement.verdict = decide_both_taken(asked.responsibility);
      settlement.value = settlement.leaves = std::move(*stretches);
    }
  if (settlement.verdict.conflict) {
    auto conflict = conflict_of(context, cluster, asked, recalled.resolved ? nullptr : pending);
    if (contest != nullptr) conflict.reason = contest->reason;
    conflict.provisional = held;
    if (const auto* decided = resolution_of(context, conflict.id)) {
      apply_decision(subject, *decided, values, settlement);
      conflict.resolution = *decided;
      settlement.resolved.push_back(std::move(conflict));
    } else {
      if (recalled.is_held && held == pending->provisional)
        settlement.value = to_value(subject.values.local);
      settlement.open = std::move(conflict);
    }
  } else if (!settlement.resolved.empty()) {
    settlement.verdict.rule = "resolution";
  }
  asked.in_reference = subject.in_reference;
  send(context, cluster, asked, settlement);
  return settlement;
}

}  // namespace bdf::merge
