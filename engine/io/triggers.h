// SPDX-License-Identifier: MIT
// Which triggers are the GeoPackage standard's and GDAL's own.
#pragma once

#include <string>
#include <vector>

#include "io/sqlite.h"

namespace bdf::io {

/// All triggers, by name, whose name and table are not those of an R-tree, a feature count, a tile
/// matrix or metadata, as the standard and GDAL create them. Judged by name: no trigger runs here.
[[nodiscard]] std::vector<std::string> unknown_triggers(Database& database);

}  // namespace bdf::io
