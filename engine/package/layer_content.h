// SPDX-License-Identifier: MIT
// The digest of what a layer of a GeoPackage holds.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "package/manifest.h"

namespace bdf::package {

/// ManifestLayer::digest of the layer as it is in that GeoPackage.
using LayerDigest =
    std::function<std::string(const std::filesystem::path& geopackage, const ManifestLayer& layer)>;

/// The columns by which its features are told.
[[nodiscard]] std::vector<std::string> key_of(const ManifestLayer& layer);

/// content_of() the layer that the manifest means. Throws InputError where the table or a column of
/// its key is not there.
[[nodiscard]] std::string digest_of_layer(const std::filesystem::path& geopackage,
                                          const ManifestLayer& layer);

}  // namespace bdf::package
