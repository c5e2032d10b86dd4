// SPDX-License-Identifier: MIT
// bdf diff
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/apply.h"

namespace bdf::command {

Run add_diff(CLI::App& app, const Common& common) {
  struct Options {
    jobs::DiffJob job;
    bool exit_code = false;
  };
  const auto options = std::make_shared<Options>();
  auto& job = options->job;
  untyped(app.add_option(msg("OLD"), job.old_file, msg("the older file")))->required();
  untyped(app.add_option(msg("NEW"), job.new_file, msg("the newer file")))->required();
  app.add_option("--out", job.out, msg("what to write: .gpkg, .geojson, .json or .html"))
      ->type_name(msg("FILE"))
      ->required();
  app.add_option("--theme", job.theme, msg("the rules: a name or a .yaml file (default: generic)"))
      ->type_name(msg("NAME"));
  app.add_option("--layer", job.layer, msg("this layer only"))->type_name(msg("LAYER"));
  app.add_option("--key", job.key, msg("the columns that identify an object, with commas"))
      ->type_name(msg("COLUMNS"))
      ->delimiter(',')
      ->allow_extra_args(false);
  add_reading_options(app, job.source);
  add_overwrite(app, job.overwrite);
  app.add_flag("--exit-code", options->exit_code, msg("exit with 1 if the files differ"));
  return [options, &common] {
    options->job.threads = common.threads;
    options->job.now = common.now;
    const auto count = jobs::diff(options->job);
    if (common.json)
      fmt::print("{{\"changes\": {}}}\n", count);
    else if (!common.quiet)
      say_line(msgn("{} change, written to {}", "{} changes, written to {}", count,
                    options->job.out.string()));
    return options->exit_code && count > 0 ? ExitCode::human_needed : ExitCode::done;
  };
}

}  // namespace bdf::command
