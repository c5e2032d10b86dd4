// SPDX-License-Identifier: MIT
#include "jobs/sync_outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/message.h"
#include "io/changeset.h"
#include "io/resolutions_file.h"
#include "io/sync_tables.h"
#include "jobs/decided_geometries.h"
#include "jobs/part_stretches.h"
#include "jobs/restored_keys.h"
#include "jobs/styles.h"

namespace bdf::jobs {

namespace {

template <class T>
void append(std::vector<T>& target, const std::vector<T>& source) {
  target.insert(target.end(), source.begin(), source.end());
}

/// One list from all layers.
template <class Part>
auto from_layers(const SyncOutputs& outputs, Part part) {
  std::decay_t<decltype(part(*outputs.layers.front()))> all;
  for (const auto& layer : outputs.layers) append(all, part(*layer));
  return all;
}

std::vector<Conflict> open_conflicts(const SyncOutputs& outputs) {
  auto open = from_layers(outputs, [](const LayerRun& run) { return run.result.conflicts; });
  append(open, outputs.conflicts_left_out);
  return open;
}

/// As people look at them and draw in them: in local's own system.
std::vector<Conflict> open_conflicts_in_place(const SyncOutputs& outputs) {
  auto open = from_layers(outputs, [](const LayerRun& run) {
    return in_local_system(run.result.conflicts, run.crs.ways.local);
  });
  append(open, outputs.conflicts_left_out);
  return open;
}

std::vector<Conflict> proposals(const SyncOutputs& outputs) {
  auto waiting = from_layers(outputs, [](const LayerRun& run) { return run.result.proposals; });
  append(waiting, outputs.proposals_left_out);
  return waiting;
}

report::TermsByLayer terms_of(const SyncOutputs& outputs) {
  report::TermsByLayer terms;
  for (const auto& layer : outputs.layers) terms[layer->name] = {layer->layout, layer->rules};
  return terms;
}

std::string extent_text(const std::optional<Box>& extent) {
  if (!extent) return {};
  return fmt::format("{},{},{},{}", extent->min_x, extent->min_y, extent->max_x, extent->max_y);
}

std::string edition_of(const std::optional<Input>& input) {
  if (!input) return {};
  if (!input->edition.empty()) return input->edition;
  return std::filesystem::path(io::parse_source(input->name).path).filename().string();
}

io::SyncStamp stamp_of(const SyncOutputs& outputs) {
  io::SyncStamp stamp;
  stamp.producer = outputs.producer;
  stamp.theme = outputs.theme.name;
  stamp.theme_version = outputs.theme.version;
  stamp.theme_digest = outputs.theme.digest;
  stamp.ancestor_edition = edition_of(outputs.inputs.ancestor);
  stamp.ancestor_digest = outputs.digests.ancestor;
  stamp.reference_edition = edition_of(outputs.inputs.reference);
  stamp.reference_digest = outputs.digests.reference;
  stamp.extent = extent_text(outputs.extent);
  stamp.selection = outputs.selection;
  stamp.time = outputs.time;
  return stamp;
}

/// Which state of the base these layers have by now; the others stay where they were.
void write_origins_of(const SyncOutputs& outputs, io::Database& database) {
  const auto& reference = *outputs.inputs.reference;
  if (reference.edition.empty() && io::read_origins(database).empty()) return;
  std::map<std::string, io::Origin> origins;
  for (const auto& layer : outputs.layers)
    origins[layer->schemas.local->layer] = {edition_of(reference), outputs.digests.reference};
  io::write_origins(database, origins);
  if (!outputs.held.empty()) io::write_held(database, outputs.held);
}

/// Insertions learn their fids when they are written: the ledger then says what came out.
void note_inserted_fids(LayerRun& run, const std::vector<std::int64_t>& fids) {
  auto& ledger = run.result.ledger;
  for (std::size_t i = 0; i < fids.size(); ++i) {
    auto& change = run.result.update.changes[i];
    if (change.op == Op::update || change.op == Op::remove) continue;
    change.fid = fids[i];
    const auto entry = std::lower_bound(
        ledger.begin(), ledger.end(), change.cluster,
        [](const LedgerEntry& one, std::int64_t cluster) { return one.cluster < cluster; });
    entry->out_fids.push_back(fids[i]);
    std::sort(entry->out_fids.begin(), entry->out_fids.end());
  }
}

void report_dropped(const std::vector<std::string>& dropped, std::vector<Finding>& findings) {
  for (const auto& name : dropped)
    findings.push_back(
        {Level::warning, "dropped_from_merged", "local", "", "",
         msg("“{}” is a view or trigger that could run by itself: merged.gpkg does not have it",
             name)});
}

io::ChangesetHead head_of(const SyncOutputs& outputs, Side target) {
  io::ChangesetHead head;
  head.theme = outputs.theme.name;
  head.theme_version = outputs.theme.version;
  head.theme_digest = outputs.theme.digest;
  head.base_edition = edition_of(outputs.inputs[target]);
  head.base_digest = outputs.digests[target];
  head.producer = outputs.producer;
  head.territory = outputs.territory;
  head.extent = extent_text(outputs.extent);
  head.time = outputs.time;
  return head;
}

std::map<std::string, std::size_t> operations(const LayerChanges& changes) {
  std::map<std::string, std::size_t> counts;
  for (const auto& change : changes.changes) ++counts[std::string(name_of(change.op))];
  return counts;
}

report::LayerSummary summary_of(const LayerRun& run) {
  report::LayerSummary summary;
  summary.name = run.name;
  const auto& crs = run.schemas.local->crs;
  summary.crs = crs.organization + ":" + std::to_string(crs.code);
  summary.features = run.row_counts;
  for (const auto& entry : run.result.ledger) {
    ++summary.outcomes[entry.outcome];
    summary.merged_features += entry.out_fids.size();
  }
  const auto restored = run.restored.fids.size();
  const bool are_written = are_keys_written(run);
  if (restored > 0) {
    summary.outcomes[are_written ? Outcome::updated_from_reference : Outcome::unchanged] +=
        restored;
    summary.merged_features += restored;
  }
  for (const auto& unchanged : run.unchanged) {
    summary.outcomes[Outcome::unchanged] += static_cast<std::size_t>(unchanged.count);
    summary.merged_features += static_cast<std::size_t>(unchanged.count);
  }
  for (const auto& conflict : run.result.conflicts) ++summary.conflicts[conflict.kind];
  summary.update = operations(run.result.update);
  if (are_written) summary.update[std::string(name_of(Op::update))] += restored;
  summary.contribution = operations(run.result.contribution);
  return summary;
}

bool has_changed_signalements(const SyncOutputs& outputs) {
  return outputs.signalements && !outputs.signalements->changes.changes.empty();
}

}  // namespace

void write_merged_layers(SyncOutputs& outputs, io::OutputFolder& out) {
  auto database = io::Database::open_output(out.file("merged.gpkg"));
  report_dropped(io::drop_unknown_triggers_and_views(database), outputs.findings);
  for (auto& layer : outputs.layers) {
    const auto fids =
        io::apply_changes(database, layer->result.update, layer->new_columns, outputs.time,
                          [&](const auto& show) { show_key_changes(*layer, show); });
    note_inserted_fids(*layer, fids);
    if (outputs.inputs.local->source.staged)
      io::create_spatial_index(database, *layer->schemas.local);
  }
  if (has_changed_signalements(outputs))
    io::apply_changes(database, outputs.signalements->changes, {}, outputs.time);
}

void write_merged_tables(const SyncOutputs& outputs, const io::OutputFolder& out) {
  auto database = io::Database::open_output(out.file("merged.gpkg"));
  io::write_stamp(database, stamp_of(outputs));
  write_origins_of(outputs, database);
  std::vector<io::LayerLedger> ledgers;
  for (const auto& layer : outputs.layers)
    ledgers.push_back({layer->result.ledger, layer->unchanged,
                       [&run = *layer](const auto& show) { show_restored_entries(run, show); }});
  io::write_ledger(database, ledgers);
  auto pending = open_conflicts(outputs);
  append(pending, proposals(outputs));
  io::write_pending(database, pending);
  io::write_answers(database, outputs.answers);
  const auto stretches = stretches_to_keep(outputs.stretches, outputs.layers);
  io::write_lineage(database, stretches.parts);
  io::write_intervals(database, stretches.intervals);
  io::add_resolutions(
      database, from_layers(outputs, [](const LayerRun& run) { return run.result.resolved; }));
  style_merged(database, outputs.time);
}

void write_update(const SyncOutputs& outputs, const io::OutputFolder& out) {
  std::vector<io::ChangesToWrite> layers;
  for (const auto& layer : outputs.layers)
    layers.push_back({&layer->result.update,
                      [&run = *layer](const auto& show) { show_whole_key_changes(run, show); }});
  if (has_changed_signalements(outputs)) layers.push_back({&outputs.signalements->changes, {}});
  write_styled_changeset(out.file("update.gpkg"), head_of(outputs, Side::local), layers);
}

void write_contribution(const SyncOutputs& outputs, const io::OutputFolder& out) {
  std::vector<io::ChangesToWrite> layers;
  for (const auto& layer : outputs.layers) layers.push_back({&layer->result.contribution, {}});
  const auto signalements = outputs.signalements
                                ? in_reference_system(outputs.signalements->sent, outputs.layers)
                                : Signalements{};
  write_styled_changeset(out.file("contribution.gpkg"), head_of(outputs, Side::reference), layers,
                         signalements);
}

void write_conflicts(const SyncOutputs& outputs, const io::OutputFolder& out) {
  auto database = io::Database::open_output(out.file("conflicts.gpkg"));
  io::write_conflicts(database, open_conflicts_in_place(outputs),
                      outputs.layers.front()->schemas.local->crs, outputs.time);
  style_conflicts(database, terms_of(outputs), outputs.time);
}

void write_resolutions(const SyncOutputs& outputs, const io::OutputFolder& out) {
  const auto closed = from_layers(outputs, [](const LayerRun& run) { return run.result.resolved; });
  io::write_text(out.file(resolutions_name),
                 io::resolutions_as_json(to_write(outputs.decisions, closed)));
}

report::Summary summarise(const SyncOutputs& outputs) {
  report::Summary summary;
  summary.theme = outputs.theme.name;
  summary.theme_version = outputs.theme.version;
  summary.theme_digest = outputs.theme.digest;
  summary.producer = outputs.producer;
  summary.time = outputs.time;
  for (const auto side : all_sides)
    if (outputs.inputs[side])
      summary.inputs[side] = report::InputSummary{
          outputs.inputs[side]->name, edition_of(outputs.inputs[side]), outputs.digests[side]};
  summary.findings = outputs.findings;
  summary.open_conflicts = outputs.conflicts_left_out.size();
  if (outputs.signalements) {
    summary.signalements = outputs.signalements->sent.all.size();
    summary.answered_signalements = outputs.signalements->answered;
  }
  for (const auto& layer : outputs.layers) {
    summary.layers.push_back(summary_of(*layer));
    summary.open_conflicts += layer->result.conflicts.size();
    summary.proposals += layer->result.proposals.size();
    summary.resolved_conflicts += static_cast<std::size_t>(
        std::count_if(layer->result.resolved.begin(), layer->result.resolved.end(),
                      [](const auto& one) { return one.kind != ConflictKind::proposal; }));
    append(summary.findings, layer->findings);
  }
  return summary;
}

void write_reports(const SyncOutputs& outputs, const report::Summary& summary,
                   const report::RunFacts& facts, io::OutputFolder& out) {
  io::write_text(out.file("summary.json"), report::summary_as_json(summary));
  io::write_text(out.file("run.json"), report::run_as_json(facts));
  io::write_text(out.file("report.html"),
                 report::summary_as_html(
                     summary, {open_conflicts(outputs), proposals(outputs), terms_of(outputs)}));
}

}  // namespace bdf::jobs
