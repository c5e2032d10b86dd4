// SPDX-License-Identifier: MIT
// bdf apply
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/apply.h"

namespace bdf::command {

Run add_apply(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::ApplyJob>();
  untyped(app.add_option(msg("CHANGESET"), job->changeset, msg("a changeset (.gpkg)")))->required();
  app.add_option("--to", job->target, msg("the file that it changes; this one stays as it is"))
      ->type_name(msg("FILE"))
      ->required();
  app.add_option("--out", job->out, msg("the changed copy to write (.gpkg)"))
      ->type_name(msg("FILE"))
      ->required();
  add_reading_options(app, job->source);
  add_overwrite(app, job->overwrite);
  return [job, &common] {
    job->now = common.now;
    const auto applied = jobs::apply_changeset(*job);
    if (common.json)
      fmt::print("{{\"inserted\": {}, \"updated\": {}, \"deleted\": {}}}\n", applied.inserted,
                 applied.updated, applied.deleted);
    else if (!common.quiet)
      say_line(msg("{}: {}, {}, {}", job->out.string(),
                   msgn("{} inserted", "{} inserted", applied.inserted),
                   msgn("{} updated", "{} updated", applied.updated),
                   msgn("{} deleted", "{} deleted", applied.deleted)));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
