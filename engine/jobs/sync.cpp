// SPDX-License-Identifier: MIT
#include "jobs/sync.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <memory>
#include <set>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "base/parallel.h"
#include "io/input_watch.h"
#include "io/output_folder.h"
#include "io/sync_tables.h"
#include "jobs/base_inputs.h"
#include "jobs/compare_layers.h"
#include "jobs/deletion_guard.h"
#include "jobs/derive_doubles.h"
#include "jobs/join_stretches.h"
#include "jobs/laws.h"
#include "jobs/layer_merge.h"
#include "jobs/layer_sync.h"
#include "jobs/layers_together.h"
#include "jobs/memory.h"
#include "jobs/run_record.h"
#include "jobs/stages.h"
#include "jobs/sync_outputs.h"
#include "jobs/uids.h"

namespace bdf::jobs {

namespace {

using Digests = ThreeWay<std::future<std::string>>;

std::optional<io::SyncStamp> stamp_of(const Input& local) {
  auto database = io::Database::open_input(local.path);
  return io::read_stamp(database);
}

void add_from_base(const SyncJob& job, const std::filesystem::path& staging, SyncOutputs& outputs) {
  auto& inputs = outputs.inputs;
  BaseRequest request;
  request.base = job.base;
  request.at = job.base_at;
  request.local = &*inputs.local;
  request.producer = job.producer;
  request.ancestor = inputs.ancestor ? &*inputs.ancestor : nullptr;
  request.theme = &outputs.theme;
  auto taken = inputs_from_base(request, staging, outputs.findings);
  if (taken.ancestor) inputs.ancestor = std::move(taken.ancestor);
  inputs.reference = std::move(taken.reference);
  outputs.key = std::move(taken.key);
  outputs.selection = std::move(taken.selection);
  outputs.held = std::move(taken.held);
  outputs.given_answers = std::move(taken.answers);
}

void open_inputs(const SyncJob& job, io::OutputFolder& out, SyncOutputs& outputs) {
  auto& inputs = outputs.inputs;
  const auto staging = out.staging();
  if (job.ancestor) inputs.ancestor = open_input(*job.ancestor, job.source, staging, "ancestor");
  inputs.local = open_input(job.local, job.source, staging, "local");
  const auto signalements = take_signalement_layer(*inputs.local);
  if (job.base.empty())
    inputs.reference = open_input(job.reference, job.source, staging, "reference");
  else
    add_from_base(job, staging, outputs);
  // Those of others stay where they are.
  for (const auto side : {Side::ancestor, Side::reference})
    if (inputs[side]) take_signalement_layer(*inputs[side]);
  if (signalements)
    outputs.signalements = run_signalements(*inputs.local, *signalements,
                                            {job.producer, job.answers}, outputs.findings);
}

void refuse_inputs_in(const SyncJob& job) {
  for (const auto& name : {job.ancestor.value_or(""), job.local, job.reference}) {
    if (name.empty()) continue;
    std::error_code ignored;
    const auto resolved = [&](const std::filesystem::path& path) {
      return std::filesystem::weakly_canonical(std::filesystem::absolute(path), ignored);
    };
    const auto path = resolved(io::parse_source(name).path);
    const auto out = resolved(job.out);
    const auto relative = path.lexically_relative(out);
    if (!relative.empty() && *relative.begin() != "..")
      throw UsageError(
          msg("{} lies in the output folder {}, which would be replaced: choose "
              "another folder with --out",
              name, job.out.string()));
  }
}

ThreeWay<std::string> collected(Digests& digests) {
  ThreeWay<std::string> texts;
  for (const auto side : all_sides)
    if (digests[side].valid()) texts[side] = digests[side].get();
  return texts;
}

Digests begin_digests(const ThreeWay<std::optional<Input>>& inputs) {
  Digests digests;
  for (const auto side : all_sides)
    if (inputs[side])
      digests[side] =
          std::async(std::launch::async, [input = *inputs[side]] { return digest_of(input); });
  return digests;
}

/// What goes to the reference and what is left open is written beside what stays. The ledger and
/// the update say by which fids merged has what it has gained.
void write_results(SyncOutputs& outputs, io::OutputFolder& out) {
  auto beside = std::async(std::launch::async, [&] {
    write_contribution(outputs, out);
    write_conflicts(outputs, out);
    write_resolutions(outputs, out);
  });
  write_merged_layers(outputs, out);
  auto update = std::async(std::launch::async, [&] { write_update(outputs, out); });
  write_merged_tables(outputs, out);
  update.get();
  beside.get();
}

/// A run whose inputs were written meanwhile has read two states of them.
std::vector<io::InputWatch> watch(const ThreeWay<std::optional<Input>>& inputs) {
  std::vector<io::InputWatch> watches;
  for (const auto side : all_sides)
    if (inputs[side] && !inputs[side]->source.staged) watches.emplace_back(inputs[side]->path);
  return watches;
}

/// Merged begins as a copy of the local file as its open sessions see it, made while the layers are
/// compared.
std::future<void> begin_copy(const Input& local, const std::filesystem::path& merged) {
  return std::async(std::launch::async, [path = local.path, merged] {
    auto database = io::Database::open_input(path);
    io::copy_database(database, merged);
  });
}

/// The folders of earlier syncs that may hold decisions: local's, and the one about to be replaced.
std::vector<std::filesystem::path> earlier_folders(const SyncJob& job) {
  const std::filesystem::path local = io::parse_source(job.local).path;
  return {local.parent_path(), job.out};
}

/// Whether a file is a checkout of the state of a base that the stamp names.
bool is_checkout_of(const Input& file, const io::SyncStamp& stamp) {
  const auto own = stamp_of(file);
  return own && own->reference_digest == stamp.reference_digest;
}

/// Whether the ancestor given is the one that the local file's stamp means.
void check_ancestor(const io::SyncStamp& stamp, SyncOutputs& outputs) {
  const auto warn = [&](const char* code, std::string message) {
    outputs.findings.push_back({Level::warning, code, "local", "", "", std::move(message)});
  };
  if (!outputs.inputs.ancestor)
    warn("ancestor_not_given",
         msg("the local layer comes from a sync with {}: give that as --ancestor, so that your "
             "edits can be told from its",
             stamp.reference_edition));
  else if (outputs.digests.ancestor != stamp.reference_digest &&
           !is_checkout_of(*outputs.inputs.ancestor, stamp))
    warn("ancestor_is_another",
         msg("the local layer comes from a sync with {}, which is not the ancestor given",
             stamp.reference_edition));
}

/// Merged layers are worked on: one that was edited since its sync is kept beside the new one.
void keep_edited_result(const SyncJob& job, io::OutputFolder& out, SyncOutputs& outputs) {
  const auto merged = job.out / "merged.gpkg";
  std::error_code none;
  const bool is_local = std::filesystem::equivalent(merged, io::parse_source(job.local).path, none);
  if (is_local || !was_edited_since_sync(job.out)) return;
  std::string name;
  for (int number = 1; name.empty() || std::filesystem::exists(job.out / name); ++number)
    name = fmt::format("merged.edited-{}.gpkg", number);
  auto database = io::Database::open_input(merged);
  io::copy_database(database, out.file(name));
  outputs.findings.push_back(
      {Level::warning, "edited_result_kept", "", "", "",
       msg("{} has been edited since it was written and is not the local layer of this sync: it is "
           "kept as {}",
           merged.string(), name)});
}

std::set<std::string> names_of(const std::vector<LayerVersions>& layers) {
  std::set<std::string> names;
  for (const auto& versions : layers) names.insert(versions.schemas.local->layer);
  return names;
}

rules::Setting setting_of(const SyncJob& job, const rules::Theme& theme) {
  rules::require_community(theme, job.community);
  rules::Setting setting{"", "", job.community};
  if (job.territory.empty()) return setting;
  const auto* territory = rules::find_territory(theme.territories, job.territory);
  if (territory == nullptr)
    throw UsageError(msg("the theme “{}” knows no territory “{}”", theme.name, job.territory));
  setting.territory = territory->code;
  setting.zone = rules::spelling_of(theme.territories, job.territory);
  return setting;
}

/// Those that matter: none where nothing is derived.
std::set<std::string> marks_for(const std::vector<LayerVersions>& layers,
                                const SyncOutputs& outputs) {
  const bool any = std::any_of(layers.begin(), layers.end(), [](const LayerVersions& versions) {
    return is_derived(versions.rules);
  });
  return any ? marks_of_left(outputs.inputs.local->path) : std::set<std::string>{};
}

void merge_layers(const SyncJob& job, const LayerOptions& options, SyncOutputs& outputs) {
  merge_together(options, outputs);
  for (auto& run : outputs.layers) {
    finish_layer(*run);
    keep_uids(*run, job.producer);
    if (!job.confirm_deletions) guard_deletions(*run);
  }
}

/// What earlier syncs left open, what the reference has answered, and what people have decided.
merge::Memory recall(const SyncJob& job, const Decisions& given, SyncOutputs& outputs) {
  const auto& local = *outputs.inputs.local;
  auto [memory, decisions] = remember(local.path, earlier_folders(job), outputs.findings);
  add_given(given, decisions, outputs.findings);
  check_usable(decisions, memory, local.catalog, outputs.findings);
  remember_applicable(decisions, memory);
  outputs.decisions = std::move(decisions);
  if (!job.answers.empty()) outputs.given_answers = answers_in(job.answers);
  auto known = add_answers(local.path, outputs.given_answers, memory);
  outputs.new_answers = std::move(known.fresh);
  outputs.answers = std::move(known.all);
  return memory;
}

/// Those that the run was given; of a base's, which gives all of them each time, the new ones.
std::optional<report::AnswerCounts> answers_given(const SyncJob& job, const SyncOutputs& outputs) {
  // Those to signalements alone are told of on their own.
  if (!job.answers.empty() && !outputs.given_answers.empty())
    return report::counted(outputs.given_answers);
  if (outputs.new_answers.empty()) return std::nullopt;
  return report::counted(outputs.new_answers);
}

}  // namespace

report::Summary sync(const SyncJob& job) {
  refuse_inputs_in(job);
  return sync_with_decisions(job,
                             job.resolutions.empty() ? Decisions{} : decisions_in(job.resolutions));
}

report::Summary sync_with_decisions(const SyncJob& job, const Decisions& given) {
  Stages stages(job.threads);
  SyncOutputs outputs;
  outputs.time = time_of_run(job.now);
  outputs.producer = job.producer;
  outputs.theme = rules::load_theme(job.theme);
  io::OutputFolder out(job.out, job.overwrite);

  stages.begin(msg("opening the inputs"), "open");
  open_inputs(job, out, outputs);
  if (!job.key.empty()) outputs.key = job.key;
  const auto watches = watch(outputs.inputs);
  auto digests = begin_digests(outputs.inputs);
  auto copy = begin_copy(*outputs.inputs.local, out.file("merged.gpkg"));
  const auto stamp = stamp_of(*outputs.inputs.local);
  outputs.extent = job.extent;
  if (job.base.empty() && stamp) outputs.selection = stamp->selection;
  if (!job.extent && stamp && !stamp->extent.empty()) outputs.extent = parse_extent(stamp->extent);
  std::optional<rules::ProducerSchema> producer_schema;
  if (!job.producer_schema.empty())
    producer_schema = rules::load_producer_schema(job.producer_schema);
  outputs.territory = rules::spelling_of(outputs.theme.territories, job.territory);
  const auto layers =
      pair_layers(outputs.inputs,
                  {job.layer, outputs.key, &outputs.theme, setting_of(job, outputs.theme),
                   producer_schema ? &*producer_schema : nullptr, job.allow_ballpark},
                  outputs.findings);
  auto memory = recall(job, given, outputs);

  keep_edited_result(job, out, outputs);

  outputs.stretches = known_stretches(outputs.inputs.local->path);
  const LayerOptions options{job.producer,     outputs.extent,     &memory,
                             stages.threads(), &outputs.stretches, marks_for(layers, outputs)};
  stages.begin(msg("comparing the layers"), "compare");
  compare_layers(layers, options, outputs);
  stages.begin(msg("merging"), "merge");
  merge_layers(job, options, outputs);
  for (auto& left_out : conflicts_left_out(memory, names_of(layers)))
    (left_out.kind == ConflictKind::proposal ? outputs.proposals_left_out
                                             : outputs.conflicts_left_out)
        .push_back(std::move(left_out));
  outputs.digests = collected(digests);
  // One that a base gave is the one that the layers mean.
  if (stamp && (job.base.empty() || job.ancestor)) check_ancestor(*stamp, outputs);

  stages.begin(msg("writing the merged layer, the changesets and the conflicts"), "write");
  copy.get();
  write_results(outputs, out);
  check_laws(outputs.layers);

  stages.begin(msg("reporting"), "report");
  auto summary = summarise(outputs);
  summary.answers = answers_given(job, outputs);
  auto facts = stages.facts(record_of(job));
  facts.merged_state = io::state_of_database(out.file("merged.gpkg"));
  write_reports(outputs, summary, facts, out);
  for (const auto& input : watches) input.check();
  out.commit();
  return summary;
}

}  // namespace bdf::jobs
