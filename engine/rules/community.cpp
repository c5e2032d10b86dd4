// SPDX-License-Identifier: MIT
#include "rules/community.h"

#include <algorithm>
#include <array>

#include "model/schema.h"

namespace bdf::rules {

namespace {

constexpr std::array<std::string_view, 4> right_names{"none", "read", "propose", "decide"};

std::optional<Right> said_of(const RightsTable& table, const std::string& thing) {
  if (thing == geometry_thing) return table.geometry;
  if (thing == object_thing) return table.existence;
  const auto found = table.by_attribute.find(folded(thing));
  return found != table.by_attribute.end() ? std::optional(found->second) : table.attributes;
}

template <class Is>
std::optional<Membership> find(const std::vector<Community>& communities, Is is) {
  for (const auto& community : communities)
    for (const auto& organisation : community.organisations)
      if (is(organisation)) return Membership{&community, &organisation};
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Right right) { return right_names[static_cast<std::size_t>(right)]; }

std::optional<Right> right_named(std::string_view name) {
  const auto found = std::find(right_names.begin(), right_names.end(), name);
  if (found == right_names.end()) return std::nullopt;
  return static_cast<Right>(found - right_names.begin());
}

Right Community::right_to(const std::string& layer, const std::string& thing) const {
  for (const auto& [called, table] : layers)
    if (same_name(called, layer))
      if (const auto said = said_of(table, thing)) return *said;
  return said_of(rights, thing).value_or(Right::propose);
}

std::optional<Membership> find_organisation(const std::vector<Community>& communities,
                                            std::string_view name) {
  return find(communities, [&](const Organisation& one) { return same_name(one.name, name); });
}

std::optional<Membership> organisation_of_member(const std::vector<Community>& communities,
                                                 std::string_view account) {
  return find(communities, [&](const Organisation& one) {
    return std::find(one.members.begin(), one.members.end(), account) != one.members.end();
  });
}

}  // namespace bdf::rules
