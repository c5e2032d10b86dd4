// SPDX-License-Identifier: MIT
// The results of subcommands, on the standard output.
#pragma once

#include <string_view>

namespace bdf::command {

/// As people may be shown it (base/shown.h): data of others are in it.
void say(std::string_view text);
/// The same, and ends the line.
void say_line(std::string_view text);

}  // namespace bdf::command
