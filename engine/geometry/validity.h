// SPDX-License-Identifier: MIT
// Validity and simplicity as OGC 06-103r4 defines them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/geometry.h"

namespace bdf::geometry {

struct Invalidity {
  /// As the JTS library names it: SELF_INTERSECTION, RING_NOT_CLOSED …; UNKNOWN for any other.
  std::string_view code;
  std::string reason;          ///< in the user's language, with its place
  std::optional<Point> place;  ///< where it is known
};

/// nullopt where the geometry is valid; else the first reason found. Looks at NaN and infinite
/// coordinates (a NaN Z is allowed), lines with fewer than two distinct vertices, rings too short
/// or not closed; then, for polygons, asks GEOS. An empty geometry is valid. Any thread. Throws
/// LawError where GEOS itself fails.
[[nodiscard]] std::optional<Invalidity> invalidity_of(const Geometry& geometry);

/// The reason alone.
[[nodiscard]] std::optional<std::string> why_invalid(const Geometry& geometry);

/// No line crosses or touches itself or another but at end points; no point stands twice. Polygons
/// count as simple. False for a NaN or infinite X or Y and for a line without two distinct
/// vertices. Throws LawError where GEOS fails.
[[nodiscard]] bool is_simple(const Geometry& geometry);

}  // namespace bdf::geometry
