// SPDX-License-Identifier: MIT
#include <memory>

#include "base/clock.h"
#include "jobs/apply.h"
#include "jobs/changes_file.h"
#include "jobs/layer_merge.h"
#include "jobs/scratch.h"
#include "rules/theme.h"

namespace bdf::jobs {

std::size_t diff(const DiffJob& job) {
  require_form_of_changes(job.out);
  refuse_output_over_input(job.out, {job.old_file, job.new_file});
  const Scratch scratch(job.out);
  const auto theme = rules::load_theme(job.theme);
  // A two-way difference is a sync in which the local layer is still the ancestor.
  ThreeWay<std::optional<Input>> inputs;
  inputs.local = open_input(job.old_file, job.source, scratch.path(), "old");
  inputs.reference = open_input(job.new_file, job.source, scratch.path(), "new");
  inputs.ancestor = inputs.local;
  std::vector<Finding> findings;
  const auto pairs = pair_layers(inputs, {job.layer, job.key, &theme, {}, nullptr}, findings);
  const merge::Memory memory;
  const LayerOptions options{"", {}, &memory, job.threads};
  std::vector<std::unique_ptr<LayerRun>> runs;
  std::vector<LayerChanges> layers;
  std::size_t count = 0;
  for (const auto& versions : pairs) {
    auto& run = *runs.emplace_back(std::make_unique<LayerRun>());
    compare_layer(inputs.map([](const auto& input) { return input->path; }), versions, options,
                  run);
    merge_layer(run, options);
    finish_layer(run);
    layers.push_back(run.result.update);
    count += run.result.update.changes.size();
  }
  io::ChangesetHead head;
  head.theme = theme.name;
  head.theme_version = theme.version;
  head.theme_digest = theme.digest;
  head.base_edition = std::filesystem::path(job.old_file).filename().string();
  head.base_digest = digest_of(*inputs.local);
  head.time = time_of_run(job.now);
  write_changes(job.out, job.overwrite, head, layers);
  return count;
}

}  // namespace bdf::jobs
