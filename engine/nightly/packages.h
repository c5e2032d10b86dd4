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
  int threads = 0;  ///< of each package; 0: all of the machine's
  const NightLog* log = nullptr;
  std::function<void(const MadePackage&)> tell;  ///< of each that was made here, one at a time
  std::function<bool()> is_alone;                ///< whether the base is still this night's
};

/// Builds at the state, each by a program of its own, those of the night's packages that nobody has
/// made, and notes in the base and in the run's folder what became of them; those apart that other
/// programs with the same list are making, for which it waits. A territory's packages of a theme
/// follow one another: a label may hold one against the socle. What fails since the base's server
/// was started anew is made again.
///
/// The night's time is theirs, so that a run that goes on after an interruption makes the same
/// bytes. Where a territory's package of that day has been made already, what came since waits for
/// the next day's. Returns what became of all of them, whoever made them, in the order of `wanted`.
/// Throws StoreError where the base cannot be used or is another night's by now.
[[nodiscard]] std::vector<MadePackage> make_packages(const PackagesRun& run,
                                                     const std::vector<WantedPackage>& wanted);

/// Puts into the plan's tree what was made in this night or before, and is not there yet; what
/// cannot be published keeps nothing else back. Returns what went wrong; "" for nothing.
[[nodiscard]] std::string publish(const PackagesRun& run);

}  // namespace bdf::nightly
