// SPDX-License-Identifier: MIT
// bdf resolve
#include "jobs/resolve.h"

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/options.h"
#include "bdf/subcommands.h"

namespace bdf::command {

namespace {

/// As conflicts.gpkg takes them too, in English and in French.
std::optional<Side> side_called(const std::string& word) {
  static const std::map<std::string, Side> sides{
      {"local", Side::local},         {"locale", Side::local},      {"reference", Side::reference},
      {"référence", Side::reference}, {"ancestor", Side::ancestor}, {"ancêtre", Side::ancestor},
      {"ancetre", Side::ancestor}};
  const auto found = sides.find(word);
  return found == sides.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Run add_resolve(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::ResolveJob>();
  untyped(app.add_option(msg("DIR"), job->folder, msg("the folder that a sync wrote")))->required();
  app.add_option_function<std::string>(
         "--take", [job](const std::string& side) { job->take = side_called(side); },
         msg("settle with that side, instead of what is entered in conflicts.gpkg"))
      ->type_name(msg("local|reference|ancestor"))
      ->check([](const std::string& side) {
        return side_called(side) ? "" : msg("“{}” is none of local, reference and ancestor", side);
      });
  app.add_option_function<std::string>(
         "--value", [job](const std::string& value) { job->value = value; },
         msg("settle with that value: a text, or a geometry as WKT in the layer's coordinates; '' "
             "for none"))
      ->type_name(msg("VALUE"));
  app.add_option("--geometry", job->geometry,
                 msg("settle with the geometry of the one feature of that file (FILE::layer)"))
      ->type_name(msg("FILE"));
  app.add_option("--resolutions", job->resolutions, msg("settle as that resolutions.json says"))
      ->type_name(msg("FILE"));
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
