// SPDX-License-Identifier: MIT
// The subcommands of `bdf base`, and what they share.
#pragma once

#include <string>

#include "bdf/command.h"

namespace bdf::command {

/// Every subcommand works on one base.
void add_base_option(CLI::App& app, std::string& base);

Add add_adopt, add_integrate, add_queue, add_accept, add_reject, add_answer, add_journal;

}  // namespace bdf::command
