// SPDX-License-Identifier: MIT
// The geometries of some rows of a layer, decoded.
#pragma once

#include <cstdint>
#include <span>

#include "jobs/side_reader.h"
#include "match/shapes.h"

namespace bdf::jobs {

/// `fids` are those of the rows, both ascending. Read some at a time: as they are stored all of
/// them would take more room than what is made of them.
[[nodiscard]] match::Shapes row_shapes(const SideReader& reader,
                                       std::span<const std::uint32_t> rows,
                                       std::span<const std::int64_t> fids, int threads);

}  // namespace bdf::jobs
