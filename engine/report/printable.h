// SPDX-License-Identifier: MIT
// Text from data, made fit for a terminal and for a page.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bdf::report {

/// The text as valid UTF-8 on one line: tabs and line ends become blanks; other control characters,
/// those that turn the direction of writing, and bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

/// The first `length` characters of a valid UTF-8 text, with "…" where that is not all of it.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t length);

}  // namespace bdf::report
