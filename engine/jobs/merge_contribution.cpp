// SPDX-License-Identifier: MIT
#include "jobs/merge_contribution.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "base/error.h"
#include "base/message.h"
#include "jobs/adopt.h"
#include "jobs/compare_layers.h"
#include "jobs/contribution_signer.h"
#include "jobs/enter_changes.h"
#include "jobs/integration_guard.h"
#include "jobs/layer_merge.h"
#include "jobs/layers_together.h"
#include "jobs/scratch.h"
#include "refbase/contributions.h"
#include "refbase/history.h"
#include "rules/integration.h"

namespace bdf::jobs {

namespace {

using refbase::Access;
using refbase::SqlSession;
using refbase::SqlTransaction;
using refbase::Transaction;

/// So many times a merge is made beside others'; the next one keeps them waiting.
constexpr int most_side_by_side = 3;

std::map<std::string, std::vector<std::string>> columns_by_layer(
    const std::vector<refbase::BaseLayer>& layers, const rules::Theme& theme) {
  std::map<std::string, std::vector<std::string>> columns;
  for (const auto& layer : layers)
    if (const auto* named = theme.find_layer(layer.schema.layer))
      for (const auto& column : layer.schema.columns) columns[named->name].push_back(column.name);
  return columns;
}

merge::Memory memory_of(const ContributionWork& work) {
  merge::Memory memory;
  Resolution for_producer;
  for_producer.side = Side::local;
  for (const auto& conflict : work.conflicts) memory.resolutions[conflict] = for_producer;
  return memory;
}

void merge_sides(const ContributionWork& work, SyncOutputs& outputs) {
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

void require_theme(const ContributionWork& work, const rules::Theme& theme) {
  const auto& named = work.contribution->head.theme;
  if (!named.empty() && named != theme.name)
    throw InputError(
        msg("{} was made under the theme “{}”, not “{}”", work.name.string(), named, theme.name));
}

/// Within a transaction that sees one state of the base.
std::unique_ptr<MergedContribution> merged_with_base(SqlSession& session,
                                                     const ContributionWork& work,
                                                     const std::filesystem::path& scratch) {
  auto merged = std::make_unique<MergedContribution>();
  merged->now = refbase::head_of(session);
  merged->theme = theme_of_base(session, work.theme_name);
  require_theme(work, merged->theme);
  merged->signer = work.signer;
  if (work.accepted == nullptr && work.signer.empty())
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
                    work.accepted != nullptr, &work.territories};
  AdmissionRequest request{work.contribution, {}, &judge, work.accepted};
  for (const auto& run : outputs.layers) request.runs.push_back(run.get());
  merged->admission = admit(request);
  if (!work.confirm_deletions)
    guard_base(session, {request.runs, &merged->admission.changes,
                         territories ? &*territories : nullptr, territories_of(judge)});
  return merged;
}

/// Whether what was merged still holds for the base as it is.
bool is_still_so(SqlSession& session, const MergedContribution& merged, const Transaction& head) {
  if (head.number == merged.now.number) return true;
  const auto since = static_cast<std::size_t>(head.number - merged.now.number);
  for (const auto& transaction : refbase::transactions_of(session, since)) {
    if (transaction.kind == "adopt") return false;
    for (const auto& layer : transaction.layers)
      if (!layer.detail.empty() || same_name(layer.layer, territory_layer)) return false;
  }
  return !was_touched(session, merged.looked_at, merged.now, head);
}

}  // namespace

void merge_and_enter(SqlSession& session, const ContributionWork& work, Transaction& transaction,
                     const Entering& entering) {
  for (int attempt = 1;; ++attempt) {
    const Scratch scratch(temporary_name());
    std::unique_ptr<MergedContribution> merged;
    if (attempt <= most_side_by_side) {
      const SqlTransaction reading(session, Access::read);
      merged = merged_with_base(session, work, scratch.path());
    }
    if (entering.before) entering.before();
    SqlTransaction all(session, Access::write);
    if (entering.is_moot()) return;
    if (!merged)
      merged = merged_with_base(session, work, scratch.path());
    else if (!is_still_so(session, *merged, refbase::head_of(session)))
      continue;
    refbase::number_next(session, transaction, work.now);
    entering.enter(*merged);
    all.commit(refbase::was_recorded(transaction));
    return;
  }
}

void enter_admitted(SqlSession& session, const ContributionWork& work,
                    const MergedContribution& merged, Transaction& transaction) {
  transaction.theme = merged.theme.name;
  transaction.theme_version = merged.theme.version;
  transaction.theme_digest = merged.theme.digest;
  for (const auto& [layer, ids] :
       enter_changes(session, merged.admission.changes, merged.theme, transaction))
    refbase::add_given(session, {work.organisation, layer}, ids, transaction.number);
  refbase::record(session, transaction);
}

}  // namespace bdf::jobs
