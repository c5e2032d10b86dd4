// SPDX-License-Identifier: MIT
// Which coordinate reference system a layer declares, and whether two are the same.
#pragma once

#include <string>
#include <string_view>

#include "model/schema.h"

namespace bdf::io {

/// "EPSG:2154", "IGNF:LAMB93", WKT or a PROJ string. srs_id is 0, organization "NONE" where it has
/// no code. Throws UsageError where PROJ does not know it.
[[nodiscard]] Crs crs_named(std::string_view name);

/// False for the GeoPackage's undefined systems and for one that is neither coded nor defined.
[[nodiscard]] bool is_defined(const Crs& crs);

/// Gives the layer the system of that name where it has geometries and declares none; its srs_id
/// stays that of its file. Throws InputError, which says to use --crs, where `name` is "".
void complete_crs(Schema& schema, std::string_view name, const std::string& file);

/// Whether two reference systems are the same, by code or else by definition. The order of axes of
/// geographic systems does not count: coordinates are stored x, y everywhere.
[[nodiscard]] bool same_crs(const Crs& a, const Crs& b);

/// Whether its coordinates are degrees; false where it is not known.
[[nodiscard]] bool is_geographic(const Crs& crs);

/// Whether its coordinates are metres in a projection; false where it is not known.
[[nodiscard]] bool is_projected_in_metres(const Crs& crs);

/// For messages: "EPSG:2154", or the name that its definition begins with where it has no code.
[[nodiscard]] std::string name_of(const Crs& crs);

}  // namespace bdf::io
