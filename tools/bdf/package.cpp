// SPDX-License-Identifier: MIT
// bdf package …: packages of a theme, as others get them.
#include "bdf/package.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "base/message.h"
#include "bdf/subcommands.h"

namespace bdf::command {

namespace {

struct PackageCommand {
  const char* name;
  std::string help;
  Run (*add)(CLI::App& app, const Common& common);
};

}  // namespace

Run add_package(CLI::App& app, const Common& common) {
  const std::vector<PackageCommand> commands{
      {"build", msg("make a package of a base or of files"), add_package_build},
      {"verify", msg("check that a package is what it says"), add_package_verify},
      {"diff", msg("tell how two packages differ"), add_package_diff},
      {"publish", msg("put packages where others can get them"), add_package_publish},
      {"fetch", msg("get the newest package, by what has changed where that is less"),
       add_package_fetch}};
  app.require_subcommand(1);
  const auto runs = std::make_shared<std::vector<std::pair<CLI::App*, Run>>>();
  for (const auto& [name, help, add] : commands) {
    auto* subcommand = app.add_subcommand(name, help);
    subcommand->fallthrough();
    runs->emplace_back(subcommand, add(*subcommand, common));
  }
  return [runs] {
    for (const auto& [subcommand, run] : *runs)
      if (subcommand->parsed()) return run();
    return ExitCode::usage;
  };
}

}  // namespace bdf::command
