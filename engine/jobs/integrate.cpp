// SPDX-License-Identifier: MIT
#include "jobs/integrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "io/change_rows.h"
#include "io/output_folder.h"
#include "jobs/admission.h"
#include "jobs/adopt.h"
#include "jobs/compare_layers.h"
#include "jobs/contribution_sides.h"
#include "jobs/contribution_signer.h"
#include "jobs/derive_doubles.h"
#include "jobs/enter_changes.h"
#include "jobs/integration_guard.h"
#include "jobs/layer_merge.h"
#include "jobs/layers_together.h"
#include "jobs/reports.h"
#include "jobs/scratch.h"
#include "refbase/base.h"
#include "refbase/history.h"
#include "refbase/server_rights.h"
#include "rules/integration.h"

namespace bdf::jobs {

namespace {

using refbase::Access;
using refbase::Entry;
using refbase::EntryStatus;
using refbase::SqlSession;
using refbase::SqlTransaction;
using refbase::Transaction;

/// So many times a merge is made beside others'; the next one keeps them waiting.
constexpr int most_side_by_side = 3;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// What is merged, and for whom.
struct Work {
  const io::Changeset* contribution = nullptr;
  std::filesystem::path name;  ///< of its file
  std::string theme_name;      ///< or a file
  std::string digest;          ///< by which the base knows it again
  Transaction from;
  std::string organisation;
  /// Of an acceptance: the things, and the conflicts that are decided for the producer.
  const std::set<ThingName>* accepted = nullptr;
  std::set<std::string> conflicts;
  bool confirm_deletions = false;
  int threads = 0;
};

/// A contribution merged with the base as it was at `now`. The changes point into `outputs`.
struct Merged {
  Transaction now;
  rules::Theme theme;
  std::string signer;  ///< a public key; "" where nobody has signed
  LookedAt looked_at;
  SyncOutputs outputs;
  Admission admission;
};

std::map<std::string, std::vector<std::string>> columns_by_layer(
    const std::vector<refbase::BaseLayer>& layers, const rules::Theme& theme) {
  std::map<std::string, std::vector<std::string>> columns;
  for (const auto& layer : layers)
    if (const auto* named = theme.find_layer(layer.schema.layer))
      for (const auto& column : layer.schema.columns) columns[named->name].push_back(column.name);
  return columns;
}

merge::Memory memory_of(const Work& work) {
  merge::Memory memory;
  Resolution for_producer;
  for_producer.side = Side::local;
  for (const auto& conflict : work.conflicts) memory.resolutions[conflict] = for_producer;
  return memory;
}

void merge_sides(const Work& work, SyncOutputs& outputs) {
  rules::Setting setting;
  if (const auto member = rules::find_organisation(outputs.theme.communities, work.organisation))
    setting.community = member->community->name;
  const auto layers = pair_layers(
      outputs.inputs, {"", outputs.key, &outputs.theme, setting, nullptr, false}, outputs.findings);
  const auto memory = memory_of(work);
  LayerOptions options{work.contribution->head.producer, std::nullopt, &memory,
                       std::max(work.threads, 1), &outputs.stretches};
  compare_layers(layers, options, outputs);
  merge_together(options, outputs);
  for (auto& run : outputs.layers) finish_layer(*run);
}

void require_theme(const Work& work, const rules::Theme& theme) {
  const auto& named = work.contribution->head.theme;
  if (!named.empty() && named != theme.name)
    throw InputError(
        msg("{} was made under the theme “{}”, not “{}”", work.name.string(), named, theme.name));
}

/// Within a transaction that sees one state of the base.
std::unique_ptr<Merged> merged_with_base(SqlSession& session, const Work& work,
                                         const std::filesystem::path& scratch) {
  auto merged = std::make_unique<Merged>();
  merged->now = refbase::head_of(session);
  merged->theme = theme_of_base(session, work.theme_name);
  require_theme(work, merged->theme);
  if (work.accepted == nullptr)
    merged->signer =
        signer_of({work.name, work.contribution->head},
                  rules::find_organisation(merged->theme.communities, work.organisation));
  const auto layers = refbase::layers_at(session, merged->now.number);
  auto sides = sides_of_contribution(
      session, {work.contribution, &merged->theme, work.from, merged->now, work.organisation},
      scratch);
  merged->looked_at = std::move(sides.looked_at);
  auto& outputs = merged->outputs;
  outputs.theme = rules::as_integrated(merged->theme, columns_by_layer(layers, merged->theme));
  outputs.inputs = std::move(sides.inputs);
  outputs.key = std::move(sides.key);
  merge_sides(work, outputs);
  const auto has_territories = refbase::find_layer(layers, territory_layer) != nullptr;
  std::optional<Territories> territories;
  if (has_territories) territories.emplace(session, layers, merged->now.number);
  const Judge judge{&merged->theme, work.organisation, territories ? &*territories : nullptr,
                    work.accepted != nullptr};
  AdmissionRequest request{work.contribution, {}, &judge, work.accepted};
  for (const auto& run : outputs.layers) request.runs.push_back(run.get());
  merged->admission = admit(request);
  if (!work.confirm_deletions)
    guard_base(session, {request.runs, &merged->admission.changes,
                         territories ? &*territories : nullptr, territories_of(judge)});
  return merged;
}

/// Whether what was merged still holds for the base as it is.
bool is_still_so(SqlSession& session, const Merged& merged, const Transaction& head) {
  if (head.number == merged.now.number) return true;
  const auto since = static_cast<std::size_t>(head.number - merged.now.number);
  for (const auto& transaction : refbase::transactions_of(session, since)) {
    if (transaction.kind == "adopt") return false;
    for (const auto& layer : transaction.layers)
      if (!layer.detail.empty() || same_name(layer.layer, territory_layer)) return false;
  }
  return !was_touched(session, merged.looked_at, merged.now, head);
}

/// Merges and enters; `enter` is called once, within a transaction that writes, with its number in
/// `transaction`. `is_moot` is asked there first: whether somebody else has done it meanwhile.
template <class IsMoot, class Enter>
void merge_and_enter(SqlSession& session, const Work& work, Transaction& transaction,
                     const IsMoot& is_moot, const Enter& enter) {
  for (int attempt = 1;; ++attempt) {
    const Scratch scratch(temporary_name());
    std::unique_ptr<Merged> merged;
    if (attempt <= most_side_by_side) {
      const SqlTransaction reading(session, Access::read);
      merged = merged_with_base(session, work, scratch.path());
    }
    SqlTransaction all(session, Access::write);
    if (is_moot()) return;
    if (!merged)
      merged = merged_with_base(session, work, scratch.path());
    else if (!is_still_so(session, *merged, refbase::head_of(session)))
      continue;
    refbase::number_next(session, transaction);
    enter(*merged);
    all.commit(refbase::was_recorded(transaction));
    return;
  }
}

/// Enters what was admitted, and records the transaction.
void enter_admitted(SqlSession& session, const Work& work, const Merged& merged,
                    Transaction& transaction) {
  transaction.theme = merged.theme.name;
  transaction.theme_version = merged.theme.version;
  transaction.theme_digest = merged.theme.digest;
  for (const auto& [layer, ids] :
       enter_changes(session, merged.admission.changes, merged.theme, transaction))
    refbase::add_given(session, {work.organisation, layer}, ids, transaction.number);
  refbase::record(session, transaction);
}

/// Of the producer's file, not of the base.
struct UnknownState : StoreError {
  using StoreError::StoreError;
};

/// By the digest of a transaction, or by what was imported as one.
Transaction origin_of(SqlSession& session, const io::ChangesetHead& head, const std::string& from,
                      const std::string& name) {
  if (!from.empty()) return refbase::transaction_named(session, from);
  if (auto found = refbase::find_transaction(session, head.base_digest)) return *found;
  if (auto found = refbase::find_import_of(session, head.base_digest)) return *found;
  throw UnknownState(
      msg("{} was made from a state that {} does not know ({}): is it for another "
          "base? If you know the state, say --from",
          name, session.name(), head.base_edition));
}

/// Those of one contribution keep their numbers for one another.
void number_entries(std::vector<Entry>& entries, std::int64_t contribution) {
  for (auto& entry : entries) entry.number = contribution;
}

/// Entries of one contribution that go in together.
using Group = std::pair<std::int64_t, std::int64_t>;

Group group_of(const Entry& entry) { return {entry.number, entry.together}; }

/// What waits and is asked anew: whole groups, of contributions that are not newer.
void take_back(SqlSession& session, const std::vector<Entry>& earlier,
               const Integration& integration) {
  std::set<ThingName> asked;
  for (const auto& entry : integration.entries) asked.insert(name_of(entry));
  std::set<Group> kept;
  std::map<std::int64_t, std::string> made;
  for (const auto& entry : earlier) {
    if (!made.contains(entry.number))
      made[entry.number] = refbase::find_contribution(session, entry.number)->made;
    if (!asked.contains(name_of(entry)) || made[entry.number] > integration.contribution.made)
      kept.insert(group_of(entry));
  }
  for (auto entry : earlier) {
    if (kept.contains(group_of(entry))) continue;
    entry.status = EntryStatus::replaced;
    entry.decided = integration.transaction.number;
    refbase::settle(session, entry);
  }
}

/// What has been asked before is not asked twice: a question that waits is taken back for the new
/// one, and what an operator has rejected as a whole stays so while nothing of it has changed.
void heed_earlier(SqlSession& session, Integration& integration) {
  std::vector<Entry> waiting;
  std::map<ThingName, Entry> rejected;
  for (auto& entry : refbase::undone_entries_of(session, integration.contribution.organisation))
    if (entry.status == EntryStatus::waiting)
      waiting.push_back(entry);
    else
      rejected[name_of(entry)] = entry;
  take_back(session, waiting, integration);
  const auto before = [&](const Entry& entry) -> const Entry* {
    const auto found = rejected.find(name_of(entry));
    const bool same = found != rejected.end() && found->second.sent == entry.sent &&
                      found->second.values.reference == entry.values.reference;
    return same ? &found->second : nullptr;
  };
  std::set<std::int64_t> open;
  for (const auto& entry : integration.entries)
    if (entry.status == EntryStatus::waiting && before(entry) == nullptr)
      open.insert(entry.together);
  for (auto& entry : integration.entries) {
    if (entry.status != EntryStatus::waiting || open.contains(entry.together)) continue;
    const auto* earlier = before(entry);
    entry.status = EntryStatus::rejected;
    entry.decided = earlier->decided;
    entry.answer = earlier->answer;
    entry.reason = msg("an operator has rejected it before");
  }
}

Integration as_known(SqlSession& session, refbase::Contribution contribution) {
  Integration known;
  known.was_known = true;
  known.transaction = *refbase::find_transaction(session, contribution.number);
  known.entries = refbase::entries_of(session, contribution.number);
  known.reports = refbase::reports_of(session, contribution.number);
  known.contribution = std::move(contribution);
  return known;
}

}  // namespace

std::size_t Integration::count(EntryStatus status) const {
  return static_cast<std::size_t>(std::count_if(
      entries.begin(), entries.end(), [&](const Entry& entry) { return entry.status == status; }));
}

std::size_t Integration::waiting_reports() const {
  return static_cast<std::size_t>(
      std::count_if(reports.begin(), reports.end(),
                    [](const refbase::Report& report) { return report.decided == 0; }));
}

namespace {

Integration deposited(SqlSession& session, const IntegrateJob& job,
                      const io::Changeset& contribution) {
  Integration integration;
  integration.contribution.organisation = contribution.head.producer;
  integration.deposited =
      refbase::deposit(session, {contribution.head.theme, job.contribution.filename().string(),
                                 contribution.head.content_digest, bytes_of(job.contribution),
                                 things_of_contribution(contribution)});
  return integration;
}

bool opened_by_operator(SqlSession& session) {
  const SqlTransaction reading(session, Access::read);
  return refbase::is_operator(session);
}

/// A contribution may name a theme, and no file of whoever integrates it.
std::string named_theme(const io::ChangesetHead& head, const std::filesystem::path& file) {
  if (head.theme.find_first_of("/\\") != std::string::npos || head.theme.ends_with(".yaml"))
    throw InputError(
        msg("{} was made under a theme “{}”, which is no name", file.string(), head.theme));
  return head.theme;
}

/// The same things from the same organisation, from the same state and judged by the same rules.
std::string identity_of(const io::ChangesetHead& head, const Work& work,
                        const rules::Theme& theme) {
  return sha256(fmt::format("{}\n{}\n{}\n{}", head.content_digest, work.organisation,
                            work.from.digest, theme.digest));
}

/// What was tried without a right stays in the base's journal, though nothing else of it does.
void note_attempt(SqlSession& session, const IntegrateJob& job, const Work& work,
                  const std::string& reason) {
  SqlTransaction all(session, Access::write);
  session.run("INSERT INTO bdf_attempt VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
              {time_of_run(job.now), job.account, refbase::text_or_null(work.organisation),
               std::string("contribution"), Null{}, Null{}, Null{}, reason});
  all.commit();
}

}  // namespace

Integration integrate(const IntegrateJob& job) {
  const auto changeset = io::read_changeset(job.contribution);
  const auto& head = changeset.head;
  auto session = refbase::open_base(job.base);
  if (!opened_by_operator(*session)) return deposited(*session, job, changeset);
  session = refbase::open_base(job.base, Access::write);
  Work work;
  work.contribution = &changeset;
  work.organisation = job.organisation.empty() ? head.producer : job.organisation;
  work.confirm_deletions = job.confirm_deletions;
  work.threads = job.threads;
  work.name = job.contribution;
  work.theme_name = job.theme.empty() ? named_theme(head, job.contribution) : job.theme;
  {
    const SqlTransaction reading(*session, Access::read);
    work.from = origin_of(*session, head, job.from, job.contribution.string());
    work.digest = identity_of(head, work, theme_of_base(*session, work.theme_name));
    auto known = refbase::find_contribution(*session, work.digest);
    if (known && job.deposit == 0) return as_known(*session, std::move(*known));
  }
  Integration result;
  auto& transaction = result.transaction;
  transaction.kind = "integrate";
  transaction.time = time_of_run(job.now);
  transaction.organisation = work.organisation;
  transaction.territory = head.territory;
  transaction.message = job.message;
  transaction.input = job.contribution.filename().string();
  transaction.input_digest = head.content_digest;

  std::optional<Integration> other;
  try {
    merge_and_enter(
        *session, work, transaction,
        [&] {
          auto known = refbase::find_contribution(*session, work.digest);
          if (!known) return false;
          other = as_known(*session, std::move(*known));
          return true;
        },
        [&](Merged& merged) {
          if (const auto member =
                  rules::find_organisation(merged.theme.communities, work.organisation))
            transaction.community = member->community->name;
          enter_admitted(*session, work, merged, transaction);
          result.entries = std::move(merged.admission.entries);
          result.findings = std::move(merged.outputs.findings);
          number_entries(result.entries, transaction.number);
          result.contribution = {transaction.number, work.digest, work.organisation,
                                 work.from.number,   head.time,   merged.signer,
                                 job.account,        ""};
          if (result.count(EntryStatus::waiting) > 0)
            result.contribution.file = bytes_of(job.contribution);
          refbase::add_contribution(*session, result.contribution);
          heed_earlier(*session, result);
          refbase::add_entries(*session, result.entries);
          result.reports = enter_reports_of(*session, changeset, result.contribution);
          refbase::forget_settled_files(*session);
          if (job.deposit != 0) refbase::settle_deposit(*session, job.deposit, transaction.number);
        });
  } catch (const RightsError& refused) {
    note_attempt(*session, job, work, refused.what());
    throw;
  }
  return other ? std::move(*other) : std::move(result);
}

namespace {

/// Whatever is wrong with one, the base's own failures apart, is said of it alone.
IntegratedDeposit integrated(SqlSession& session, const refbase::Deposit& deposit,
                             IntegrateJob job) {
  IntegratedDeposit done;
  done.deposit = deposit.deposit;
  const Scratch scratch(temporary_name());
  const auto name = std::filesystem::path(deposit.name).filename();
  job.contribution = scratch.path() / (name.empty() ? "contribution.gpkg" : name.string());
  job.organisation = deposit.organisation;
  job.deposit = deposit.deposit;
  job.account = deposit.account;
  job.theme = deposit.theme;
  io::write_text(job.contribution, deposit.file);
  try {
    done.integration = integrate(job);
    if (!done.integration.was_known) return done;
  } catch (const InputError& error) {
    done.refusal = error.what();
  } catch (const std::exception& error) {
    // Where it is the base that has failed, what follows fails too, and the deposit goes on
    // waiting.
    done.refusal = error.what();
  }
  SqlTransaction all(session, Access::write);
  if (done.refusal.empty())
    refbase::settle_deposit(session, done.deposit, done.integration.transaction.number);
  else
    refbase::refuse_deposit(session, done.deposit, done.refusal);
  all.commit();
  return done;
}

}  // namespace

std::vector<IntegratedDeposit> integrate_deposits(const IntegrateJob& job) {
  const auto session = refbase::open_base(job.base, Access::write);
  std::vector<std::int64_t> waiting;
  {
    const SqlTransaction reading(*session, Access::read);
    waiting = refbase::waiting_deposits(*session);
  }
  std::vector<IntegratedDeposit> done;
  for (const auto number : waiting) {
    std::optional<refbase::Deposit> deposit;
    {
      const SqlTransaction reading(*session, Access::read);
      deposit = refbase::find_deposit(*session, number);
    }
    // Another may have taken it meanwhile.
    if (deposit) done.push_back(integrated(*session, *deposit, job));
  }
  return done;
}

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
    refbase::number_next(*session_, transaction);
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
    Work work;
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
    std::set<ThingName> accepted;
    for (const auto& entry : entries) {
      accepted.insert(name_of(entry));
      if (!entry.conflict.empty()) work.conflicts.insert(entry.conflict);
    }
    work.accepted = &accepted;
    merge_and_enter(
        *session_, work, transaction,
        [&] {
          require_still_waiting(entries);
          return false;
        },
        [&](Merged& merged) {
          enter_admitted(*session_, work, merged, transaction);
          update_accepted(entries, merged.admission.entries, job_.reason);
          record_decision(*session_, entries, transaction);
        });
    return transaction;
  }

  /// Somebody else may have decided meanwhile.
  void require_still_waiting(const std::vector<Entry>& entries) {
    std::vector<std::int64_t> numbers;
    for (const auto& entry : entries) numbers.push_back(entry.entry);
    require_waiting(refbase::waiting_entries(*session_), numbers);
  }

  /// As the one that took the contribution, but for who decides and when.
  Transaction transaction_about(std::int64_t number, const std::string& kind) {
    auto transaction = *refbase::find_transaction(*session_, number);
    transaction.kind = kind;
    transaction.organisation = job_.organisation;
    transaction.time = time_of_run(job_.now);
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
