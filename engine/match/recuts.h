// SPDX-License-Identifier: MIT
// Objects that were cut otherwise, told by what runs along what.
#pragma once

#include <cstdint>
#include <vector>

#include "match/shapes.h"

namespace bdf::match {

/// Several shapes of one side that others of the other side make up, cut elsewhere; ascending.
struct Recut {
  std::vector<std::uint32_t> wholes;
  std::vector<std::uint32_t> pieces;
};

/// Those of lines and areas, of two wholes or more that hang together by pieces that lie along
/// several of them: each lies along the others for nine tenths of itself, within `distance` (units
/// of the CRS), and together they are as long, or as large, as each other to a sixth. Of those with
/// no piece that is `loose` (one entry a piece) only some are found: what lies apart from loose
/// ones is not measured. n log n where shapes lie apart.
[[nodiscard]] std::vector<Recut> recuts(const Shapes& wholes, const Shapes& pieces,
                                        const std::vector<bool>& loose, double distance);

}  // namespace bdf::match
