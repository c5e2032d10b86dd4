// SPDX-License-Identifier: MIT
// What a night would do, and why.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "nightly/deposits.h"
#include "refbase/night.h"
#include "rules/night_plan.h"

namespace bdf::nightly {

/// Why a deposit is a job or none.
enum class Why {
  is_new,
  has_changed,   ///< since it was settled
  may_have,      ///< its files were written so lately that it must be read to be known
  is_unchanged,  ///< nothing to do
  is_faulty,     ///< it cannot be read: refused
  is_left_out    ///< the plan is not about it
};
[[nodiscard]] std::string_view name_of(Why why);

struct PlannedJob {
  refbase::NightJob job;  ///< positions of those that run, from 1; 0: none
  Why why = Why::is_new;
  std::string last;  ///< what became of it when it was settled last; "": never

  [[nodiscard]] bool runs() const { return job.position > 0; }
};

/// In the plan's order: a job a deposit and theme. Positions follow those of `settled`, jobs of
/// the same run that are done, whose deposits make no job anew.
[[nodiscard]] std::vector<PlannedJob> planned_jobs(
    const rules::NightPlan& plan, const std::vector<FoundDeposit>& deposits,
    const std::vector<refbase::SettledDeposit>& known,
    const std::vector<refbase::NightJob>& settled);

/// What a theme of the plan is called, by what the plan says: a name or a file.
[[nodiscard]] std::map<std::string, std::string> files_of_themes(const rules::NightPlan& plan);

}  // namespace bdf::nightly
