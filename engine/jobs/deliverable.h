// SPDX-License-Identifier: MIT
// What may stand in a package: what every program that opens it can read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/value.h"

namespace bdf::jobs {

/// The kind of geometry as packages spell it ("MULTIPOLYGON"); empty where they have no layers and
/// features of it, which are curves and surfaces in space.
[[nodiscard]] std::string_view packaged_geometry(std::string_view type);

/// Why no package may hold the value, as what follows “feature X: ”; nullopt where it may. Text is
/// to be UTF-8.
[[nodiscard]] std::optional<std::string> flaw_of_value(const ValueView& value,
                                                       const std::string& attribute);

/// The same of a geometry as a FeatureTable holds it: NULL, or WKB that is whole, of a kind that
/// packages have and the layer declares (single and multi are one), and whose coordinates are
/// numbers.
[[nodiscard]] std::optional<std::string> flaw_of_geometry(const ValueView& geometry,
                                                          const std::string& declared);

}  // namespace bdf::jobs
