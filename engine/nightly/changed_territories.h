// SPDX-License-Identifier: MIT
// Whose packages are out of date.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "refbase/sql_session.h"
#include "rules/night_plan.h"
#include "rules/theme.h"

namespace bdf::nightly {

/// A package that is to be made.
struct WantedPackage {
  std::string theme;
  std::string pack;       ///< its code
  std::string territory;  ///< "": the base has none, and is packed as a whole
};

/// Of each theme that the base goes by and that makes packages: its socle and the packs of the
/// plan, for each territory of the base (and of the plan) in which a layer of the theme's has
/// changed after the package before was made and until `state`. By theme, territory, pack: the
/// socle comes first. What was never made has changed.
///
/// Costs in proportion to what has changed.
[[nodiscard]] std::vector<WantedPackage> changed_packages(const rules::NightPlan& plan,
                                                          refbase::SqlSession& session,
                                                          std::int64_t state);

}  // namespace bdf::nightly
