// SPDX-License-Identifier: MIT
#include <memory>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "io/output_folder.h"
#include "jobs/apply.h"
#include "jobs/layer_merge.h"
#include "jobs/scratch.h"
#include "jobs/styles.h"
#include "report/changes_page.h"
#include "rules/theme.h"

namespace bdf::jobs {

namespace {

enum class Form { geopackage, geojson, json, html };

Form form_of(const std::filesystem::path& path) {
  const auto ending = folded(path.extension().string());
  if (ending == ".gpkg") return Form::geopackage;
  if (ending == ".geojson") return Form::geojson;
  if (ending == ".json") return Form::json;
  if (ending == ".html") return Form::html;
  throw UsageError(
      msg("{}: a difference is written as .gpkg, .geojson, .json or .html, by the ending",
          path.string()));
}

void write(const DiffJob& job, const io::ChangesetHead& head,
           const std::vector<LayerChanges>& layers) {
  io::OutputFile out(job.out, job.overwrite);
  switch (form_of(job.out)) {
    case Form::geopackage:
      write_styled_changeset(out.path(), head, io::to_write(layers));
      break;
    case Form::geojson:
      io::write_changeset_geojson(out.path(), head, layers);
      break;
    case Form::json:
      io::write_changeset_json(out.path(), head, layers);
      break;
    case Form::html:
      io::write_text(out.path(), report::changes_as_html(head, layers));
      break;
  }
  out.commit();
}

}  // namespace

std::size_t diff(const DiffJob& job) {
  static_cast<void>(form_of(job.out));
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
  write(job, head, layers);
  return count;
}

}  // namespace bdf::jobs
