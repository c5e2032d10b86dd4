// SPDX-License-Identifier: MIT
// bdf info
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/say.h"
#include "bdf/subcommands.h"
#include "jobs/describe.h"

namespace bdf::command {

Run add_info(CLI::App& app, const Common& common) {
  struct Options {
    std::string source;
    io::SourceOptions reading;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("FILE"), options->source,
                         msg("a file, or FILE::layer for one layer of it")))
      ->required();
  add_reading_options(app, options->reading);
  return [options, &common] {
    const auto found = jobs::describe(options->source, options->reading);
    say(common.json ? jobs::description_as_json(found) : jobs::description_as_text(found));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
