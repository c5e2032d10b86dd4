// SPDX-License-Identifier: MIT
// bdf explain
#include "jobs/explain.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"

namespace bdf::command {

Run add_explain(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path folder;
    std::string what;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("DIR"), options->folder, msg("the folder that a sync wrote")))
      ->required();
  untyped(app.add_option("ID", options->what,
                         msg("an object's id, a conflict's id, or a cluster's number")))
      ->required();
  return [options, &common] {
    const auto found = jobs::explain(options->folder, options->what);
    say(common.json ? jobs::explanation_as_json(found) : jobs::explanation_as_text(found));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
