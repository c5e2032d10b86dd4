// SPDX-License-Identifier: MIT
// What a base remembers of the nights in which deposits were brought into it: the runs, their jobs,
// and what was settled of each deposit. All of it is written in the transactions of its effects.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "refbase/sql_session.h"

namespace bdf::refbase {

struct Night {
  std::string run;
  std::string plan;
  std::string plan_digest;
  std::int64_t start = 0;  ///< the transaction from which producers' layers are judged
  std::string engine;
  std::string began;
  std::string ended;  ///< "": it goes on, or was interrupted
  std::string stage;  ///< "jobs", "packages", "report", "done"
  std::string outcome;
  std::int64_t unchanged = 0;  ///< deposits that were not even opened
  std::int64_t left_out = 0;   ///< deposits that the plan is not about
};

enum class JobStatus { waiting, taken, unchanged, refused, aside };
[[nodiscard]] std::string_view name_of(JobStatus status);
/// Throws StoreError for a word that is none.
[[nodiscard]] JobStatus job_status_named(std::string_view name);

/// A deposit and theme, in a run.
struct NightJob {
  std::string run;
  std::int64_t position = 0;  ///< in the order in which they enter the base, from 1
  std::string deposit;
  std::string place;  ///< its folder, or the number of a member's deposit
  std::string theme;
  std::string territory;
  std::string producer;
  JobStatus status = JobStatus::waiting;
  std::int64_t tries = 0;  ///< that failed
  std::string reason;
  std::string fingerprint;
  std::string marks;
  std::int64_t number = 0;   ///< the transaction that took it; 0: none
  std::int64_t asked = 0;    ///< things of it that wait for an operator
  std::int64_t refused = 0;  ///< things of it that were refused
  std::string began;
  std::string ended;
  std::string figures;  ///< JSON: seconds by stage, memory
};

/// What a plan's nights settled last of a deposit and theme.
struct SettledDeposit {
  std::string deposit;
  std::string theme;
  std::string place;
  std::string producer;
  JobStatus status = JobStatus::taken;
  std::string reason;
  std::string fingerprint;
  std::string marks;
  std::int64_t number = 0;
  std::int64_t asked = 0;
  std::string run;
  std::string time;
  std::string gone;  ///< since when nobody finds it; "": it is there
};

struct NightPackage {
  std::string plan;
  std::string theme;
  std::string pack;
  std::string territory;
  std::int64_t number = 0;  ///< the transaction until which it is made
  std::string name;
  std::string place;
  std::string run;
  std::string differential;  ///< "": none
  bool is_published = false;
};

/// The last run of a plan that has not ended, or of any; nullopt where there is none.
[[nodiscard]] std::optional<Night> open_night(SqlSession& session, const std::string& plan);
[[nodiscard]] std::optional<Night> find_night(SqlSession& session, const std::string& run);
/// Latest first; of all plans where `plan` is "".
[[nodiscard]] std::vector<Night> nights_of(SqlSession& session, const std::string& plan);
void begin_night(SqlSession& session, const Night& night);
/// Writes stage, ended and outcome.
void keep_night(SqlSession& session, const Night& night);
/// Forgets a plan's runs that ended, or began and were never gone on with, before that time, and
/// their jobs but those that were taken; deposits that are gone since then.
void forget_nights(SqlSession& session, const std::string& plan, std::string_view before);

/// By position.
[[nodiscard]] std::vector<NightJob> jobs_of_night(SqlSession& session, const std::string& run);
/// The first of those that wait, at most so many.
[[nodiscard]] std::vector<NightJob> waiting_jobs(SqlSession& session, const std::string& run,
                                                 std::size_t most);
[[nodiscard]] std::optional<NightJob> find_job(SqlSession& session, const std::string& run,
                                               std::int64_t position);
void add_job(SqlSession& session, const NightJob& job);
/// Writes all but its identity. A job that has been settled, or has given its place in the run to
/// another, stays as it is: returns false.
bool keep_job(SqlSession& session, const NightJob& job);
/// Takes jobs that wait out of a run, for a new list of them.
void drop_waiting_jobs(SqlSession& session, const std::string& run);
/// Whether all jobs before that one are settled.
[[nodiscard]] bool is_turn_of(SqlSession& session, const NightJob& job);

[[nodiscard]] std::vector<SettledDeposit> settled_deposits(SqlSession& session,
                                                           const std::string& plan);
/// Of one deposit and theme of a plan; nullopt where nothing was settled.
[[nodiscard]] std::optional<SettledDeposit> find_settled(SqlSession& session,
                                                         const std::string& plan,
                                                         const std::string& deposit,
                                                         const std::string& theme);
/// The job that took a deposit of that theme and fingerprint, under whatever name.
[[nodiscard]] std::optional<NightJob> job_that_took(SqlSession& session, const std::string& theme,
                                                    const std::string& fingerprint);
/// By the transaction: the jobs of all nights that took one of which something still waits for an
/// operator.
[[nodiscard]] std::map<std::int64_t, NightJob> jobs_with_questions(SqlSession& session);
/// In place of what was kept before, for the plan of the job's run. A job that still waits settles
/// nothing.
void keep_settled(SqlSession& session, const NightJob& job);
/// So that it is looked at again. False where it was neither refused nor put aside.
bool forget_settled(SqlSession& session, const std::string& plan, const std::string& deposit);
/// Of a theme that a deposit is of no longer.
void drop_settled(SqlSession& session, const std::string& plan, const std::string& deposit,
                  const std::string& theme);
/// Since when a deposit is gone; "": it is there again.
void keep_gone(SqlSession& session, const std::string& plan, const std::string& deposit,
               const std::string& since);

/// Of all plans where `plan` is "".
[[nodiscard]] std::vector<NightPackage> night_packages(SqlSession& session,
                                                       const std::string& plan);
void keep_package(SqlSession& session, const NightPackage& package);

}  // namespace bdf::refbase
