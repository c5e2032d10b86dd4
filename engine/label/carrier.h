// SPDX-License-Identifier: MIT
// Where a label lies in a package, and what of the package speaks of it.
//
// label.json lies beside manifest.json, which it is bound to and which therefore cannot name it.
// The badge and the part of the cover page that shows the label are files of the package like any
// others: the manifest names them, so the label is bound to them, too.
#pragma once

#include <string>
#include <string_view>

namespace bdf::label {

inline constexpr std::string_view label_file = "label.json";
inline constexpr std::string_view badge_file = "label.svg";
/// What badges are for, in a manifest.
inline constexpr std::string_view badge_role = "label";

/// The page with `section` (HTML) before its end, in place of the one that it had. Throws
/// InputError where the text is no page of a package.
[[nodiscard]] std::string with_section(const std::string& page, const std::string& section);

}  // namespace bdf::label
