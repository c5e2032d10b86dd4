// SPDX-License-Identifier: MIT
#include "merge/conditions.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "merge/condition_values.h"
#include "merge/object.h"

namespace bdf::merge {

namespace {

constexpr std::string_view object_name = "object";
constexpr std::string_view geometry_name = "geometry";

/// All of the values must keep it, or none; no values say nothing.
Truth truth_of(const rules::Clause& clause, const Attribute* attribute, const Versions& versions) {
  const auto kept = std::count_if(versions.begin(), versions.end(), [&](const Version& version) {
    return keeps(clause, *attribute, version);
  });
  if (kept == 0) return Truth::no;
  return static_cast<std::size_t>(kept) == versions.size() ? Truth::yes : Truth::open;
}

bool is_proposed(const rules::Responsibility& said) {
  return said.authority == rules::Authority::reference;
}

/// A deletion against an edit is asked whoever answers: only a rule decides it.
rules::Rule rule_of_existence(const rules::Responsibility& said) {
  return said.authority == rules::Authority::shared ? said.rule : rules::Rule::conflict;
}

/// The rules of who answers for a thing that both sides have changed.
bool is_by_authority(std::string_view rule) {
  constexpr std::array words{"conflict", "max", "min", "union", "newest", "most_precise"};
  return rule.starts_with("owned_by_") || rule.starts_with("prefer_") ||
         std::find(words.begin(), words.end(), rule) != words.end();
}

}  // namespace

Conditions::Conditions(const Context& layer) : layer_(layer) {}

const Context& Conditions::in_force(const ClusterFeatures& cluster) const {
  const auto asked = holds(cluster);
  const std::scoped_lock lock(mutex_);
  auto& known = known_[asked];
  if (!known) known = rules_where(asked);
  return known->context;
}

Conditions::Holds Conditions::holds(const ClusterFeatures& cluster) const {
  std::map<const Attribute*, Versions> seen;
  Holds holds;
  for (const auto& table : layer_.rules->conditional) {
    auto truth = Truth::yes;
    for (const auto& clause : table.when) {
      const auto* attribute = layer_.layout.find(clause.attribute);
      if (!seen.contains(attribute)) seen[attribute] = versions_of(layer_, cluster, attribute);
      const auto one = truth_of(clause, attribute, seen[attribute]);
      if (one == Truth::no || truth == Truth::yes) truth = one;
      if (truth == Truth::no) break;
    }
    holds.push_back(truth);
  }
  return holds;
}

std::unique_ptr<Conditions::InForce> Conditions::rules_where(const Holds& holds) const {
  auto found = std::make_unique<InForce>();
  found->rules = layer_.rules->given(holds);
  found->grounds = grounds_where(holds);
  found->context = layer_;
  found->context.rules = &found->rules;
  found->context.conditions = this;
  found->context.grounds = &found->grounds;
  apply_rules(found->context.layout, found->rules);
  return found;
}

Grounds Conditions::grounds_where(const Holds& holds) const {
  Grounds grounds;
  for (std::size_t i = 0; i < holds.size(); ++i) {
    const Ground ground{rules::to_json(layer_.rules->conditional[i].when), holds[i]};
    auto other = holds;
    other[i] = Truth::yes;
    const auto with = layer_.rules->given(other);
    other[i] = Truth::no;
    const auto without = layer_.rules->given(other);
    const auto note = [&](std::string_view what, const auto& a, const auto& b) {
      if (a != b) grounds.rule[std::string(what)].push_back(ground);
      if (is_proposed(a) != is_proposed(b)) grounds.status[std::string(what)].push_back(ground);
    };
    const auto note_value = [&](std::string_view what, const auto& a, const auto& b) {
      note(what, responsibility_of(layer_, a), responsibility_of(layer_, b));
    };
    note_value(geometry_name, with.geometry, without.geometry);
    for (const auto& one : layer_.layout.attributes)
      if (one.carried_by(Side::reference))
        note_value(one.name, with.of_attribute(one.rule_name()),
                   without.of_attribute(one.rule_name()));
    note(object_name, with.existence, without.existence);
    auto& of_object = grounds.rule[std::string(object_name)];
    if (!of_object.empty() && of_object.back() == ground &&
        rule_of_existence(with.existence) == rule_of_existence(without.existence))
      of_object.pop_back();
  }
  return grounds;
}

const Context& in_force(const Context& context, const ClusterFeatures& cluster) {
  return context.conditions == nullptr ? context : context.conditions->in_force(cluster);
}

const Context& in_force(const Context& context, FeatureRef feature, Side side) {
  if (context.conditions == nullptr) return context;
  ClusterFeatures alone;
  alone.features[side] = {feature};
  return context.conditions->in_force(alone);
}

void tell_grounds(const Context& context, LedgerEntry& entry, bool of_existence) {
  if (context.grounds == nullptr) return;
  for (auto& decision : entry.decisions) {
    if ((decision.what == object_name) != of_existence) continue;
    const bool by_rule = is_by_authority(decision.rule);
    const bool by_status = decision.rule == "only_local_changed";
    if (!by_rule && !by_status) continue;
    const auto& grounds = by_rule ? context.grounds->rule : context.grounds->status;
    if (const auto found = grounds.find(decision.what); found != grounds.end())
      decision.grounds = found->second;
  }
}

}  // namespace bdf::merge
