// SPDX-License-Identifier: MIT
// bdf-sample families: the kinds of edits, and how often each happens.
#include "stories/families.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "commands.h"

namespace bdf::sample {

void add_families(CLI::App& app) {
  auto* command = app.add_subcommand("families", "prints the families of edits and their rates");
  command->callback([] {
    fmt::print("| family | share of a layer's features |\n|---|---:|\n");
    for (const Family& family : families())
      fmt::print("| {} | {:.2f} % |\n", family.name, 100 * family.rate);
  });
}

}  // namespace bdf::sample
