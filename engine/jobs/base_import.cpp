// SPDX-License-Identifier: MIT
#include "jobs/base_import.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "jobs/import_delta.h"
#include "jobs/import_plan.h"
#include "jobs/inputs.h"
#include "jobs/scratch.h"
#include "refbase/base.h"
#include "refbase/server_rights.h"

namespace bdf::jobs {

namespace {

/// The theme's guard, which holds where most of a layer would go: a file that is but a part of it.
void guard(const ImportPlan& plan, const ImportDelta& delta, const BaseImportJob& job) {
  const auto removed = delta.removed.size();
  const auto before = removed + delta.changed.size() + static_cast<std::size_t>(delta.unchanged);
  if (job.confirm_deletions || removed <= plan.rules.guard_count ||
      static_cast<double>(removed) <= plan.rules.guard_share * static_cast<double>(before))
    return;
  throw InputError(
      msg("{}, layer “{}”: {} of {} objects of the base are not in it. If the file is "
          "a whole edition, say so with --confirm-deletions; if it holds only what has "
          "changed, with --differential",
          job.input, plan.layer.schema.layer, removed, before));
}

refbase::Transaction transaction_for(const BaseImportJob& job, const rules::Theme& theme,
                                     const Input& input) {
  refbase::Transaction transaction;
  transaction.kind = "import";
  transaction.organisation = job.organisation;
  transaction.community = job.community;
  transaction.theme = theme.name;
  transaction.theme_version = theme.version;
  transaction.theme_digest = theme.digest;
  transaction.territory = job.territory;
  transaction.message = job.message;
  transaction.input = std::filesystem::path(io::without_password(job.input)).filename().string();
  transaction.input_digest = digest_of(input);
  return transaction;
}

/// Those of the base, where the input is of one of them.
std::optional<Territories> territories_for(const BaseImportJob& job, refbase::SqlSession& session,
                                           const std::vector<refbase::BaseLayer>& layers,
                                           std::int64_t transaction) {
  if (job.territory.empty()) return std::nullopt;
  std::optional<Territories> territories(std::in_place, session, layers, transaction);
  if (territories->find(job.territory) == nullptr)
    throw UsageError(msg("{} knows no territory “{}” then", session.name(), job.territory));
  return territories;
}

/// Enters the layer. The plan becomes that of the layer as the base has it.
ImportedLayer enter_layer(refbase::SqlSession& session, ImportPlan& plan, const ImportDelta& delta,
                          const refbase::Transaction& transaction) {
  ImportedLayer done;
  if (plan.is_new) {
    plan.layer.since = transaction.number;
    plan.layer = refbase::create_layer(session, plan.layer);
    plan.incoming.target = plan.layer.schema;
  } else {
    done.count.detail = change_columns(session, plan, transaction.number);
  }
  enter_delta(session, plan, delta, transaction);
  done.count.layer = plan.layer.schema.layer;
  done.count.added = std::ssize(delta.added);
  done.count.changed = std::ssize(delta.changed);
  done.count.removed = std::ssize(delta.removed);
  done.unchanged = delta.unchanged;
  done.succeeded = std::ssize(delta.successions);
  return done;
}

}  // namespace

ImportResult import_into_base(const BaseImportJob& job) {
  const Scratch scratch(temporary_name());
  const auto theme = rules::load_theme(job.theme);
  rules::require_community(theme, job.community);
  const auto session = refbase::open_base(job.base, refbase::Access::write);
  auto input = open_input(job.input, job.source, scratch.path(), "edition");
  take_signalement_layer(input);
  ImportResult result;
  result.transaction = transaction_for(job, theme, input);
  result.findings = input.source.findings;

  refbase::SqlTransaction all(*session, refbase::Access::write);
  refbase::number_next(*session, result.transaction, job.now);
  if (!job.edition.empty()) refbase::require_free(*session, job.edition);
  const auto layers = refbase::layers_at(*session, result.transaction.parent);
  auto plans = plan_import(job, input, theme, layers, result.findings);
  // Tables that change their columns cannot be read meanwhile as they were.
  if (std::any_of(plans.begin(), plans.end(),
                  [](const ImportPlan& plan) { return plan.changes_columns(); }))
    session->keep_readers_out();
  const auto territories = territories_for(job, *session, layers, result.transaction.parent);
  const Coverage coverage{job.differential, territories ? &*territories : nullptr,
                          refbase::id_typed(job.territory)};
  for (auto& plan : plans) {
    if (territories) require_crs_of_territories(layers, plan.layer.schema);
    const auto delta = compare_with_base(*session, plan, coverage, job.threads);
    guard(plan, delta, job);
    if (plan.is_new || !delta.empty() || plan.changes_columns()) {
      result.changed = true;
      result.layers.push_back(enter_layer(*session, plan, delta, result.transaction));
      result.transaction.layers.push_back(result.layers.back().count);
    } else {
      result.layers.push_back({{plan.layer.schema.layer, 0, 0, 0, ""}, delta.unchanged});
    }
  }
  if (result.changed)
    refbase::record(*session, result.transaction);
  else
    result.transaction = refbase::head_of(*session);
  if (result.changed) refbase::renew_rights(*session);
  const refbase::Edition edition{job.edition, result.transaction.number};
  if (!job.edition.empty()) refbase::name_edition(*session, edition);
  all.commit(job.edition.empty() ? refbase::was_recorded(result.transaction)
                                 : refbase::was_named(edition));
  return result;
}

}  // namespace bdf::jobs
