// SPDX-License-Identifier: MIT
// bdf theme check
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/subcommands.h"
#include "jobs/theme_check.h"

namespace bdf::command {

Run add_theme(CLI::App& app, const Common& common) {
  const auto file = std::make_shared<std::string>();
  app.require_subcommand(1);
  auto* check = app.add_subcommand("check", msg("check a theme and tell what it says"));
  check->fallthrough();
  untyped(check->add_option(msg("FILE"), *file, msg("a theme: a name or a .yaml file")))
      ->required();
  return [file, &common] {
    fmt::print("{}", common.json ? jobs::theme_as_json(*file) : jobs::theme_as_text(*file));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
