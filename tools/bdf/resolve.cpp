// SPDX-License-Identifier: MIT
// bdf resolve
#include "jobs/resolve.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/options.h"
#include "bdf/subcommands.h"

namespace bdf::command {

Run add_resolve(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::ResolveJob>();
  untyped(app.add_option("DIR", job->folder, msg("the folder that a sync wrote")))->required();
  const std::map<std::string, Side> sides{
      {"local", Side::local}, {"reference", Side::reference}, {"ancestor", Side::ancestor}};
  app.add_option_function<std::string>(
         "--take", [job, sides](const std::string& side) { job->take = sides.at(side); },
         msg("settle with that side, instead of what is entered in conflicts.gpkg"))
      ->type_name("local|reference|ancestor")
      ->check(CLI::Validator(CLI::IsMember({"local", "reference", "ancestor"})).description(""));
  app.add_option("--conflict", job->conflict, msg("only the conflict of this id"))->type_name("ID");
  app.add_option("--where", job->where,
                 msg("only the conflicts that an SQL expression over their columns picks"))
      ->type_name("SQL");
  app.add_option("--by", job->by, msg("who decides, to be noted with the decision"))
      ->type_name(msg("NAME"));
  return [job, &common] {
    job->threads = common.threads;
    job->now = common.now;
    return report_sync(jobs::resolve(*job), job->folder, common);
  };
}

}  // namespace bdf::command
