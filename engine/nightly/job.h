// SPDX-License-Identifier: MIT
// One job of a night: a deposit and theme, brought into the base.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "refbase/night.h"
#include "rules/night_plan.h"

namespace bdf::nightly {

struct JobRun {
  const rules::NightPlan* plan = nullptr;
  std::string run;
  std::int64_t position = 0;
  int threads = 0;
  std::string now;
};

/// What whoever watches is told while a job is done: it waits for its turn, or goes on.
inline constexpr std::string_view says_waiting = "waiting";
inline constexpr std::string_view says_working = "working";

/// Reads the deposit, makes a contribution of a producer's layers, merges it beside others' work,
/// and enters it when all jobs before it are settled: so a night ends in the same base whatever
/// runs beside what. What became of the job is in the base with the transaction that is its effect;
/// one that has been settled already is done nothing for.
///
/// A deposit that is wrong is settled as refused, with the reason. Throws StoreError and LawError,
/// after which the job still waits.
void do_job(const JobRun& run, const std::function<void(std::string_view)>& tell);

/// The folder in which a night works, and what goes back to a producer.
[[nodiscard]] std::filesystem::path folder_of_run(const rules::NightPlan& plan,
                                                  const std::string& run);
[[nodiscard]] std::filesystem::path folder_of_returns(const rules::NightPlan& plan,
                                                      const refbase::NightJob& job);

/// A reason as the base keeps it: text, of a bounded length.
[[nodiscard]] std::string kept_reason(std::string_view reason);

/// The clock's time, or that of the base's last transaction where the clock has gone back.
[[nodiscard]] std::string time_for(refbase::SqlSession& session, const std::string& now);

}  // namespace bdf::nightly
