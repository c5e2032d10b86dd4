// SPDX-License-Identifier: MIT
#include "merge/condition_values.h"

#include <algorithm>
#include <set>

#include "merge/compare.h"
#include "merge/conflicts.h"
#include "merge/key.h"
#include "merge/settle.h"
#include "merge/subject.h"

namespace bdf::merge {

namespace {

using Forms = std::set<std::optional<std::string>>;

Versions both_of(const Attribute& attribute, const Conflict& conflict) {
  Versions versions;
  for (const auto side : {Side::local, Side::reference})
    versions.push_back({side, value_from_text(attribute.kind.type, conflict.values[side])});
  return versions;
}

/// Of an object that both sides have, once each.
Versions of_object(const Context& context, const ClusterFeatures& cluster,
                   const Attribute& attribute) {
  const ThreeWay<FeatureRef> features{cluster.only(Side::ancestor), cluster.only(Side::local),
                                      cluster.only(Side::reference)};
  const auto as_it_stands = [&](Side side) {
    return Versions{{side, to_value(value_of(features[side], attribute, side))}};
  };
  const bool in_reference = attribute.carried_by(Side::reference);
  const bool local_says =
      attribute.carried_by(Side::local) && !says_nothing(features.local, attribute);
  if (!local_says) return in_reference ? as_it_stands(Side::reference) : Versions{};
  if (is_given_key(context, cluster, attribute)) return as_it_stands(Side::reference);
  const auto subject = subject_of(context, features, attribute);
  const bool told = !in_reference && !subject.ancestor_known;
  const bool same =
      subject.values.local == subject.values.reference && pending_of(context, cluster).empty();
  if (told || same || is_withheld_key(context, cluster, attribute))
    return as_it_stands(Side::local);
  const auto settlement = settle(context, cluster, subject);
  if (settlement.open) return both_of(attribute, *settlement.open);
  return {{settlement.verdict.taken, settlement.value}};
}

/// The values of an attribute's conflict that an earlier sync left open: both while nobody has
/// decided, else the one decided on. None where there is no such conflict, or an edit has settled
/// it.
Versions of_question(const Context& context, const ClusterFeatures& cluster,
                     const Attribute& attribute) {
  for (const auto* pending : pending_of(context, cluster)) {
    if (pending->kind != ConflictKind::attribute || !same_name(pending->attribute, attribute.name))
      continue;
    if (const auto* decision = resolution_of(context, pending->id))
      if (const auto decided = decided_value(context, *pending, *decision))
        return {{Side::local, decided->value}};
    const auto& local = cluster.features.local;
    const auto held = value_from_text(attribute.kind.type, pending->values[pending->provisional]);
    const bool waits = std::any_of(local.begin(), local.end(), [&](FeatureRef feature) {
      return same_value(attribute.kind, value_of(feature, attribute, Side::local), view_of(held));
    });
    if (waits) return both_of(attribute, *pending);
  }
  return {};
}

Versions of_side(const ClusterFeatures& cluster, const Attribute& attribute, Side side) {
  Versions versions;
  if (!attribute.carried_by(side)) return versions;
  for (const auto feature : cluster.features[side])
    if (side != Side::local || !says_nothing(feature, attribute))
      versions.push_back({side, to_value(value_of(feature, attribute, side))});
  return versions;
}

/// Of what one side has no longer, newly, or cut: of the side that has changed what it says.
Versions of_parts(const ClusterFeatures& cluster, const Attribute& attribute) {
  ThreeWay<Versions> held;
  ThreeWay<Forms> forms;
  for (const auto side : all_sides) {
    held[side] = of_side(cluster, attribute, side);
    for (const auto& version : held[side])
      forms[side].insert(normal_form(attribute.kind, view_of(version.value)));
  }
  // Merged gains the column, and nobody has filled it in.
  if (attribute.is_gained() && held.reference.empty())
    held.local.resize(cluster.features.local.size());
  if (held.local.empty()) return held.reference;
  if (held.reference.empty() || forms.local == forms.reference) return held.local;
  const auto divergence =
      held.ancestor.empty()
          ? Divergence::both_differ
          : forms.divergence([](const Forms& a, const Forms& b) { return a == b; });
  if (divergence == Divergence::local_only) return held.local;
  if (divergence == Divergence::reference_only) return held.reference;
  held.local.insert(held.local.end(), held.reference.begin(), held.reference.end());
  return held.local;
}

bool is_within(const rules::Bound& bound, double number) {
  switch (bound.limit) {
    case rules::Limit::at_least:
      return number >= bound.number;
    case rules::Limit::more_than:
      return number > bound.number;
    case rules::Limit::at_most:
      return number <= bound.number;
    case rules::Limit::less_than:
      return number < bound.number;
  }
  return false;
}

}  // namespace

Versions versions_of(const Context& context, const ClusterFeatures& cluster,
                     const Attribute* attribute) {
  if (attribute == nullptr) return {};
  const bool whole = cluster.features.local.size() == 1 && cluster.features.reference.size() == 1 &&
                     cluster.single();
  if (whole) return of_object(context, cluster, *attribute);
  auto asked = of_question(context, cluster, *attribute);
  return asked.empty() ? of_parts(cluster, *attribute) : asked;
}

bool keeps(const rules::Clause& clause, const ValueKind& kind, const CarriedValue& value) {
  if (!clause.bounds.empty()) {
    const auto number = number_of(kind, value.value);
    return number && std::all_of(clause.bounds.begin(), clause.bounds.end(),
                                 [&](const auto& bound) { return is_within(bound, *number); });
  }
  const bool found = std::any_of(clause.values.begin(), clause.values.end(), [&](const auto& one) {
    const ValueView asked = one ? ValueView(std::string_view(*one)) : Null{};
    return same_carried(kind, value, {asked, 0});
  });
  return found != clause.negated;
}

bool keeps(const rules::Clause& clause, const Attribute& attribute, const Version& version) {
  return keeps(clause, attribute.kind,
               CarriedValue{view_of(version.value), attribute.width[version.side]});
}

bool keeps(const rules::Condition& condition, const Layout& layout, FeatureRef feature, Side side) {
  return std::all_of(condition.begin(), condition.end(), [&](const rules::Clause& clause) {
    const auto* attribute = layout.find(clause.attribute);
    return attribute != nullptr && attribute->carried_by(side) &&
           keeps(clause, *attribute, {side, to_value(value_of(feature, *attribute, side))});
  });
}

}  // namespace bdf::merge
