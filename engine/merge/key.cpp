// SPDX-License-Identifier: MIT
#include "merge/key.h"

#include <algorithm>

#include "merge/open_values.h"

namespace bdf::merge {

namespace {

bool is_blank(const ValueView& value) {
  return to_text(value).find_first_not_of(' ') == std::string::npos;
}

}  // namespace

bool is_key(const Context& context, const Attribute& attribute) {
  return std::any_of(context.key.begin(), context.key.end(),
                     [&](const std::string& name) { return same_name(name, attribute.name); });
}

bool same_key(const Context& context, const ClusterFeatures& cluster) {
  const auto& attributes = context.layout.attributes;
  return std::all_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
    return !is_key(context, attribute) ||
           to_text(value_of(cluster.only(Side::local), attribute, Side::local)) ==
               to_text(value_of(cluster.only(Side::reference), attribute, Side::reference));
  });
}

bool is_given_key(const Context& context, const ClusterFeatures& cluster,
                  const Attribute& attribute) {
  return !cluster.how_matched.empty() && attribute.merged && is_key(context, attribute) &&
         !is_blank(value_of(cluster.only(Side::reference), attribute, Side::reference));
}

bool is_withheld_key(const Context& context, const ClusterFeatures& cluster,
                     const Attribute& attribute) {
  return context.rules->schema != nullptr && is_key(context, attribute) &&
         (cluster.has_uid || !cluster.how_matched.empty()) &&
         is_blank(value_of(cluster.only(Side::reference), attribute, Side::reference));
}

std::vector<ValueChange> keys_to_take(const Context& context, FeatureRef local,
                                      FeatureRef reference) {
  std::vector<ValueChange> values;
  for (const auto& attribute : context.layout.attributes) {
    if (!is_key(context, attribute) || !attribute.merged) continue;
    const auto before = value_of(local, attribute, Side::local);
    const auto after = value_of(reference, attribute, Side::reference);
    if (is_blank(after) || to_text(before) == to_text(after)) continue;
    values.push_back({*attribute.merged, to_value(before), to_value(after), Status::taken});
  }
  return values;
}

void lose_key(const Context& context, const ClusterFeatures& cluster, ClusterResult& result) {
  for (const auto& attribute : context.layout.attributes) {
    if (!is_key(context, attribute) || !attribute.carried_by(Side::local)) continue;
    const auto key = value_of(cluster.only(Side::local), attribute, Side::local);
    update_of_local(cluster, result)
        .values.push_back({*attribute.merged, to_value(key), Null{}, Status::taken});
  }
}

void leave_key_out(const Context& context, Change& insertion) {
  for (const auto& attribute : context.layout.attributes)
    if (is_key(context, attribute) && attribute.carried_by(Side::reference))
      insertion.values.push_back({*attribute.column.reference, Null{}, Null{}, insertion.status});
}

bool has_anothers_key(const Context& context, const ClusterFeatures& cluster) {
  return cluster.has_uid && context.rules->schema != nullptr;
}

void take_key(const Context& context, const ClusterFeatures& cluster, ClusterResult& result) {
  for (const auto& attribute : context.layout.attributes) {
    if (!is_given_key(context, cluster, attribute)) continue;
    const auto local = value_of(cluster.only(Side::local), attribute, Side::local);
    const auto reference = value_of(cluster.only(Side::reference), attribute, Side::reference);
    if (to_text(local) == to_text(reference)) continue;
    update_of_local(cluster, result)
        .values.push_back({*attribute.merged, to_value(local), to_value(reference), Status::taken});
    tell_given_key(attribute.name, result.entry);
  }
}

void tell_given_key(const std::string& attribute, LedgerEntry& entry) {
  entry.decisions.push_back(
      {attribute, Divergence::reference_only, "re_identified", Side::reference});
  if (std::find(entry.flags.begin(), entry.flags.end(), "re_identified") == entry.flags.end())
    entry.flags.emplace_back("re_identified");
  if (entry.outcome == Outcome::unchanged) entry.outcome = Outcome::updated_from_reference;
}

}  // namespace bdf::merge
