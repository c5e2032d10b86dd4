// SPDX-License-Identifier: MIT
#include "bdf/say.h"

#include <fmt/format.h>

#include "base/shown.h"

namespace bdf::command {

void say(std::string_view text) { fmt::print("{}", shown(text)); }

void say_line(std::string_view text) { fmt::print("{}\n", shown(text)); }

}  // namespace bdf::command
