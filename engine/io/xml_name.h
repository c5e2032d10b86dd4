// SPDX-License-Identifier: MIT
// Names and texts that are to stand in XML 1.0.
#pragma once

#include <string>
#include <string_view>

namespace bdf::io {

/// The name as an NCName (Namespaces in XML 1.0): what cannot stand in one becomes `_xHHHH_`, the
/// hexadecimal code of the character, as SQL/XML maps names of columns (ISO/IEC 9075-14, 9.1); so
/// does the underscore of an `_x` that the name itself has. The name is UTF-8 and not empty.
[[nodiscard]] std::string xml_name(std::string_view name);

/// The name that xml_name() was given; any other NCName as it is.
[[nodiscard]] std::string name_of_xml(std::string_view xml);

[[nodiscard]] bool is_ncname(std::string_view name);

/// Whether the text is UTF-8 and of characters that XML 1.0 allows: no control characters but tab
/// and line ends.
[[nodiscard]] bool is_xml_text(std::string_view text);

}  // namespace bdf::io
