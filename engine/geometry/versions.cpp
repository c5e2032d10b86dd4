// SPDX-License-Identifier: MIT
#include "geometry/versions.h"

#include <geos_c.h>

namespace bdf::geometry {

std::map<std::string, std::string> library_versions() { return {{"GEOS", GEOSversion()}}; }

}  // namespace bdf::geometry
