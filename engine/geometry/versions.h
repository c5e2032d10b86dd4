// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

namespace bdf::geometry {

/// The version of GEOS, as loaded.
[[nodiscard]] std::map<std::string, std::string> library_versions();

}  // namespace bdf::geometry
