// SPDX-License-Identifier: MIT
// A plan held against the base that it is for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nightly/deposits.h"
#include "refbase/sql_session.h"
#include "rules/night_plan.h"
#include "rules/theme.h"

namespace bdf::nightly {

/// By name: the themes of a plan as the base goes by them, or where the plan names none all those
/// of the base. Throws InputError with the line of the plan that names one that is none.
[[nodiscard]] std::map<std::string, rules::Theme> themes_of(const rules::NightPlan& plan,
                                                            refbase::SqlSession& session);

/// The plan with its territories as the base calls them. Throws InputError with the line of the
/// plan that names a territory that the base, or a pack that none of the themes, knows.
[[nodiscard]] rules::NightPlan plan_of_base(rules::NightPlan plan,
                                            const std::map<std::string, rules::Theme>& themes,
                                            refbase::SqlSession& session);

/// Calls the territories of deposits as the base does.
void spell_territories(std::vector<FoundDeposit>& deposits,
                       const std::map<std::string, rules::Theme>& themes);

/// Producers that a plan names and that no deposit is of: perhaps they are spelled otherwise.
[[nodiscard]] std::vector<std::string> producers_of_nothing(
    const rules::NightPlan& plan, const std::vector<FoundDeposit>& deposits);

}  // namespace bdf::nightly
