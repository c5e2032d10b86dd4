// SPDX-License-Identifier: MIT
// bdf validate
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/validate.h"
#include "report/validation.h"

namespace bdf::command {

namespace {

bool has_errors(const Validation& validation) {
  return std::any_of(validation.findings.begin(), validation.findings.end(),
                     [](const auto& finding) { return finding.level == Level::error; });
}

}  // namespace

Run add_validate(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::ValidationJob>();
  untyped(app.add_option(msg("FILE"), job->file, msg("a file, or FILE::layer for one layer of it")))
      ->required();
  app.add_option("--theme", job->theme, msg("the rules: a name or a .yaml file (default: generic)"))
      ->type_name(msg("NAME"));
  app.add_option("--schema", job->schema,
                 msg("the schema, as bdtopo, bdtopo/3.5 or bdtopo/3.5/haie, or a producer's own"))
      ->type_name(msg("NAME"));
  add_reading_options(app, job->reading);
  return [job, &common] {
    job->threads = common.threads;
    const auto validation = jobs::validate(*job);
    if (common.json)
      fmt::print("{}", report::validation_as_json_lines(validation));
    else if (!common.quiet)
      say(report::validation_as_text(validation));
    return has_errors(validation) ? ExitCode::human_needed : ExitCode::done;
  };
}

}  // namespace bdf::command
