// SPDX-License-Identifier: MIT
// Where something lies on the earth, to look around by: to some metres, or some hundred where the
// datums are not known.
#pragma once

#include <optional>
#include <string>

#include "model/geometry.h"

namespace bdf::crs {

/// The box of longitude and latitude around a box of a system, as Operation::from names it; `area`
/// is about where it lies. Not finite where it lies nowhere. Throws InputError where the system is
/// unknown or there is no such box.
[[nodiscard]] Box box_in_degrees(const std::string& system, const Box& box,
                                 const std::optional<Box>& area = std::nullopt);

/// Whether all of its edges are numbers.
[[nodiscard]] bool is_finite(const Box& box);

}  // namespace bdf::crs
