// SPDX-License-Identifier: MIT
// The rules of a theme as the reference applies them to what comes in.
#pragma once

#include "rules/theme.h"

namespace bdf::rules {

/// Nobody has the last word by being one side or the other: who may change what, rights say. What
/// both sides have changed differently is decided by the rule of what is shared, if it has one, and
/// is a conflict else; meanwhile the reference's version stands. `columns` are those of the
/// reference's layers, by the names of the theme's: what the schemas do not know is shared too.
[[nodiscard]] Theme as_integrated(Theme theme,
                                  const std::map<std::string, std::vector<std::string>>& columns);

}  // namespace bdf::rules
