// SPDX-License-Identifier: MIT
#include "nightly/deposited_layers.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "jobs/base_checkout.h"
#include "jobs/sync.h"
#include "jobs/validate.h"
#include "refbase/transaction.h"

namespace bdf::nightly {

namespace {

namespace fs = std::filesystem;
using refbase::Access;
using refbase::SqlSession;
using refbase::SqlTransaction;

void refuse_errors(const LayersWork& work) {
  const auto& manifest = work.data->manifest;
  jobs::ValidationJob job;
  job.schema = work.theme->schema;
  job.file = work.data->data;
  job.reading.crs = manifest.crs;
  job.reading.encoding = manifest.encoding;
  job.threads = work.run->threads;
  const auto validation = jobs::validate(job, *work.theme);
  std::size_t errors = 0;
  const ValidationFinding* first = nullptr;
  for (const auto& finding : validation.findings)
    if (finding.level == Level::error) {
      if (first == nullptr) first = &finding;
      errors += finding.flaws;
    }
  if (first != nullptr)
    throw InputError(msgn("{} error in the data, and the plan takes none: {}, {}: {}",
                          "{} errors in the data, and the plan takes none: {}, {}: {}", errors,
                          first->layer, first->feature, first->message));
}

rules::Setting setting_of(const rules::Theme& theme, const std::string& territory) {
  const auto* found = rules::find_territory(theme.territories, territory);
  if (found == nullptr) return {};
  return {found->code, rules::spelling_of(theme.territories, territory), ""};
}

/// Layers are judged by one territory's rules.
void require_one_set_of_rules(const LayersWork& work) {
  const auto& territories = work.data->manifest.territories;
  if (territories.empty()) return;
  const auto& first = territories.front();
  for (const auto& other : territories)
    if (!rules::are_ruled_alike(*work.theme, setting_of(*work.theme, first),
                                setting_of(*work.theme, other)))
      throw InputError(
          msg("territory: the theme “{}” has other rules for {} than for {}: deposit "
              "the layers of each territory on their own",
              work.theme->name, first, other));
}

/// Nothing that the night itself has done: that would hang on what runs beside what.
std::string state_of_ancestor(const LayersWork& work, SqlSession& session) {
  const auto& named = work.data->manifest.ancestor;
  const auto start = work.night->start;
  const SqlTransaction reading(session, Access::read);
  const auto number = refbase::transaction_named(session, named).number;
  const bool is_instant = named.find(':') != std::string::npos;
  if (number > start && !is_instant)
    throw InputError(msg("ancestor: {} is later than the beginning of the night", named));
  return fmt::format("{}", std::min(number, start));
}

std::string ancestor(const LayersWork& work, SqlSession& session) {
  const auto& territories = work.data->manifest.territories;
  jobs::BaseCheckoutJob job;
  job.base = work.run->plan->base;
  job.at = state_of_ancestor(work, session);
  if (territories.size() == 1) job.extraction.territory = territories.front();
  job.out = work.scratch / "ancestor.gpkg";
  job.now = work.night->began;
  static_cast<void>(jobs::check_out(job));
  return job.out.string();
}

}  // namespace

fs::path contribution_of_layers(const LayersWork& work, SqlSession& session) {
  const auto& plan = *work.run->plan;
  const auto& manifest = work.data->manifest;
  require_one_set_of_rules(work);
  if (plan.policies.refuses_validation_errors) {
    work.begin_stage("validate");
    refuse_errors(work);
  }
  work.begin_stage("sync");
  jobs::SyncJob job;
  job.theme = work.theme_file;
  job.base = plan.base;
  job.base_at = fmt::format("{}", work.night->start);
  job.local = work.data->data;
  job.producer = manifest.producer;
  job.key = manifest.key;
  job.extent = manifest.extent;
  job.source.crs = manifest.crs;
  job.source.encoding = manifest.encoding;
  if (!manifest.territories.empty()) job.territory = manifest.territories.front();
  job.confirm_deletions = confirms_deletions(plan, *work.data);
  if (!manifest.ancestor.empty()) job.ancestor = ancestor(work, session);
  job.out = folder_of_returns(plan, *work.job);
  job.overwrite = true;
  job.threads = work.run->threads;
  job.now = work.night->began;
  fs::create_directories(job.out.parent_path());
  jobs::sync(job);
  return job.out / "contribution.gpkg";
}

bool confirms_deletions(const rules::NightPlan& plan, const DepositedData& data) {
  return data.manifest.confirm_deletions && plan.policies.heeds_confirmations;
}

}  // namespace bdf::nightly
