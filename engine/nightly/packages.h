// SPDX-License-Identifier: MIT
// The packages of what has changed in a night: built, labelled, published.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "nightly/changed_territories.h"
#include "nightly/night_log.h"
#include "refbase/night.h"
#include "rules/night_plan.h"

namespace bdf::nightly {

struct MadePackage {
  WantedPackage wanted;
  std::string name;
  std::filesystem::path path;          ///< empty where none was made
  std::filesystem::path differential;  ///< empty where there is none
  std::string level;                   ///< of its label; "": it has none
  std::string reason;                  ///< why none was made; "" where one was
  double seconds = 0;
};

/// `next_day`: there is one of that day already, and what has come since goes out with the next.
enum class PackageState { made, next_day, not_made };
[[nodiscard]] PackageState state_of(const MadePackage& package);
/// As programs are told.
[[nodiscard]] std::string_view name_of(PackageState state);

struct PackagesRun {
  const rules::NightPlan* plan = nullptr;
  refbase::Night night;
  std::int64_t state = 0;  ///< the transaction that they are of
  int side_by_side = 1;
  const NightLog* log = nullptr;
  std::function<void(const MadePackage&)> tell;  ///< one at a time
};

/// Builds them at the state, by their own programs, and notes in the base that they are made. The
/// night's time is theirs, so that a run that goes on after an interruption makes the same bytes.
/// Where a territory's package of that day has been made already, what came since waits for the
/// next day's. In the order of `wanted`.
[[nodiscard]] std::vector<MadePackage> make_packages(const PackagesRun& run,
                                                     const std::vector<WantedPackage>& wanted);

/// Puts into the plan's tree what was made in this night or before, and is not there yet. Returns
/// what went wrong; "" for nothing.
[[nodiscard]] std::string publish(const PackagesRun& run);

}  // namespace bdf::nightly
