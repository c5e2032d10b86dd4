// SPDX-License-Identifier: MIT
// bdf sync
#include "jobs/sync.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/message.h"
#include "bdf/help.h"
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
  bool allow_ballpark = false;
};

/// An option that a job file may hold too, under the same name.
struct Setting {
  std::string name;
  std::string type;
  std::string help;
};

std::vector<Setting> settings() {
  return {
      {"theme", msg("NAME"), msg("the rules: a name or a .yaml file (default: generic)")},
      {"ancestor", msg("FILE"), msg("the edition that the local layer was derived from")},
      {"local", msg("FILE"), msg("the producer's layer as it is today")},
      {"reference", msg("FILE"), msg("the reference as it is today")},
      {"base", msg("BASE"),
       msg("the reference base: ancestor and reference come from it, by what the local layer "
           "says")},
      {"out", msg("DIR"), msg("the folder to write")},
      {"layer", msg("LAYER"), msg("this layer only")},
      {"key", msg("COLUMNS"), msg("the columns that identify an object, with commas")},
      {"producer", msg("NAME"), msg("who the local layer is from")},
      {"schema", msg("NAME"), msg("what the producer's own columns mean: a name or a .yaml file")},
      {"territory", msg("CODE"), msg("where: a département or a territory, as 038 or GLP")},
      {"community", msg("NAME"), msg("for whom the theme's rules apply")},
      {"answers", msg("FILE"), msg("the reference's answers to earlier contributions")},
      {"resolutions", msg("FILE"),
       msg("decisions on conflicts, as they stand in a resolutions.json")},
      {"extent", msg("BOX"), msg("what the local layer covers: XMIN,YMIN,XMAX,YMAX")},
      {"crs", msg("CODE"), msg("coordinate system of inputs that declare none, as EPSG:2154")},
      {"encoding", msg("NAME"), msg("encoding of text that does not say its own, as ISO-8859-1")}};
}

/// The job file's settings, and over them those of the command line.
jobs::SyncJob job_of(const Options& options, const Common& common) {
  std::map<std::string, std::string> settings;
  if (!options.job_file.empty()) settings = rules::read_job(options.job_file);
  for (const auto& [name, value] : options.settings)
    if (!value.empty()) settings[name] = value;
  // What is said on the command line wins.
  const auto said = [&](const char* name) {
    const auto found = options.settings.find(name);
    return found != options.settings.end() && !found->second.empty();
  };
  if (said("base") && said("reference"))
    throw UsageError(
        msg("{} and {} contradict each other: say one of them", "--base", "--reference"));
  if (said("base")) settings["reference"].clear();
  if (said("reference")) settings["base"].clear();
  // Who names an ancestor works with files.
  if (settings["reference"].empty() && (settings["ancestor"].empty() || !settings["base"].empty()))
    settings["base"] = base_meant(settings["base"]);
  const char* source = settings["base"].empty() ? "reference" : "base";
  for (const auto* name : {"local", source, "out"})
    if (settings[name].empty())
      throw UsageError(msg("say --{}, or give a job file that does", name));
  auto job = jobs::job_from(settings);
  job.overwrite = options.overwrite;
  job.confirm_deletions = options.confirm_deletions;
  job.allow_ballpark = options.allow_ballpark;
  job.threads = common.threads;
  job.now = common.now;
  return job;
}

}  // namespace

Run add_sync(CLI::App& app, const Common& common) {
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("JOB"), options->job_file,
                         msg("a job file (.yaml) that holds these options by name")));
  for (const auto& [name, type, help] : settings())
    app.add_option("--" + name, options->settings[name], help)->type_name(type);
  app.add_flag("--overwrite", options->overwrite, msg("replace the output folder"));
  app.add_flag("--confirm-deletions", options->confirm_deletions,
               msg("go on although many objects are missing from one side"));
  app.add_flag("--allow-ballpark", options->allow_ballpark,
               msg("accept transformations between systems that are off by metres"));
  return [options, &common] {
    const auto job = job_of(*options, common);
    return report_sync(jobs::sync(job), job.out, common);
  };
}

}  // namespace bdf::command
