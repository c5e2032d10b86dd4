// SPDX-License-Identifier: MIT
#include <algorithm>
#include <memory>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/output_folder.h"
#include "jobs/integrate.h"
#include "jobs/merge_contribution.h"
#include "jobs/reports.h"
#include "jobs/scratch.h"
#include "refbase/base.h"
#include "refbase/history.h"
#include "refbase/server_rights.h"

namespace bdf::jobs {

using refbase::Access;
using refbase::Entry;
using refbase::EntryStatus;
using refbase::SqlSession;
using refbase::SqlTransaction;
using refbase::Transaction;

namespace {

/// Those of a contribution that are decided, and what goes with them.
std::vector<Entry> with_company(const std::vector<Entry>& waiting, std::int64_t number,
                                const std::vector<std::int64_t>& chosen) {
  std::set<std::int64_t> together;
  for (const auto& entry : waiting)
    if (entry.number == number &&
        std::find(chosen.begin(), chosen.end(), entry.entry) != chosen.end())
      together.insert(entry.together);
  std::vector<Entry> entries;
  for (const auto& entry : waiting)
    if (entry.number == number && together.contains(entry.together)) entries.push_back(entry);
  return entries;
}

void require_waiting(const std::vector<Entry>& waiting, const std::vector<std::int64_t>& chosen) {
  for (const auto number : chosen)
    if (std::none_of(waiting.begin(), waiting.end(),
                     [&](const Entry& entry) { return entry.entry == number; }))
      throw UsageError(msg("no entry {} waits: `bdf base queue` lists those that do", number));
}

void record_decision(SqlSession& session, std::vector<Entry>& entries,
                     const Transaction& transaction) {
  for (auto& entry : entries) {
    entry.decided = entry.status == EntryStatus::waiting ? 0 : transaction.number;
    refbase::settle(session, entry);
  }
  refbase::forget_settled_files(session);
}

/// What the merge with the base as it is has made of entries that were accepted.
void update_accepted(std::vector<Entry>& entries, const std::vector<Entry>& now,
                     const std::string& answer) {
  for (auto& entry : entries) {
    const auto found = std::find_if(
        now.begin(), now.end(), [&](const Entry& one) { return name_of(one) == name_of(entry); });
    if (found == now.end()) continue;
    entry.status = found->status == EntryStatus::admitted ? EntryStatus::accepted : found->status;
    entry.kind = found->kind;
    entry.conflict = found->conflict;
    entry.values = found->values;
    entry.reason = found->reason;
    if (entry.status != EntryStatus::waiting) entry.answer = answer;
  }
}

class Deciding {
 public:
  explicit Deciding(const DecideJob& job)
      : job_(job), session_(refbase::open_base(job.base, Access::write)) {}

  EntryDecisions run() {
    std::set<std::int64_t> contributions;
    std::vector<Entry> waiting;
    {
      const SqlTransaction reading(*session_, Access::read);
      refbase::require_operator(*session_);
      waiting = refbase::waiting_entries(*session_);
      require_reports_wait(*session_, job_.reports);
    }
    require_waiting(waiting, job_.entries);
    for (const auto& entry : waiting)
      if (std::find(job_.entries.begin(), job_.entries.end(), entry.entry) != job_.entries.end())
        contributions.insert(entry.number);
    for (const auto number : contributions) {
      auto entries = with_company(waiting, number, job_.entries);
      decided_.transactions.push_back(job_.accepts ? accept(number, entries)
                                                   : reject(number, entries));
      decided_.entries.insert(decided_.entries.end(), entries.begin(), entries.end());
    }
    decide_reports(*session_, job_, decided_);
    return std::move(decided_);
  }

 private:
  Transaction reject(std::int64_t number, std::vector<Entry>& entries) {
    SqlTransaction all(*session_, Access::write);
    require_still_waiting(entries);
    auto transaction = transaction_about(number, "reject");
    refbase::number_next(*session_, transaction, job_.now);
    refbase::record(*session_, transaction);
    for (auto& entry : entries) {
      entry.status = EntryStatus::rejected;
      entry.answer = job_.reason;
    }
    record_decision(*session_, entries, transaction);
    all.commit(refbase::was_recorded(transaction));
    return transaction;
  }

  Transaction accept(std::int64_t number, std::vector<Entry>& entries) {
    std::string file, organisation;
    ContributionWork work;
    Transaction transaction;
    {
      const SqlTransaction reading(*session_, Access::read);
      const auto contribution = refbase::find_contribution(*session_, number);
      work.from = *refbase::find_transaction(*session_, contribution->base_number);
      file = contribution->file;
      organisation = contribution->organisation;
      transaction = transaction_about(number, "accept");
    }
    const Scratch scratch(temporary_name());
    const auto path = scratch.path() / "contribution.gpkg";
    io::write_text(path, file);
    const auto changeset = io::read_changeset(path);
    work.contribution = &changeset;
    work.organisation = organisation;
    work.theme_name = job_.theme.empty() ? transaction.theme : job_.theme;
    work.confirm_deletions = job_.confirm_deletions;
    work.threads = job_.threads;
    work.now = job_.now;
    std::set<ThingName> accepted;
    for (const auto& entry : entries) {
      accepted.insert(name_of(entry));
      if (!entry.conflict.empty()) work.conflicts.insert(entry.conflict);
    }
    work.accepted = &accepted;
    Entering entering;
    entering.is_moot = [&] {
      require_still_waiting(entries);
      return false;
    };
    entering.enter = [&](MergedContribution& merged) {
      enter_admitted(*session_, work, merged, transaction);
      update_accepted(entries, merged.admission.entries, job_.reason);
      record_decision(*session_, entries, transaction);
    };
    merge_and_enter(*session_, work, transaction, entering);
    return transaction;
  }

  /// Somebody else may have decided meanwhile.
  void require_still_waiting(const std::vector<Entry>& entries) {
    std::vector<std::int64_t> numbers;
    for (const auto& entry : entries) numbers.push_back(entry.entry);
    require_waiting(refbase::waiting_entries(*session_), numbers);
  }

  /// As the one that took the contribution, but for who decides; when, number_next() says.
  Transaction transaction_about(std::int64_t number, const std::string& kind) {
    auto transaction = *refbase::find_transaction(*session_, number);
    transaction.kind = kind;
    transaction.organisation = job_.organisation;
    transaction.message = job_.reason;
    transaction.layers.clear();
    transaction.digest.clear();
    return transaction;
  }

  const DecideJob& job_;
  std::unique_ptr<SqlSession> session_;
  EntryDecisions decided_;
};

}  // namespace

EntryDecisions decide_entries(const DecideJob& job) { return Deciding(job).run(); }

}  // namespace bdf::jobs
