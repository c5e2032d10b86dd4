// SPDX-License-Identifier: MIT
// What report/differences.h says of a conflict, as expressions that QGIS computes from the columns
// of layer `conflict`: a file of conflicts holds no such text. Geometries are on the map.
#pragma once

#include <string>

#include "model/three_way.h"
#include "report/layer_terms.h"

namespace bdf::report {

/// The field that holds differing_in_qgis(), which said_in_qgis() reads.
inline constexpr const char* differing_field = "differing";

/// Which attributes tell the sides' objects apart, as JSON: worked out once for all three sides.
[[nodiscard]] std::string differing_in_qgis(const TermsByLayer& terms);

/// What the side says, a line a thing, in the language of messages. For QGIS 3.22 and later.
[[nodiscard]] std::string said_in_qgis(Side side, const TermsByLayer& terms);

/// The text as a literal of a QGIS expression.
[[nodiscard]] std::string qgis_text(std::string_view text);

}  // namespace bdf::report
