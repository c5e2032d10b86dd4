// SPDX-License-Identifier: MIT
// bdf nightly …: deposits come in, packages go out, and nobody looks on.
#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "base/log.h"
#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "nightly/job.h"
#include "nightly/night_report.h"
#include "nightly/nightly.h"
#include "nightly/slurm.h"

namespace bdf::command {

namespace {

void add_plan(CLI::App& app, std::filesystem::path& plan) {
  untyped(app.add_option(msg("PLAN"), plan, msg("what the night does, in a .yaml file")))
      ->required();
}

nightly::NightJobRequest request_for(const std::filesystem::path& plan, const Common& common) {
  nightly::NightJobRequest request;
  request.plan = plan;
  request.threads = common.threads;
  request.now = common.now;
  return request;
}

template <class Result>
void tell(const Result& result, const Common& common) {
  if (common.json)
    fmt::print("{}", nightly::json_of(result));
  else if (!common.quiet)
    say(nightly::text_of(result));
}

ExitCode preview(const std::filesystem::path& plan, const Common& common) {
  tell(nightly::preview_night(request_for(plan, common)), common);
  return ExitCode::done;
}

ExitCode run(const std::filesystem::path& plan, const Common& common) {
  auto request = request_for(plan, common);
  request.tell = [](const std::string& line) { log_info(line); };
  const auto outcome = nightly::run_night(request);
  tell(outcome, common);
  if (outcome.was_stopped()) return ExitCode::store_failed;
  return outcome.needs_human() ? ExitCode::human_needed : ExitCode::done;
}

/// By Slurm: what was submitted, or with --wait what came of it.
ExitCode submit(const std::filesystem::path& plan, bool waits, const Common& common) {
  const auto done = nightly::submit_night(request_for(plan, common), waits);
  for (const auto& [step, id] : done.steps) {
    if (common.json)
      fmt::print("{{\"step\": \"{}\", \"slurm_job\": \"{}\"}}\n", step, id);
    else if (!common.quiet)
      say_line(msg("{}: Slurm job {}", step, id));
  }
  return static_cast<ExitCode>(done.code);
}

Run add_plan_command(CLI::App& app, const Common& common) {
  const auto plan = std::make_shared<std::filesystem::path>();
  add_plan(app, *plan);
  return [plan, &common] { return preview(*plan, common); };
}

Run add_status(CLI::App& app, const Common& common) {
  const auto plan = std::make_shared<std::filesystem::path>();
  add_plan(app, *plan);
  return [plan, &common] {
    const auto status = nightly::status_of_night(request_for(*plan, common));
    if (status)
      tell(*status, common);
    else if (common.json)
      fmt::print("{{\"kind\": \"status\", \"night\": null}}\n");
    else
      say_line(msg("There was no night of this plan yet."));
    return ExitCode::done;
  };
}

Run add_again(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path plan;
    std::vector<std::string> deposits;
  };
  const auto options = std::make_shared<Options>();
  add_plan(app, options->plan);
  untyped(app.add_option(msg("DEPOSITS"), options->deposits, msg("their names")))->required();
  return [options, &common] {
    nightly::look_again(request_for(options->plan, common), options->deposits);
    return ExitCode::done;
  };
}

/// One step of a night that Slurm has begun.
Run add_step(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path plan;
    std::string step;
  };
  const auto options = std::make_shared<Options>();
  add_plan(app, options->plan);
  app.add_option("--step", options->step, msg("prepare, jobs, packages or report"))
      ->type_name(msg("NAME"))
      ->required();
  return [options, &common] {
    const auto step = nightly::step_named(options->step);
    if (!step)
      throw UsageError(
          msg("--step {}: there are prepare, jobs, packages and report", options->step));
    auto request = request_for(options->plan, common);
    request.engine = "slurm";
    request.tell = [](const std::string& line) { log_info(line); };
    const auto outcome = nightly::run_step(request, *step);
    if (outcome.was_stopped()) return ExitCode::store_failed;
    if (step != nightly::NightStep::report) return ExitCode::done;
    tell(outcome, common);
    return outcome.needs_human() ? ExitCode::human_needed : ExitCode::done;
  };
}

/// What takes more memory than that fails by itself, and nobody else does.
void limit_memory(double gib) {
  if (gib <= 0) return;
  constexpr double bytes = 1024.0 * 1024.0 * 1024.0;
  const auto most = static_cast<rlim_t>(gib * bytes);
  const rlimit limit{most, most};
  setrlimit(RLIMIT_DATA, &limit);
}

/// One job of a night that another program has begun, which reads what is printed here.
Run add_job(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path plan;
    std::string run;
    std::int64_t job = 0;
  };
  const auto options = std::make_shared<Options>();
  add_plan(app, options->plan);
  app.add_option("--run", options->run, msg("the run that it is of"))
      ->type_name(msg("NAME"))
      ->required();
  app.add_option("--job", options->job, msg("its number"))->type_name("N")->required();
  return [options, &common] {
    const auto say_now = [](std::string_view word) {
      fmt::print("{}\n", word);
      std::fflush(stdout);
    };
    const auto plan = rules::load_night_plan(options->plan);
    limit_memory(plan.limits.memory_gib);
    try {
      nightly::do_job({&plan, options->run, options->job, common.threads, common.now}, say_now);
    } catch (const std::bad_alloc&) {
      say_now("failed: " + msg("out of memory"));
      return ExitCode::store_failed;
    } catch (const std::exception& error) {
      auto reason = nightly::kept_reason(error.what());
      std::replace(reason.begin(), reason.end(), '\n', ' ');
      say_now("failed: " + reason);
      const auto* known = dynamic_cast<const Error*>(&error);
      return known != nullptr ? known->code() : ExitCode::store_failed;
    }
    return ExitCode::done;
  };
}

struct Part {
  const char* name;
  CLI::App* app;
  Run run;
};

}  // namespace

Run add_nightly(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path plan;
    bool dry_run = false;
    bool waits = false;
    std::string engine = "local";
    std::vector<Part> parts;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("PLAN"), options->plan, msg("what the night does, in a .yaml file")));
  app.add_flag("--dry-run", options->dry_run, msg("only tell what would be done, and why"));
  app.add_option("--engine", options->engine,
                 msg("who does the jobs: local, this machine; slurm, many"))
      ->type_name("local|slurm")
      ->check(CLI::IsMember({"local", "slurm"}));
  app.add_flag("--wait", options->waits, msg("with slurm: until the night has ended"));
  app.require_subcommand(0, 1);
  const auto add_part = [&](const char* name, const std::string& help, auto* add) {
    auto* part = app.add_subcommand(name, help);
    part->fallthrough();
    options->parts.push_back({name, part, add(*part, common)});
    return part;
  };
  add_part("plan", msg("tell what would be done, and why"), add_plan_command);
  add_part("status", msg("tell how far the last night is"), add_status);
  add_part("again", msg("look again at deposits that were refused or put aside"), add_again);
  add_part("job", msg("do one job of a night"), add_job)->group("");
  add_part("step", msg("do one step of a night"), add_step)->group("");
  return [options, &common] {
    for (const auto& part : options->parts)
      if (part.app->parsed()) return part.run();
    if (options->plan.empty()) throw UsageError(msg("which plan? name its file"));
    if (options->engine == "slurm" && !options->dry_run)
      return submit(options->plan, options->waits, common);
    return options->dry_run ? preview(options->plan, common) : run(options->plan, common);
  };
}

}  // namespace bdf::command
