// SPDX-License-Identifier: MIT
#include "jobs/reports.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "refbase/transaction.h"
#include "rules/signalement_status.h"

namespace bdf::jobs {

namespace {

using refbase::Report;
using refbase::SqlSession;

/// Those that are meant, of those that wait.
std::vector<Report> chosen_reports(SqlSession& session, const std::vector<std::int64_t>& numbers) {
  auto waiting = refbase::waiting_reports(session);
  for (const auto number : numbers)
    if (std::none_of(waiting.begin(), waiting.end(),
                     [&](const Report& report) { return report.report == number; }))
      throw UsageError(
          msg("no signalement r{} waits: `bdf base queue` lists those that do", number));
  std::erase_if(waiting, [&](const Report& report) {
    return std::find(numbers.begin(), numbers.end(), report.report) == numbers.end();
  });
  return waiting;
}

}  // namespace

std::vector<Report> enter_reports_of(SqlSession& session, const io::Changeset& changeset,
                                     const refbase::Contribution& contribution) {
  std::vector<Report> reports;
  const auto& crs = changeset.signalements.crs;
  for (const auto& said : changeset.signalements.all) {
    Report report;
    report.number = contribution.number;
    report.organisation = contribution.organisation;
    report.said = said;
    if (io::is_defined(crs)) report.crs = io::name_of(crs);
    reports.push_back(std::move(report));
  }
  refbase::enter_reports(session, reports);
  return reports;
}

void require_status(const DecideJob& job) {
  if (job.status.empty()) return;
  if (!job.entries.empty())
    throw UsageError(
        msg("--status is for signalements, r12: entry {} has none", job.entries.front()));
  static_cast<void>(rules::load_signalement_statuses().given_by(job.accepts, job.status));
}

void require_reports_wait(SqlSession& session, const std::vector<std::int64_t>& reports) {
  if (!reports.empty()) static_cast<void>(chosen_reports(session, reports));
}

void decide_reports(SqlSession& session, const DecideJob& job, EntryDecisions& decisions) {
  if (job.reports.empty()) return;
  const auto statuses = rules::load_signalement_statuses();
  const auto& status = statuses.given_by(job.accepts, job.status);
  const bool decides = status.means != rules::SignalementOutcome::waiting;
  refbase::SqlTransaction all(session, refbase::Access::write);
  auto reports = chosen_reports(session, job.reports);
  refbase::Transaction transaction;
  transaction.kind = !decides ? "take_up" : job.accepts ? "accept" : "reject";
  transaction.organisation = job.organisation;
  transaction.message = job.reason;
  refbase::number_next(session, transaction, job.now);
  refbase::record(session, transaction);
  for (auto& report : reports) {
    report.said.status = status.code;
    report.said.answer = job.reason;
    report.set_by = transaction.number;
    report.decided = decides ? transaction.number : 0;
    refbase::settle(session, report);
  }
  all.commit(refbase::was_recorded(transaction));
  decisions.transactions.push_back(std::move(transaction));
  decisions.reports = std::move(reports);
}

std::vector<SignalementAnswer> report_answers_to(SqlSession& session,
                                                 const std::string& organisation) {
  std::vector<SignalementAnswer> answers;
  if (!session.has_table("bdf_report")) return answers;
  for (const auto& report :
       refbase::reports_of(session, refbase::organisation_as_known(session, organisation))) {
    SignalementAnswer answer{report.said.id, report.said.status, report.said.answer, "", ""};
    if (report.set_by != 0) {
      const auto set_by = *refbase::find_transaction(session, report.set_by);
      answer.at = set_by.time;
      answer.by = set_by.organisation;
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

}  // namespace bdf::jobs
