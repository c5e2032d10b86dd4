// SPDX-License-Identifier: MIT
// bdf base …: the reference base.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/message.h"
#include "bdf/base.h"
#include "bdf/group.h"
#include "bdf/help.h"
#include "bdf/options.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/base_checkout.h"
#include "jobs/base_history.h"
#include "jobs/base_import.h"
#include "jobs/base_text.h"
#include "refbase/base.h"

namespace bdf::command {

void add_base_option(CLI::App& app, std::string& base) {
  app.add_option("--base", base,
                 msg("the base: a GeoPackage or postgresql://…; else what $BDF_BASE says"))
      ->type_name(msg("BASE"));
}

namespace {

void add_organisation(CLI::App& app, std::string& organisation, std::string& message) {
  app.add_option("--organisation", organisation, msg("who does this: an organisation, no person"))
      ->type_name(msg("NAME"));
  app.add_option("--message", message, msg("what it is about"))->type_name(msg("TEXT"));
}

void add_names(CLI::App& app, const std::string& option, std::vector<std::string>& names,
               const std::string& help, const std::string& type) {
  app.add_option(option, names, help)->type_name(type)->delimiter(',')->allow_extra_args(false);
}

template <class Result>
ExitCode tell(const Result& result, const Common& common) {
  if (common.json)
    fmt::print("{}", jobs::json_of(result));
  else if (!common.quiet)
    say(jobs::text_of(result));
  return ExitCode::done;
}

Run add_init(CLI::App& app, const Common& common) {
  struct Options {
    std::string base;
    refbase::Transaction first;
  };
  const auto options = std::make_shared<Options>();
  add_base_option(app, options->base);
  add_organisation(app, options->first.organisation, options->first.message);
  return [options, &common] {
    options->first.time = time_of_run(common.now);
    const auto base = base_of(options->base);
    const auto first = refbase::create_base(base, options->first);
    if (common.json)
      fmt::print("{}", jobs::json_of(first));
    else if (!common.quiet)
      say_line(msg("an empty base: {}", io::without_password(base)));
    return ExitCode::done;
  };
}

Run add_import(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::BaseImportJob>();
  add_base_option(app, job->base);
  untyped(app.add_option(msg("FILE"), job->input, msg("the edition: FILE or FILE::LAYER")))
      ->required();
  app.add_option("--theme", job->theme, msg("the rules: a name or a .yaml file (default: generic)"))
      ->type_name(msg("NAME"));
  add_names(app, "--key", job->key, msg("the columns that identify an object, with commas"),
            msg("COLUMNS"));
  app.add_option("--edition", job->edition, msg("what the base is called after it"))
      ->type_name(msg("NAME"));
  add_organisation(app, job->organisation, job->message);
  app.add_option("--community", job->community, msg("whose data it is, as the theme calls it"))
      ->type_name(msg("NAME"));
  app.add_option("--territory", job->territory,
                 msg("the edition covers this territory only: nothing is removed elsewhere"))
      ->type_name(msg("CODE"));
  app.add_flag("--differential", job->differential,
               msg("FILE holds only what may have changed; what it does not hold stays"));
  app.add_flag("--confirm-deletions", job->confirm_deletions,
               msg("remove as many objects as FILE lacks"));
  add_reading_options(app, job->source);
  return [job, &common] {
    job->base = base_of(job->base);
    job->threads = common.threads;
    job->now = common.now;
    const auto result = jobs::import_into_base(*job);
    for (const auto& finding : result.findings)
      if (finding.level != Level::information || common.verbose) log_warning(finding.message);
    return tell(result, common);
  };
}

Run add_log(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::BaseLogJob>();
  const auto count = std::make_shared<std::size_t>(0);
  add_base_option(app, job->base);
  untyped(app.add_option(msg("OF"), job->of,
                         msg("a layer, or the identifier of an object: ID or LAYER/ID")));
  app.add_option("--last", *count, msg("no more than so many"))->type_name("N");
  return [job, count, &common] {
    job->base = base_of(job->base);
    if (*count > 0) job->count = *count;
    return tell(jobs::log_of_base(*job), common);
  };
}

Run add_show(CLI::App& app, const Common& common) {
  struct Options {
    std::string base, at;
  };
  const auto options = std::make_shared<Options>();
  add_base_option(app, options->base);
  untyped(app.add_option(msg("AT"), options->at,
                         msg("an edition, a transaction or a time, as @12; else the last one")));
  return [options, &common] {
    return tell(jobs::show_base(base_of(options->base), options->at), common);
  };
}

Run add_base_diff(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::BaseDiffJob>();
  add_base_option(app, job->base);
  untyped(app.add_option(msg("FROM"), job->from, msg("an edition, a transaction or a time")))
      ->required();
  untyped(app.add_option(msg("TO"), job->to, msg("a later one")))->required();
  add_names(app, "--layer", job->layers, msg("these layers only, with commas"), msg("LAYERS"));
  app.add_option("--out", job->out, msg("what to write: .gpkg, .geojson, .json or .html"))
      ->type_name(msg("FILE"))
      ->required();
  add_overwrite(app, job->overwrite);
  return [job, &common] {
    job->base = base_of(job->base);
    job->now = common.now;
    const auto count = jobs::diff_of_base(*job);
    if (common.json)
      fmt::print("{{\"changes\": {}}}\n", count);
    else if (!common.quiet)
      say_line(
          msgn("{} change, written to {}", "{} changes, written to {}", count, job->out.string()));
    return ExitCode::done;
  };
}

Run add_checkout(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::BaseCheckoutJob>();
  auto& extraction = job->extraction;
  add_base_option(app, job->base);
  untyped(app.add_option(msg("AT"), job->at,
                         msg("an edition, a transaction or a time, as @12; else the last one")));
  app.add_option("--out", job->out, msg("the GeoPackage to write"))
      ->type_name(msg("FILE"))
      ->required();
  add_names(app, "--layer", extraction.layers, msg("these layers only, with commas"),
            msg("LAYERS"));
  add_names(app, "--columns", extraction.columns,
            msg("these columns only, with commas; keys always"), msg("COLUMNS"));
  app.add_option("--territory", extraction.territory,
                 msg("only what meets this territory of the base's layer “territory”"))
      ->type_name(msg("CODE"));
  app.add_option("--halo", extraction.halo, msg("metres around the territory"))
      ->type_name(msg("METRES"))
      ->check(CLI::NonNegativeNumber);
  add_overwrite(app, job->overwrite);
  return [job, &common] {
    job->base = base_of(job->base);
    job->now = common.now;
    const auto result = jobs::check_out(*job);
    if (common.json)
      fmt::print("{}", jobs::json_of(result, job->out.string()));
    else if (!common.quiet)
      say(jobs::text_of(result, job->out.string()));
    return ExitCode::done;
  };
}

Run add_revert(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::BaseRevertJob>();
  add_base_option(app, job->base);
  untyped(
      app.add_option(msg("TRANSACTION"), job->transaction, msg("the transaction to undo, as @12")))
      ->required();
  add_organisation(app, job->organisation, job->message);
  return [job, &common] {
    job->base = base_of(job->base);
    job->now = common.now;
    return tell(jobs::revert_in_base(*job), common);
  };
}

Run add_verify(CLI::App& app, const Common& common) {
  const auto base = std::make_shared<std::string>();
  add_base_option(app, *base);
  return [base, &common] {
    const auto findings = jobs::verify_base(base_of(*base));
    tell(findings, common);
    return findings.empty() ? ExitCode::done : ExitCode::store_failed;
  };
}

}  // namespace

Run add_base(CLI::App& app, const Common& common) {
  return add_group(
      app, common,
      {{"init", msg("make an empty base"), add_init},
       {"import", msg("bring an edition, or what has changed since, into the base"), add_import},
       {"log", msg("tell who changed what, and when"), add_log},
       {"show", msg("tell what the base holds, or held"), add_show},
       {"diff", msg("write what changed from one transaction to another"), add_base_diff},
       {"checkout", msg("write what the base holds, or held, to a GeoPackage"), add_checkout},
       {"adopt", msg("go by a theme: its rules and its rights"), add_adopt},
       {"integrate", msg("bring what a producer sends into the base"), add_integrate},
       {"queue", msg("list what waits for an operator"), add_queue},
       {"accept", msg("take what waits into the base"), add_accept},
       {"reject", msg("decline what waits"), add_reject},
       {"answer", msg("write what became of what a producer has sent"), add_answer},
       {"journal", msg("tell who changed what under which right"), add_journal},
       {"revert", msg("undo a transaction, as a new one"), add_revert},
       {"verify", msg("check that nothing is missing or altered"), add_verify}});
}

}  // namespace bdf::command
