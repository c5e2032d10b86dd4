// SPDX-License-Identifier: MIT
// What GDAL opens, brought into a GeoPackage.
#pragma once

#include <filesystem>
#include <string>

#include "io/source.h"

namespace bdf::io {

/// Reads the layer named, or all layers, into the new GeoPackage `target`. `shown` names the input
/// in messages. Throws InputError where GDAL cannot open or read it, or it has no such layer.
void stage(const SourceName& name, const SourceOptions& options, const std::string& shown,
           const std::filesystem::path& target);

}  // namespace bdf::io
