// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

namespace bdf::io {

/// The versions of GDAL, of the PROJ that it uses, and of SQLite, as loaded.
[[nodiscard]] std::map<std::string, std::string> library_versions();

}  // namespace bdf::io
