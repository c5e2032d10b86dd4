// SPDX-License-Identifier: MIT
#include "merge/context.h"

#include <algorithm>

#include "io/normalise.h"
#include "merge/compare.h"

namespace bdf::merge {

namespace {

/// What the mapping knows of a producer's own value; nullptr where it says nothing of it.
const rules::ValueMeaning* known_value(const ValueView& value,
                                       const rules::ColumnMapping& mapping) {
  if (is_null(value)) return nullptr;
  const auto text = io::normal_text(to_text(value));
  const auto found =
      std::find_if(mapping.values.begin(), mapping.values.end(),
                   [&](const auto& one) { return io::normal_text(one.own) == text; });
  return found == mapping.values.end() ? nullptr : &*found;
}

/// A word that the mapping does not know is the producer's own: it means nothing to anybody else.
ValueView meaning_of(const ValueView& value, const rules::ColumnMapping& mapping) {
  if (mapping.values.empty()) return value;
  const auto* known = known_value(value, mapping);
  return known != nullptr && known->means ? ValueView(std::string_view(*known->means)) : Null{};
}

}  // namespace

std::string ClusterFeatures::id_of(Side side) const {
  auto sorted = ids[side];
  std::sort(sorted.begin(), sorted.end());
  std::string joined;
  for (const auto& id : sorted) {
    if (!joined.empty()) joined += '/';
    joined += id;
  }
  return joined;
}

std::string ClusterFeatures::name() const {
  for (const auto side : {Side::reference, Side::local, Side::ancestor})
    if (!ids[side].empty()) return *std::min_element(ids[side].begin(), ids[side].end());
  return {};
}

void decide_existence(ClusterResult& result, Outcome outcome, Decision decision) {
  result.entry.outcome = outcome;
  result.entry.decisions.push_back(std::move(decision));
}

void leave_open(ClusterResult& result, Conflict conflict) {
  decide_existence(result, Outcome::conflict,
                   {"object", Divergence::both_differ, "conflict", conflict.provisional});
  result.entry.conflicts.push_back(conflict.id);
  result.conflicts.push_back(std::move(conflict));
}

void close(ClusterResult& result, Conflict conflict, const Resolution& resolution) {
  conflict.resolution = resolution;
  result.resolved.push_back(std::move(conflict));
}

void keep_local(ClusterResult& result, const ClusterFeatures& cluster) {
  for (const auto feature : cluster.features.local) result.entry.out_fids.push_back(feature.fid());
}

Status status_of_existence(const rules::LayerRules& rules) {
  const bool asks = rules.existence.authority == rules::Authority::reference;
  return asks ? Status::proposed : Status::offered;
}

ValueView value_of(FeatureRef feature, const Attribute& attribute, Side side) {
  const auto& column = attribute.column[side];
  if (!feature || !column) return Null{};
  const auto value = feature.value(*column);
  return side == Side::local && attribute.mapping != nullptr ? meaning_of(value, *attribute.mapping)
                                                             : value;
}

const std::vector<Stretch>& stretches_of(const Context& context, FeatureRef local) {
  static const std::vector<Stretch> none;
  if (context.stretches == nullptr || !local) return none;
  const auto found = context.stretches->find(local.fid());
  return found == context.stretches->end() ? none : found->second;
}

ValueView own_value_of(FeatureRef local, const Attribute& attribute) {
  const bool own = attribute.mapping != nullptr && attribute.carried_by(Side::local) && local;
  return own ? local.value(*attribute.column.local) : value_of(local, attribute, Side::local);
}

bool is_known_word(FeatureRef local, const Attribute& attribute) {
  return known_value(local.value(*attribute.column.local), *attribute.mapping) != nullptr;
}

bool says_nothing(FeatureRef local, const Attribute& attribute) {
  if (attribute.mapping == nullptr || !local || attribute.mapping->values.empty()) return false;
  const auto value = local.value(*attribute.column.local);
  const auto* known = known_value(value, *attribute.mapping);
  return normal_form(ColumnType::text, value) && (known == nullptr || !known->means);
}

bool alike(const Attribute& attribute, const Held& a, const Held& b) {
  return same_carried(attribute.kind, {a.value, attribute.width[a.side]},
                      {b.value, attribute.width[b.side]});
}

}  // namespace bdf::merge
