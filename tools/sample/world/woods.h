// SPDX-License-Identifier: MIT
// Small woods: blobs inside open parcels.
#pragma once

#include <cstdint>
#include <vector>

#include "world/hedges.h"

namespace bdf::sample {

/// A star around its centre of about `area` square metres, twice as long as wide or less: closed,
/// counterclockwise, on the grid, a vertex about every 4.5 m.
[[nodiscard]] Path blob(const Position& centre, double area, std::uint64_t seed);

/// Outlines of woods in open parcels: they touch neither each other nor the parcels' edges nor an
/// area along a hedge.
[[nodiscard]] std::vector<Path> plant_woods(const Field& field, const HedgeNetwork& hedges);

}  // namespace bdf::sample
