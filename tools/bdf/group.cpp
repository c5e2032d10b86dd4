// SPDX-License-Identifier: MIT
#include "bdf/group.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>

namespace bdf::command {

Run add_group(CLI::App& app, const Common& common, const std::vector<Subcommand>& subcommands) {
  app.require_subcommand(1);
  const auto runs = std::make_shared<std::vector<std::pair<CLI::App*, Run>>>();
  for (const auto& [name, help, add] : subcommands) {
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
