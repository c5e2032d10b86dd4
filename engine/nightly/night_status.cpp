// SPDX-License-Identifier: MIT
// What is known of a plan's nights, and what is to be forgotten of them.
#include "base/error.h"
#include "base/message.h"
#include "nightly/claims.h"
#include "nightly/nightly.h"
#include "refbase/base.h"
#include "refbase/work_lock.h"

namespace bdf::nightly {

using refbase::Access;
using refbase::SqlTransaction;

std::optional<NightStatus> status_of_night(const NightJobRequest& request) {
  const auto plan = rules::load_night_plan(request.plan);
  NightStatus status;
  {
    const auto session = refbase::open_base(plan.base);
    const SqlTransaction reading(*session, Access::read);
    if (!session->has_table("bdf_night")) return std::nullopt;
    const auto nights = refbase::nights_of(*session, plan.name);
    if (nights.empty()) return std::nullopt;
    status.night = nights.front();
    status.jobs = refbase::jobs_of_night(*session, status.night.run);
  }
  status.is_at_work = !refbase::work_locks_of(plan.base)->try_lock(lock_of_nights);
  return status;
}

void look_again(const NightJobRequest& request, const std::vector<std::string>& deposits) {
  const auto plan = rules::load_night_plan(request.plan);
  const auto session = refbase::open_base(plan.base, Access::write);
  SqlTransaction all(*session, Access::write);
  for (const auto& deposit : deposits)
    if (!refbase::forget_settled(*session, plan.name, deposit))
      throw UsageError(
          msg("{} knows no deposit “{}” that was refused or put aside", session->name(), deposit));
  all.commit();
}

}  // namespace bdf::nightly
