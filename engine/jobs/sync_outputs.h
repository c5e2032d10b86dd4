// SPDX-License-Identifier: MIT
// What a sync writes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/output_folder.h"
#include "jobs/decisions.h"
#include "jobs/inputs.h"
#include "jobs/layer_sync.h"
#include "jobs/signalements.h"
#include "report/summary.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// Everything that the outputs say.
struct SyncOutputs {
  std::string time;
  std::string producer;
  std::string territory;  ///< in which the sync is, as the theme spells it; "": none was said
  std::optional<Box> extent;
  std::vector<std::string> key;  ///< by which objects are known where no class says so
  io::HeldIds held;              ///< of a part of a base: what local was brought together with
  std::string selection;         ///< the part of a base that local is (jobs/base_checkout.h)
  rules::Theme theme;
  ThreeWay<std::optional<Input>> inputs;
  ThreeWay<std::string> digests;
  std::vector<std::unique_ptr<LayerRun>> layers;
  std::vector<Conflict> conflicts_left_out;  ///< open ones of layers that are not among `layers`
  std::vector<Conflict> proposals_left_out;  ///< likewise
  std::vector<Answer> given_answers;         ///< of the reference, that the run was given
  std::vector<Answer> new_answers;           ///< of these, what local has not kept already
  std::vector<Answer> answers;               ///< of the reference, all that are known
  std::unique_ptr<SignalementRun> signalements;  ///< null where local has no layer of them
  KnownStretches stretches;                      ///< that local keeps
  Decisions decisions;                           ///< known before the run
  std::vector<Finding> findings;
};

/// Patches merged.gpkg, which holds a copy of the local file. Completes the ledger and the update
/// with the fids of insertions.
void write_merged_layers(SyncOutputs& outputs, io::OutputFolder& out);

/// Then gives it the sync's own tables.
void write_merged_tables(const SyncOutputs& outputs, const io::OutputFolder& out);

/// update.gpkg, once the fids of insertions are known. May run beside write_merged_tables().
void write_update(const SyncOutputs& outputs, const io::OutputFolder& out);

/// contribution.gpkg. Like write_conflicts() it may run beside all that.
void write_contribution(const SyncOutputs& outputs, const io::OutputFolder& out);

/// conflicts.gpkg.
void write_conflicts(const SyncOutputs& outputs, const io::OutputFolder& out);

[[nodiscard]] report::Summary summarise(const SyncOutputs& outputs);

/// resolutions.json: all decisions that are known, those that no conflict has asked for too.
void write_resolutions(const SyncOutputs& outputs, const io::OutputFolder& out);

/// summary.json, run.json and report.html.
void write_reports(const SyncOutputs& outputs, const report::Summary& summary,
                   const report::RunFacts& facts, io::OutputFolder& out);

}  // namespace bdf::jobs
