// SPDX-License-Identifier: MIT
#include "jobs/admission_rights.h"

#include <algorithm>

#include "base/message.h"

namespace bdf::jobs {

namespace {

using rules::Right;

std::string name_of_thing(const std::string& layer, const std::string& thing) {
  if (thing == rules::geometry_thing) return msg("geometries of {}", layer);
  if (thing == rules::object_thing) return msg("which objects {} has", layer);
  return msg("“{}” of {}", thing, layer);
}

/// Rights call an attribute as the schema's newest version does.
std::string name_in_rules(const rules::Theme& theme, const std::string& layer,
                          const std::string& thing) {
  const auto* named = theme.find_layer(layer);
  const auto* attribute = named == nullptr || !named->schema ? nullptr : named->schema->find(thing);
  return attribute == nullptr ? thing : attribute->name;
}

bool holds(const std::vector<std::string>& territories, const std::string& code) {
  return std::find(territories.begin(), territories.end(), code) != territories.end();
}

}  // namespace

Judgement Judge::judge(const std::string& layer, const std::string& thing) const {
  if (decides || theme->communities.empty()) return {};
  const auto member = rules::find_organisation(theme->communities, organisation);
  if (!member) {
    if (theme->others == Right::decide) return {};
    return {theme->others,
            organisation.empty()
                ? msg("the contribution does not say which organisation it is of")
                : msg("no community of the theme names the organisation “{}”", organisation)};
  }
  const auto may = member->community->right_to(layer, name_in_rules(*theme, layer, thing));
  if (may == Right::decide) return {};
  const auto what = name_of_thing(layer, thing);
  return {may, may == Right::propose
                   ? msg("“{}” may propose, not decide, {}", member->community->name, what)
                   : msg("“{}” may not change {}", member->community->name, what)};
}

Judgement Judge::judge_place(const std::vector<ValueView>& geometries) const {
  if (decides || theme->communities.empty()) return {};
  const auto member = rules::find_organisation(theme->communities, organisation);
  if (!member) return {};
  const auto& own = member->organisation->territories;
  const bool is_limited = only_in != nullptr && !only_in->empty();
  if (own.empty() && !is_limited) return {};
  if (territories == nullptr)
    return {Right::propose,
            msg("the base has no layer “{}” that says where the territories of “{}” "
                "lie",
                territory_layer, organisation)};
  for (const auto& geometry : geometries) {
    if (is_null(geometry)) continue;
    const auto owner = territories->owner_of(geometry);
    if (!own.empty() && !holds(own, owner))
      return {Right::propose,
              owner.empty()
                  ? msg("it lies in no territory")
                  : msg("it lies in the territory {}, which is not of “{}”", owner, organisation)};
    if (is_limited && !holds(*only_in, owner))
      return {Right::propose,
              owner.empty()
                  ? msg("it lies in no territory")
                  : msg("it lies in the territory {}, which the deposit is not for", owner)};
  }
  return {};
}

}  // namespace bdf::jobs
