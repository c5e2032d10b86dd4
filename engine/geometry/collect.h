// SPDX-License-Identifier: MIT
// Several geometries as one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace bdf::geometry {

/// The WKB of all of them: a multi where all are points, lines or polygons of one kind and
/// dimension, their parts in the order given; else a GEOMETRYCOLLECTION with the members as they
/// are.
[[nodiscard]] std::string collected(std::span<const std::string_view> wkbs);

}  // namespace bdf::geometry
