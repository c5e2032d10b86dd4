// SPDX-License-Identifier: MIT
// What GDAL opens, brought into a GeoPackage.
#pragma once

#include <filesystem>
#include <string>

#include "io/source.h"

namespace bdf::io {

/// Reads the layer named, or all layers, into the new GeoPackage `target`. `shown` names the input
/// in messages. Returns what was lost or assumed. Throws InputError where GDAL cannot open or read
/// it, where it has no such layer, or where a text is not in the encoding that it is said to be in.
[[nodiscard]] std::vector<Finding> stage(const SourceName& name, const SourceOptions& options,
                                         const std::string& shown,
                                         const std::filesystem::path& target);

}  // namespace bdf::io
