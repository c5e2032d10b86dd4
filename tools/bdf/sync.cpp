// SPDX-License-Identifier: MIT
// bdf sync
#include "jobs/sync.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/options.h"
#include "bdf/subcommands.h"
#include "jobs/run_record.h"
#include "rules/job_file.h"

namespace bdf::command {

namespace {

struct Options {
  std::string job_file;
  std::map<std::string, std::string> settings;
  bool overwrite = false;
  bool confirm_deletions = false;
};

void add_setting(CLI::App& app, Options& options, const std::string& name,
                 const std::string& help) {
  app.add_option("--" + name, options.settings[name], help);
}

/// The job file's settings, and over them those of the command line.
jobs::SyncJob job_of(const Options& options, const Common& common) {
  std::map<std::string, std::string> settings;
  if (!options.job_file.empty()) settings = rules::read_job(options.job_file);
  for (const auto& [name, value] : options.settings)
    if (!value.empty()) settings[name] = value;
  for (const auto* name : {"local", "reference", "out"})
    if (settings[name].empty())
      throw UsageError(msg("say --{}, or give a job file that does", name));
  auto job = jobs::job_from(settings);
  job.overwrite = options.overwrite;
  job.confirm_deletions = options.confirm_deletions;
  job.threads = common.threads;
  job.now = common.now;
  return job;
}

}  // namespace

Run add_sync(CLI::App& app, const Common& common) {
  const auto options = std::make_shared<Options>();
  app.add_option("JOB", options->job_file, msg("a job file (.yaml) instead of options"));
  add_setting(app, *options, "theme", msg("the rules: a name or a .yaml file (default: generic)"));
  add_setting(app, *options, "ancestor", msg("the edition that the local layer was derived from"));
  add_setting(app, *options, "local", msg("the producer's layer as it is today"));
  add_setting(app, *options, "reference", msg("the reference as it is today"));
  add_setting(app, *options, "out", msg("the folder to write"));
  add_setting(app, *options, "layer", msg("this layer only"));
  add_setting(app, *options, "key", msg("the columns that identify an object, with commas"));
  add_setting(app, *options, "producer", msg("who the local layer is from"));
  add_setting(app, *options, "extent", msg("what the local layer covers: XMIN,YMIN,XMAX,YMAX"));
  add_setting(app, *options, "crs", msg("for inputs that declare none: EPSG:2154"));
  add_setting(app, *options, "encoding", msg("for text that does not say its own: ISO-8859-1"));
  app.add_flag("--overwrite", options->overwrite, msg("replace the output folder"));
  app.add_flag("--confirm-deletions", options->confirm_deletions,
               msg("go on although many objects are missing from one side"));
  return [options, &common] {
    const auto job = job_of(*options, common);
    return report_sync(jobs::sync(job), job.out, common);
  };
}

}  // namespace bdf::command
