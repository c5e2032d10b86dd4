// SPDX-License-Identifier: MIT
// bdf convert
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/log.h"
#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/convert.h"
#include "jobs/convert_text.h"

namespace bdf::command {

namespace {

void add_what_it_is_for(CLI::App& app, jobs::ConvertJob& job) {
  app.add_option("--against", job.against, msg("the file that a transaction is for, as it is now"))
      ->type_name(msg("FILE"));
  app.add_option(
         "--theme", job.theme,
         msg("the rules: a name or a .yaml file (default: those that INPUT names, else generic)"))
      ->type_name(msg("NAME"));
  app.add_option("--key", job.key, msg("the columns that identify an object, with commas"))
      ->type_name(msg("COLUMNS"))
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--producer", job.producer, msg("who sends the contribution"))
      ->type_name(msg("NAME"));
}

/// Somebody has to look at what is left out, and to send it another way.
ExitCode report(const jobs::Converted& converted, const jobs::ConvertJob& job,
                const Common& common) {
  const auto count = converted.left_out.size();
  if (count > 0 && job.left_out.empty())
    log_warning(msgn("{} thing is left out of {}: --left-out FILE makes a contribution of it",
                     "{} things are left out of {}: --left-out FILE makes a contribution of them",
                     count, job.out.string()));
  if (common.json)
    fmt::print("{}", jobs::json_of(converted));
  else if (!common.quiet)
    say(jobs::text_of(converted, job.out));
  return count > 0 ? ExitCode::human_needed : ExitCode::done;
}

}  // namespace

Run add_convert(CLI::App& app, const Common& common) {
  struct Options {
    jobs::ConvertJob job;
    std::string space;
  };
  const auto options = std::make_shared<Options>();
  auto& job = options->job;
  untyped(
      app.add_option(msg("INPUT"), job.input,
                     msg("a changeset (.gpkg), a transaction of IGN's API (JSON) or of WFS (XML)")))
      ->required();
  app.add_option("--out", job.out, msg("what to write: .gpkg, .json, .xml, or a folder"))
      ->type_name(msg("FILE"))
      ->required();
  app.add_option("--as", job.as,
                 msg("changeset, ign-json, wfs-t or geoplateforme; else by the ending"))
      ->type_name(msg("FORMAT"));
  app.add_option("--left-out", job.left_out,
                 msg("write what the form cannot say there, as a contribution (.gpkg)"))
      ->type_name(msg("FILE"));
  add_what_it_is_for(app, job);
  app.add_option("--tables", job.tables,
                 msg("the numbers of the API's tables: a CSV with columns layer and table"))
      ->type_name(msg("FILE"));
  app.add_option("--namespace", options->space,
                 msg("of the service's types, for wfs-t: PREFIX=URI"))
      ->type_name(msg("NAMESPACE"));
  add_reading_options(app, job.source);
  add_overwrite(app, job.overwrite);
  return [options, &common] {
    if (!options->space.empty()) options->job.space = io::parse_feature_space(options->space);
    options->job.now = common.now;
    return report(jobs::convert(options->job), options->job, common);
  };
}

}  // namespace bdf::command
