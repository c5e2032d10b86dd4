// SPDX-License-Identifier: MIT
// bdf invert
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/apply.h"

namespace bdf::command {

Run add_invert(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path changeset;
    std::filesystem::path out;
    bool overwrite = false;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("CHANGESET"), options->changeset, msg("a changeset (.gpkg)")))
      ->required();
  app.add_option("--out", options->out, msg("the inverse to write (.gpkg)"))
      ->type_name(msg("FILE"))
      ->required();
  add_overwrite(app, options->overwrite);
  return [options, &common] {
    jobs::invert_changeset(options->changeset, options->out, options->overwrite);
    if (common.json)
      fmt::print("{}\n", nlohmann::json{{"out", options->out.string()}}.dump(
                             -1, ' ', false, nlohmann::json::error_handler_t::replace));
    else if (!common.quiet)
      say_line(msg("inverse written to {}", options->out.string()));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
