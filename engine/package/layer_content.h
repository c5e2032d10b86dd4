// SPDX-License-Identifier: MIT
// The digest of what a layer of a GeoPackage holds.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "package/manifest.h"

namespace bdf::package {

/// ManifestLayer::digest of the layer as it is in that GeoPackage.
using LayerDigest =
    std::function<std::string(const std::filesystem::path& geopackage, const ManifestLayer& layer)>;

/// SHA-256 over the digests of the rows, sorted, so that neither their order nor their fids count.
/// A row's covers the values of the manifest's columns, in its order, and the geometry's WKB.
/// Throws InputError where the table or a column is not there.
[[nodiscard]] std::string digest_of_layer(const std::filesystem::path& geopackage,
                                          const ManifestLayer& layer);

}  // namespace bdf::package
