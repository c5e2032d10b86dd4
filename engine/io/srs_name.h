// SPDX-License-Identifier: MIT
// How services name coordinate reference systems, and in which order coordinates then stand.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/schema.h"

namespace bdf::io {

/// "urn:ogc:def:crs:EPSG::2154", in which coordinates stand in the order of axes that EPSG
/// declares; "" for a system without a code of EPSG's.
[[nodiscard]] std::string srs_urn(const Crs& crs);

/// Whether EPSG declares the northing or the latitude first, as for 4326 and 3035, but not 2154.
/// False where the code is not known.
[[nodiscard]] bool begins_northwards(int epsg);

struct SrsName {
  int epsg = 0;
  bool swapped = false;  ///< coordinates stand as y, x
};

/// The URN (urn:ogc:def:crs:EPSG:VERSION:CODE) and the URI (http://www.opengis.net/def/crs/EPSG/…)
/// mean EPSG's own order; "EPSG:CODE" and http://www.opengis.net/gml/srs/epsg.xml#CODE x, y, as
/// servers have it; CRS84 is longitude and latitude of EPSG:4326. nullopt for any other name.
[[nodiscard]] std::optional<SrsName> parse_srs_name(std::string_view name);

}  // namespace bdf::io
