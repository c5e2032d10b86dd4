// SPDX-License-Identifier: MIT
// Names for programs that know no other letters than a to z.
#pragma once

#include <string>
#include <string_view>

namespace bdf::io {

/// Letters without their accents, œ and æ as two, and every other character that is no letter,
/// digit or underscore of ASCII as an underscore. Bytes that are no UTF-8 are underscores, too.
[[nodiscard]] std::string ascii_name(std::string_view name);

}  // namespace bdf::io
