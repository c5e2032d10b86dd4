// SPDX-License-Identifier: MIT
// Values as PostgreSQL writes and reads them in text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/value.h"

namespace bdf::refbase {

/// Appends the text of a value that is not Null, as a parameter and COPY take it.
void append_text(std::string& text, const ValueView& value);

/// Appends a field as COPY's text format takes it.
void append_escaped(std::string& line, std::string_view field);

/// Appends a geometry (WKB) with the number of its system, as PostGIS takes it. What is no WKB goes
/// as its text, which PostGIS refuses.
void append_geometry(std::string& text, const ValueView& geometry, int srid);

/// The value that a server, whose TimeZone is UTC and DateStyle ISO, writes so in a column of that
/// type (its number in pg_type). Instants come as GeoPackages have them: 2026-11-24T01:09:08.000Z.
/// Views are of `text`, or of `buffer`.
[[nodiscard]] ValueView value_in(std::uint32_t type, std::string_view text, std::string& buffer);

}  // namespace bdf::refbase
