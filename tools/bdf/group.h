// SPDX-License-Identifier: MIT
// Subcommands that have subcommands of their own.
#pragma once

#include <string>
#include <vector>

#include "bdf/command.h"

namespace bdf::command {

struct Subcommand {
  std::string name;
  std::string help;
  Add* add;
};

/// Declares them on `app`, of which one must be given. What comes before its name counts for it,
/// too.
[[nodiscard]] Run add_group(CLI::App& app, const Common& common,
                            const std::vector<Subcommand>& subcommands);

}  // namespace bdf::command
