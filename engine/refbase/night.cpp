// SPDX-License-Identifier: MIT
#include "refbase/night.h"

#include <array>

#include "base/error.h"
#include "base/message.h"

namespace bdf::refbase {

namespace {

constexpr std::array<std::string_view, 5> status_names{"waiting", "taken", "unchanged", "refused",
                                                       "aside"};

constexpr const char* night_columns =
    "SELECT run, plan, plan_digest, start, engine, began, ended, stage, outcome, unchanged, "
    "left_out "
    "FROM bdf_night ";
constexpr const char* job_columns =
    "SELECT run, position, deposit, place, theme, territory, producer, status, tries, reason, "
    "fingerprint, marks, number, asked, refused, began, ended, figures FROM bdf_night_job ";

Night night_in(const Values& row) {
  return {text_in(row[0]), text_in(row[1]),    text_in(row[2]),    integer_in(row[3]),
          text_in(row[4]), text_in(row[5]),    text_in(row[6]),    text_in(row[7]),
          text_in(row[8]), integer_in(row[9]), integer_in(row[10])};
}

NightJob job_in(const Values& row) {
  NightJob job;
  job.run = text_in(row[0]);
  job.position = integer_in(row[1]);
  job.deposit = text_in(row[2]);
  job.place = text_in(row[3]);
  job.theme = text_in(row[4]);
  job.territory = text_in(row[5]);
  job.producer = text_in(row[6]);
  job.status = job_status_named(text_in(row[7]));
  job.tries = integer_in(row[8]);
  job.reason = text_in(row[9]);
  job.fingerprint = text_in(row[10]);
  job.marks = text_in(row[11]);
  job.number = integer_in(row[12]);
  job.asked = integer_in(row[13]);
  job.refused = integer_in(row[14]);
  job.began = text_in(row[15]);
  job.ended = text_in(row[16]);
  job.figures = text_in(row[17]);
  return job;
}

Value number_or_null(std::int64_t number) {
  if (number == 0) return Null{};
  return number;
}

std::vector<Night> nights_in(SqlSession& session, const std::string& where,
                             const Values& parameters) {
  std::vector<Night> nights;
  for (const auto& row : rows_of(session, night_columns + where, parameters))
    nights.push_back(night_in(row));
  return nights;
}

std::vector<SettledDeposit> settled_in(SqlSession& session, const std::string& where,
                                       const Values& parameters) {
  std::vector<SettledDeposit> settled;
  for (const auto& row :
       rows_of(session,
               "SELECT deposit, theme, place, producer, status, reason, fingerprint, marks, "
               "number, asked, run, time, gone FROM bdf_night_deposit " +
                   where,
               parameters))
    settled.push_back({text_in(row[0]), text_in(row[1]), text_in(row[2]), text_in(row[3]),
                       job_status_named(text_in(row[4])), text_in(row[5]), text_in(row[6]),
                       text_in(row[7]), integer_in(row[8]), integer_in(row[9]), text_in(row[10]),
                       text_in(row[11]), text_in(row[12])});
  return settled;
}

}  // namespace

std::string_view name_of(JobStatus status) { return status_names.at(std::size_t(status)); }

JobStatus job_status_named(std::string_view name) {
  for (std::size_t i = 0; i < status_names.size(); ++i)
    if (status_names[i] == name) return JobStatus(i);
  throw StoreError(msg("the base knows a job that is “{}”: a newer version of bdf wrote it", name));
}

std::optional<Night> open_night(SqlSession& session, const std::string& plan) {
  auto nights =
      nights_in(session, "WHERE ended IS NULL AND plan = $1 ORDER BY began DESC, run DESC", {plan});
  return nights.empty() ? std::nullopt : std::optional(std::move(nights.front()));
}

std::optional<Night> find_night(SqlSession& session, const std::string& run) {
  auto nights = nights_in(session, "WHERE run = $1", {run});
  return nights.empty() ? std::nullopt : std::optional(std::move(nights.front()));
}

std::vector<Night> nights_of(SqlSession& session, const std::string& plan) {
  return nights_in(session, "WHERE $1 = '' OR plan = $1 ORDER BY began DESC, run DESC", {plan});
}

void begin_night(SqlSession& session, const Night& night) {
  session.run("INSERT INTO bdf_night VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
              {night.run, night.plan, night.plan_digest, night.start, night.engine, night.began,
               text_or_null(night.ended), night.stage, text_or_null(night.outcome), night.unchanged,
               night.left_out});
}

void keep_night(SqlSession& session, const Night& night) {
  session.run(
      "UPDATE bdf_night SET stage = $2, ended = $3, outcome = $4, unchanged = $5, left_out = $6 "
      "WHERE run = $1",
      {night.run, night.stage, text_or_null(night.ended), text_or_null(night.outcome),
       night.unchanged, night.left_out});
}

void forget_nights(SqlSession& session, const std::string& plan, std::string_view before) {
  const Values which{plan, std::string(before)};
  session.run(
      "DELETE FROM bdf_night_job WHERE status <> 'taken' AND run IN (SELECT run FROM "
      "bdf_night WHERE plan = $1 AND COALESCE(ended, began) < $2)",
      which);
  session.run("DELETE FROM bdf_night WHERE plan = $1 AND COALESCE(ended, began) < $2", which);
  // What members have sent is looked for no longer once it is settled.
  session.run(
      "DELETE FROM bdf_night_deposit WHERE plan = $1 AND (gone < $2 OR (place LIKE 'member:%' AND "
      "time < $2))",
      which);
}

std::vector<NightJob> jobs_of_night(SqlSession& session, const std::string& run) {
  std::vector<NightJob> jobs;
  for (const auto& row :
       rows_of(session, std::string(job_columns) + "WHERE run = $1 ORDER BY position", {run}))
    jobs.push_back(job_in(row));
  return jobs;
}

std::vector<NightJob> waiting_jobs(SqlSession& session, const std::string& run, std::size_t most) {
  std::vector<NightJob> jobs;
  for (const auto& row :
       rows_of(session,
               std::string(job_columns) +
                   "WHERE run = $1 AND status = 'waiting' ORDER BY position LIMIT $2",
               {run, static_cast<std::int64_t>(most)}))
    jobs.push_back(job_in(row));
  return jobs;
}

std::optional<NightJob> find_job(SqlSession& session, const std::string& run,
                                 std::int64_t position) {
  const auto rows = rows_of(session, std::string(job_columns) + "WHERE run = $1 AND position = $2",
                            {run, position});
  return rows.empty() ? std::nullopt : std::optional(job_in(rows.front()));
}

void add_job(SqlSession& session, const NightJob& job) {
  session.run(
      "INSERT INTO bdf_night_job VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
      "$14, $15, $16, $17, $18)",
      {job.run, job.position, job.deposit, job.place, job.theme, text_or_null(job.territory),
       text_or_null(job.producer), std::string(name_of(job.status)), job.tries,
       text_or_null(job.reason), text_or_null(job.fingerprint), text_or_null(job.marks),
       number_or_null(job.number), job.asked, job.refused, text_or_null(job.began),
       text_or_null(job.ended), text_or_null(job.figures)});
}

bool keep_job(SqlSession& session, const NightJob& job) {
  return session.run(
             "UPDATE bdf_night_job SET status = $3, tries = $4, reason = $5, fingerprint = $6, "
             "marks = $7, number = $8, asked = $9, refused = $10, began = $11, ended = $12, "
             "figures = $13, producer = $14 WHERE run = $1 AND position = $2 AND status = "
             "'waiting' AND deposit = $15 AND theme = $16",
             {job.run, job.position, std::string(name_of(job.status)), job.tries,
              text_or_null(job.reason), text_or_null(job.fingerprint), text_or_null(job.marks),
              number_or_null(job.number), job.asked, job.refused, text_or_null(job.began),
              text_or_null(job.ended), text_or_null(job.figures), text_or_null(job.producer),
              job.deposit, job.theme}) > 0;
}

void drop_waiting_jobs(SqlSession& session, const std::string& run) {
  session.run("DELETE FROM bdf_night_job WHERE run = $1 AND status = 'waiting'", {run});
}

bool is_turn_of(SqlSession& session, const NightJob& job) {
  return rows_of(session,
                 "SELECT 1 FROM bdf_night_job WHERE run = $1 AND position < $2 AND status = "
                 "'waiting' LIMIT 1",
                 {job.run, job.position})
      .empty();
}

std::vector<SettledDeposit> settled_deposits(SqlSession& session, const std::string& plan) {
  return settled_in(session, "WHERE plan = $1 ORDER BY deposit, theme", {plan});
}

std::optional<SettledDeposit> find_settled(SqlSession& session, const std::string& plan,
                                           const std::string& deposit, const std::string& theme) {
  auto settled = settled_in(session, "WHERE plan = $1 AND deposit = $2 AND theme = $3",
                            {plan, deposit, theme});
  return settled.empty() ? std::nullopt : std::optional(std::move(settled.front()));
}

std::optional<NightJob> job_that_took(SqlSession& session, const std::string& theme,
                                      const std::string& fingerprint) {
  const auto rows = rows_of(session,
                            std::string(job_columns) +
                                "WHERE theme = $1 AND fingerprint = $2 AND status = 'taken' ORDER "
                                "BY number DESC LIMIT 1",
                            {theme, fingerprint});
  return rows.empty() ? std::nullopt : std::optional(job_in(rows.front()));
}

std::map<std::int64_t, NightJob> jobs_with_questions(SqlSession& session) {
  std::map<std::int64_t, NightJob> jobs;
  for (const auto& row :
       rows_of(session, std::string(job_columns) +
                            "WHERE status = 'taken' AND number IN (SELECT number FROM bdf_entry "
                            "WHERE status = 'waiting')")) {
    auto job = job_in(row);
    jobs[job.number] = std::move(job);
  }
  return jobs;
}

void keep_settled(SqlSession& session, const NightJob& job) {
  if (job.status == JobStatus::waiting) return;
  const auto plan =
      text_in(value_of(session, "SELECT plan FROM bdf_night WHERE run = $1", {job.run}));
  // Of what has not changed only its files' marks may be others; but what was taken before, under
  // another name or by another plan, or has been mended since, was not settled last.
  const bool is_unchanged = job.status == JobStatus::unchanged;
  if (is_unchanged &&
      session.run("UPDATE bdf_night_deposit SET marks = $4 WHERE plan = $1 AND deposit = $2 AND "
                  "theme = $3 AND fingerprint = $5",
                  {plan, job.deposit, job.theme, text_or_null(job.marks), job.fingerprint}) > 0)
    return;
  const auto status = is_unchanged ? JobStatus::taken : job.status;
  // One that could not be read was of no theme.
  session.run(
      "DELETE FROM bdf_night_deposit WHERE plan = $1 AND deposit = $2 AND (theme = $3 OR theme = "
      "'')",
      {plan, job.deposit, job.theme});
  session.run(
      "INSERT INTO bdf_night_deposit VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
      "$13, NULL)",
      {plan, job.deposit, job.theme, job.place, text_or_null(job.producer),
       std::string(name_of(status)), text_or_null(job.reason), job.fingerprint,
       text_or_null(job.marks), number_or_null(job.number), job.asked, job.run, job.ended});
}

bool forget_settled(SqlSession& session, const std::string& plan, const std::string& deposit) {
  return session.run(
             "DELETE FROM bdf_night_deposit WHERE plan = $1 AND deposit = $2 AND status <> 'taken'",
             {plan, deposit}) > 0;
}

void drop_settled(SqlSession& session, const std::string& plan, const std::string& deposit,
                  const std::string& theme) {
  session.run("DELETE FROM bdf_night_deposit WHERE plan = $1 AND deposit = $2 AND theme = $3",
              {plan, deposit, theme});
}

void keep_gone(SqlSession& session, const std::string& plan, const std::string& deposit,
               const std::string& since) {
  session.run("UPDATE bdf_night_deposit SET gone = $3 WHERE plan = $1 AND deposit = $2",
              {plan, deposit, text_or_null(since)});
}

std::vector<NightPackage> night_packages(SqlSession& session, const std::string& plan) {
  std::vector<NightPackage> packages;
  for (const auto& row :
       rows_of(session,
               "SELECT plan, theme, pack, territory, number, name, place, run, differential, "
               "published FROM bdf_night_package WHERE $1 = '' OR plan = $1 ORDER BY theme, pack, "
               "territory, plan",
               {plan}))
    packages.push_back({text_in(row[0]), text_in(row[1]), text_in(row[2]), text_in(row[3]),
                        integer_in(row[4]), text_in(row[5]), text_in(row[6]), text_in(row[7]),
                        text_in(row[8]), integer_in(row[9]) != 0});
  return packages;
}

void keep_package(SqlSession& session, const NightPackage& package) {
  session.run(
      "DELETE FROM bdf_night_package WHERE plan = $1 AND theme = $2 AND pack = $3 AND territory = "
      "$4",
      {package.plan, package.theme, package.pack, package.territory});
  session.run("INSERT INTO bdf_night_package VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
              {package.plan, package.theme, package.pack, package.territory, package.number,
               package.name, package.place, package.run, text_or_null(package.differential),
               std::int64_t{package.is_published ? 1 : 0}});
}

}  // namespace bdf::refbase
