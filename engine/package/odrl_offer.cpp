// SPDX-License-Identifier: MIT
#include "package/odrl_offer.h"

#include <nlohmann/json.hpp>

#include "package/description.h"
#include "package/json_ld.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

bool is_open(const PackageFacts& facts) { return facts.manifest.audience == Audience::open; }

Json rule(const char* type, const std::string& action) {
  return {{"@type", type}, {"odrl:action", named("odrl:" + action)}};
}

Json rules_of(const char* type, const std::vector<std::string>& actions) {
  auto list = Json::array();
  for (const auto& action : actions) list.push_back(rule(type, action));
  return list;
}

/// Only for those of whom the terms speak.
Json audience_constraint(const rules::Terms& terms) {
  return {{"@type", "odrl:Constraint"},
          {"odrl:leftOperand", named("odrl:recipient")},
          {"odrl:operator", named("odrl:isAnyOf")},
          {"odrl:rightOperand", in_french(terms.title.fr)}};
}

Json permissions_of(const PackageFacts& facts) {
  const auto& terms = facts.pack.terms;
  auto permissions = rules_of("odrl:Permission", terms.permissions);
  for (auto& permission : permissions) {
    if (!terms.duties.empty()) permission["odrl:duty"] = rules_of("odrl:Duty", terms.duties);
    if (!is_open(facts)) permission["odrl:constraint"] = audience_constraint(terms);
  }
  return permissions;
}

/// What is demanded of whoever has the data, whatever they do with them.
std::vector<std::string> obligations_of(const rules::Terms& terms) {
  if (!terms.permissions.empty()) return {};
  if (terms.prohibitions.empty() && terms.duties.empty()) return {"reviewPolicy"};
  return terms.duties;
}

}  // namespace

std::string policy_uri(const PackageFacts& facts) {
  return resource_uri(facts) + (is_open(facts) ? "#policy" : "#offer");
}

Json odrl_policy(const PackageFacts& facts) {
  const auto& terms = facts.pack.terms;
  auto policy = linked(policy_uri(facts));
  policy["@type"] = is_open(facts) ? "odrl:Set" : "odrl:Offer";
  policy["dct:title"] = in_both(terms.title);
  policy["dct:source"] = linked(terms.url);
  policy["odrl:assigner"] = agent(facts.product.publisher);
  if (is_open(facts)) policy["odrl:target"] = linked(resource_uri(facts));
  const auto add = [&](const char* property, Json rules) {
    if (!rules.empty()) policy[property] = std::move(rules);
  };
  add("odrl:permission", permissions_of(facts));
  add("odrl:prohibition", rules_of("odrl:Prohibition", terms.prohibitions));
  add("odrl:obligation", rules_of("odrl:Duty", obligations_of(terms)));
  return policy;
}

std::string odrl_offer(const PackageFacts& facts) { return as_document(odrl_policy(facts)); }

}  // namespace bdf::package
