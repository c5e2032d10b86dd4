// SPDX-License-Identifier: MIT
// What others have written, as people may be shown it.
#pragma once

#include <string>
#include <string_view>

namespace bdf {

/// What the names of temporary folders begin and end with; 16 hexadecimal digits stand between.
constexpr std::string_view temporary_prefix = "bdf-";
constexpr std::string_view temporary_suffix = ".scratch";

/// A text as a terminal may get it: what would steer it, or turn the direction of writing, is
/// written as \u001b, and bytes that are no UTF-8 as \xff. Line breaks and tabs stay. The names of
/// our temporary folders are left out: they tell nobody anything.
[[nodiscard]] std::string shown(std::string_view text);

/// The same on one line: line breaks and tabs are written so too.
[[nodiscard]] std::string shown_on_a_line(std::string_view text);

/// The same of no more than the first 200 bytes, with … where there are more: what others have
/// written may be of any length, and a message may not.
[[nodiscard]] std::string shown_shortly(std::string_view text);

}  // namespace bdf
