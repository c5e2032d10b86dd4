// SPDX-License-Identifier: MIT
// The formats of packages, as catalogues call them.
#pragma once

#include <string>
#include <string_view>

namespace bdf::package {

/// "GeoPackage" of "GPKG", as of "GPKG-ZIP"; the word itself where it is not known.
[[nodiscard]] std::string format_title(std::string_view format);

/// Its entry in the EU's list of file types; "" where there is none.
[[nodiscard]] std::string file_type_uri(std::string_view format);

}  // namespace bdf::package
