// SPDX-License-Identifier: MIT
// bdf apply
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/subcommands.h"
#include "jobs/apply.h"

namespace bdf::command {

Run add_apply(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::ApplyJob>();
  app.add_option("CHANGESET", job->changeset, msg("a changeset (.gpkg)"))->required();
  app.add_option("--to", job->target, msg("the file to change; it stays as it is"))->required();
  app.add_option("--out", job->out, msg("the changed copy to write (.gpkg)"))->required();
  app.add_option("--crs", job->source.crs, msg("for inputs that declare none: EPSG:2154"));
  app.add_option("--encoding", job->source.encoding,
                 msg("for text that does not say its own: ISO-8859-1"));
  app.add_flag("--overwrite", job->overwrite, msg("replace the output"));
  return [job, &common] {
    job->now = common.now;
    const auto applied = jobs::apply_changeset(*job);
    if (common.json)
      fmt::print("{{\"inserted\": {}, \"updated\": {}, \"deleted\": {}}}\n", applied.inserted,
                 applied.updated, applied.deleted);
    else if (!common.quiet)
      fmt::print("{}\n", msg("{}: {} inserted, {} updated, {} deleted", job->out.string(),
                             applied.inserted, applied.updated, applied.deleted));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
