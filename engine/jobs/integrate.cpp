// SPDX-License-Identifier: MIT
#include "jobs/integrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "geometry/wkb.h"
#include "io/change_rows.h"
#include "jobs/adopt.h"
#include "jobs/earlier_entries.h"
#include "jobs/merge_contribution.h"
#include "jobs/reports.h"
#include "refbase/base.h"
#include "refbase/history.h"
#include "refbase/server_rights.h"

namespace bdf::jobs {

namespace {

using refbase::Access;
using refbase::Entry;
using refbase::EntryStatus;
using refbase::SqlSession;
using refbase::SqlTransaction;
using refbase::Transaction;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// By the digest of a transaction, or by what was imported as one.
Transaction origin_of(SqlSession& session, const io::ChangesetHead& head, const std::string& from,
                      const std::string& name) {
  if (!from.empty()) return refbase::transaction_named(session, from);
  if (auto found = refbase::find_transaction(session, head.base_digest)) return *found;
  if (auto found = refbase::find_import_of(session, head.base_digest)) return *found;
  throw InputError(
      msg("{} was made from a state that {} does not know ({}): is it for another "
          "base? If you know the state, say --from",
          name, session.name(), head.base_edition));
}

/// Those of one contribution keep their numbers for one another.
void number_entries(std::vector<Entry>& entries, std::int64_t contribution) {
  for (auto& entry : entries) entry.number = contribution;
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
std::string identity_of(const io::ChangesetHead& head, const ContributionWork& work,
                        const rules::Theme& theme) {
  return sha256(fmt::format("{}\n{}\n{}\n{}", head.content_digest, work.organisation,
                            work.from.digest, theme.digest));
}

/// No map of the Earth has a coordinate beyond that, in metres, feet or degrees.
constexpr double farthest = 1e9;

/// A vertex beyond the Earth would make every box and distance that it enters meaningless.
void require_on_earth(const io::Changeset& contribution, const std::filesystem::path& file) {
  for (const auto& layer : contribution.layers)
    for (const auto& change : layer.changes) {
      const auto geometry = io::TargetRow::geometry_after(change);
      const auto* wkb = std::get_if<BlobView>(&geometry);
      const auto box = wkb == nullptr ? std::nullopt : geometry::box_of_wkb(wkb->bytes);
      if (box && std::max({-box->min_x, -box->min_y, box->max_x, box->max_y}) > farthest)
        throw InputError(
            msg("{}, layer {}, feature {}: the geometry has a vertex that lies nowhere "
                "on Earth: correct it, and make the contribution anew",
                file.string(), layer.target.layer, change.id));
    }
}

ContributionWork work_for(SqlSession& session, const IntegrateJob& job,
                          const io::Changeset& contribution) {
  const auto& head = contribution.head;
  require_on_earth(contribution, job.contribution);
  ContributionWork work;
  work.contribution = &contribution;
  work.organisation = job.organisation.empty() ? head.producer : job.organisation;
  work.confirm_deletions = job.confirm_deletions;
  work.territories = job.territories;
  work.signer = job.signer;
  work.threads = job.threads;
  work.now = job.now;
  work.name = job.contribution;
  work.theme_name = job.theme.empty() ? named_theme(head, job.contribution) : job.theme;
  const SqlTransaction reading(session, Access::read);
  work.from = origin_of(session, head, job.from, job.contribution.string());
  const auto theme = theme_of_base(session, work.theme_name);
  if (const auto member = rules::find_organisation(theme.communities, work.organisation))
    work.organisation = member->organisation->name;
  work.organisation = refbase::organisation_as_known(session, work.organisation);
  work.digest = identity_of(head, work, theme);
  return work;
}

Transaction transaction_for(const IntegrateJob& job, const io::ChangesetHead& head,
                            const std::string& organisation) {
  Transaction transaction;
  transaction.kind = "integrate";
  transaction.organisation = organisation;
  transaction.territory = head.territory;
  transaction.message = job.message;
  transaction.input = job.contribution.filename().string();
  transaction.input_digest = head.content_digest;
  return transaction;
}

struct Taken {
  const IntegrateJob* job;
  const ContributionWork* work;
};

/// Within the transaction that takes it: what went in, what became of each thing, what it says that
/// is no edit.
void take(SqlSession& session, const Taken& taken, MergedContribution& merged,
          Integration& result) {
  const auto& [job, work] = taken;
  const auto& head = work->contribution->head;
  auto& transaction = result.transaction;
  if (const auto member = rules::find_organisation(merged.theme.communities, work->organisation))
    transaction.community = member->community->name;
  enter_admitted(session, *work, merged, transaction);
  result.entries = std::move(merged.admission.entries);
  result.findings = std::move(merged.outputs.findings);
  number_entries(result.entries, transaction.number);
  result.contribution = {transaction.number, work->digest,  work->organisation, work->from.number,
                         head.time,          merged.signer, job->account,       ""};
  if (result.count(EntryStatus::waiting) > 0)
    result.contribution.file = bytes_of(job->contribution);
  refbase::add_contribution(session, result.contribution);
  heed_earlier(session, result.contribution, result.entries);
  refbase::add_entries(session, result.entries);
  result.reports = enter_reports_of(session, *work->contribution, result.contribution);
  refbase::forget_settled_files(session);
  if (job->deposit != 0) refbase::settle_deposit(session, job->deposit, transaction.number);
}

/// What was tried without a right stays in the base's journal, though nothing else of it does.
void note_attempt(SqlSession& session, const IntegrateJob& job, const ContributionWork& work,
                  const std::string& reason) {
  SqlTransaction all(session, Access::write);
  session.run("INSERT INTO bdf_attempt VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
              {time_of_run(job.now), job.account, refbase::text_or_null(work.organisation),
               std::string("contribution"), Null{}, Null{}, Null{}, reason});
  all.commit();
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

Integration integrate(const IntegrateJob& job, const Integrating& also) {
  const auto changeset = io::read_changeset(job.contribution);
  auto session = refbase::open_base(job.base);
  if (!opened_by_operator(*session)) return deposited(*session, job, changeset);
  session = refbase::open_base(job.base, Access::write);
  const auto work = work_for(*session, job, changeset);
  std::optional<Integration> known;
  const auto is_moot = [&] {
    if (also.is_moot && also.is_moot(*session))
      known = Integration{};
    else if (auto found = refbase::find_contribution(*session, work.digest))
      known = as_known(*session, std::move(*found));
    return known.has_value();
  };
  {
    const SqlTransaction reading(*session, Access::read);
    if (is_moot()) return std::move(*known);
  }
  Integration result;
  result.transaction = transaction_for(job, changeset.head, work.organisation);
  const Entering entering{also.before_entering, is_moot, [&](MergedContribution& merged) {
                            take(*session, {&job, &work}, merged, result);
                            if (also.within) also.within(*session, result);
                          }};
  try {
    merge_and_enter(*session, work, result.transaction, entering);
  } catch (const RightsError& refused) {
    note_attempt(*session, job, work, refused.what());
    throw;
  }
  return known ? std::move(*known) : std::move(result);
}

}  // namespace bdf::jobs
