// SPDX-License-Identifier: MIT
// Whether what was written about a story quotes the files that it is about.
#pragma once

#include <string>

#include "score/sheet.h"

namespace bdf::score {

/// Of a question about an attribute: each of its three values must be that of the side's file.
/// "" where they are.
[[nodiscard]] std::string what_is_misquoted(const Sheet& sheet, const Story& story,
                                            const Waiting& conflict);

/// Of a row of the contribution: an object that is new to the reference leaves as local has it, and
/// an update says of what it does not tell as changed what the reference says. "" where that is so.
[[nodiscard]] std::string what_is_misquoted(const Sheet& sheet, const Story& story,
                                            const Sent& row);

}  // namespace bdf::score
