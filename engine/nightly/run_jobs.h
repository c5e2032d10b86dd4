// SPDX-License-Identifier: MIT
// The jobs of a night, side by side, each in a program of its own.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "nightly/night_log.h"
#include "refbase/night.h"
#include "rules/night_plan.h"

namespace bdf::nightly {

struct JobsRun {
  const rules::NightPlan* plan = nullptr;
  std::string run;
  int side_by_side = 1;
  int threads = 0;  ///< of each job; 0: an equal part of the machine's
  std::string now;
  const NightLog* log = nullptr;
  /// Told of each job that was settled here, one at a time.
  std::function<void(const refbase::NightJob&)> tell;
  std::function<bool()> is_closing;  ///< whether no more jobs are to begin: the time is over
  std::function<bool()> is_alone;    ///< whether the base is still this night's; both one at a time
};

/// Does the jobs of a run that wait, those of which other programs are doing apart, until none is
/// left or the time is over. A job that fails for a reason that is not the deposit's own is tried
/// again, and put aside after as many tries as the plan says.
///
/// Returns why no job can be done any longer, where it is the house that fails (a full disk, a
/// server that is gone): the jobs that are left wait for the next night. Else "".
[[nodiscard]] std::string run_jobs(const JobsRun& jobs);

}  // namespace bdf::nightly
