// SPDX-License-Identifier: MIT
// GeoPackage geometries (OGC 12-128r17, clause 2.1.3): WKB behind a header with an envelope.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/geometry.h"
#include "model/value.h"

namespace bdf::io {

/// A GeoPackage geometry blob (header with envelope for all but points) around WKB.
[[nodiscard]] std::string geometry_blob(std::string_view wkb, int srs_id);

/// The WKB inside; nullopt where the bytes are no GeoPackage geometry.
[[nodiscard]] std::optional<std::string_view> wkb_of_blob(std::string_view blob);

/// The value without its header where it is a GeoPackage geometry; else the value as it is.
[[nodiscard]] ValueView unwrapped_geometry(const ValueView& stored);

/// The inverse, for a layer of that srs_id: what does not begin as WKB is passed on as it is.
/// `buffer` holds the bytes of the result.
[[nodiscard]] ValueView wrapped_geometry(const ValueView& geometry, int srs_id,
                                         std::string& buffer);

/// The box of a geometry as a FeatureTable holds it; nullopt where it has no vertex or is no WKB.
[[nodiscard]] std::optional<Box> box_of_geometry(const ValueView& geometry);

}  // namespace bdf::io
