// SPDX-License-Identifier: MIT
#include "nightly/plan_of_base.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "jobs/adopt.h"
#include "jobs/territories.h"
#include "refbase/history.h"
#include "refbase/layers.h"
#include "refbase/versions.h"

namespace bdf::nightly {

namespace {

using refbase::SqlSession;
using Themes = std::map<std::string, rules::Theme>;

std::vector<std::string> names_of_themes(SqlSession& session) {
  std::vector<std::string> names;
  for (const auto& row :
       refbase::rows_of(session, "SELECT DISTINCT name FROM bdf_theme ORDER BY name"))
    names.push_back(refbase::text_in(row[0]));
  return names;
}

std::set<std::string> territories_of(SqlSession& session) {
  const auto state = refbase::head_of(session).number;
  const auto layers = refbase::layers_at(session, state);
  const auto* layer = refbase::find_layer(layers, jobs::territory_layer);
  if (layer == nullptr) return {};
  const auto codes = refbase::ids_of(*layer, refbase::features_of(session, *layer, state, {}));
  return {codes.begin(), codes.end()};
}

/// "" where no theme knows such a territory.
std::string spelled(const std::string& territory, const Themes& themes) {
  for (const auto& [name, theme] : themes)
    if (auto code = rules::spelling_of(theme.territories, territory); !code.empty()) return code;
  return {};
}

bool has_pack(const Themes& themes, const std::string& code) {
  return std::any_of(themes.begin(), themes.end(), [&](const auto& named) {
    const auto& packages = named.second.packages;
    return packages && std::any_of(packages->packs.begin(), packages->packs.end(),
                                   [&](const auto& pack) { return pack.code == code; });
  });
}

std::vector<std::string> packs_of(const Themes& themes) {
  std::vector<std::string> codes;
  for (const auto& [name, theme] : themes)
    if (theme.packages)
      for (const auto& pack : theme.packages->packs) codes.push_back(pack.code);
  return codes;
}

}  // namespace

Themes themes_of(const rules::NightPlan& plan, SqlSession& session) {
  Themes themes;
  const auto adopted = names_of_themes(session);
  for (std::size_t i = 0; i < plan.themes.size(); ++i) {
    if (adopted.empty() && plan.themes[i].ends_with(".yaml"))
      rules::fail_at(plan, "themes", i,
                     msg("The base goes by no theme: `bdf base adopt` makes it go by this one."));
    try {
      auto theme = jobs::theme_of_base(session, plan.themes[i]);
      themes.emplace(theme.name, std::move(theme));
    } catch (const StoreError&) {
      throw;
    } catch (const Error& error) {
      rules::fail_at(plan, "themes", i, error.what());
    }
  }
  if (plan.themes.empty())
    for (const auto& name : adopted) themes.emplace(name, jobs::theme_of_base(session, name));
  return themes;
}

rules::NightPlan plan_of_base(rules::NightPlan plan, const Themes& themes, SqlSession& session) {
  const auto known = territories_of(session);
  for (std::size_t i = 0; i < plan.territories.size(); ++i) {
    auto& territory = plan.territories[i];
    if (known.contains(territory)) continue;
    const auto code = spelled(territory, themes);
    if (!code.empty() && (known.empty() || known.contains(code))) {
      territory = code;
      continue;
    }
    rules::fail_at(plan, "territories", i,
                   known.empty() ? msg("No theme of the base knows a territory “{}”.", territory)
                                 : msg("The base has no territory “{}”.", territory));
  }
  const auto packs = plan.packages ? plan.packages->packs : std::vector<std::string>{};
  for (std::size_t i = 0; i < packs.size(); ++i)
    if (!has_pack(themes, packs[i]))
      rules::fail_at(plan, "packs", i,
                     msg("None of the themes makes a pack “{}”, but: {}.", packs[i],
                         fmt::format("{}", fmt::join(packs_of(themes), ", "))));
  return plan;
}

void spell_territories(std::vector<FoundDeposit>& deposits, const Themes& themes) {
  for (auto& deposit : deposits)
    for (auto& territory : deposit.manifest.territories)
      if (const auto code = spelled(territory, themes); !code.empty()) territory = code;
}

std::vector<std::string> producers_of_nothing(const rules::NightPlan& plan,
                                              const std::vector<FoundDeposit>& deposits) {
  std::vector<std::string> none;
  for (const auto& producer : plan.producers)
    if (std::none_of(deposits.begin(), deposits.end(),
                     [&](const auto& deposit) { return deposit.manifest.producer == producer; }))
      none.push_back(producer);
  return none;
}

}  // namespace bdf::nightly
