// SPDX-License-Identifier: MIT
// What is left of a layer once the objects are put aside that are the same on all sides.
#pragma once

#include <cstdint>
#include <vector>

#include "jobs/layer_identity.h"

namespace bdf::jobs {

/// Rows of each side's RowIndex, ascending.
using SideRows = ThreeWay<std::vector<std::uint32_t>>;

/// Those whose cluster is not one row on each side that has any, all of one print: of the others,
/// geometry has nothing to tell.
[[nodiscard]] SideRows differing_rows(const ThreeWay<RowIndex>& index, const Clusters& clusters);

/// These rows alone, numbered anew.
[[nodiscard]] ThreeWay<RowIndex> part_of(const ThreeWay<RowIndex>& index, const SideRows& rows);

/// What is known of these rows, by their new numbers, and the clusters that they make.
[[nodiscard]] LayerIdentity part_of(const LayerIdentity& whole, const SideRows& rows);

/// Reads them by their new numbers.
[[nodiscard]] match::ReadRows reading(match::ReadRows read, const SideRows& rows);

/// What has been found of these rows stands for what was known of them. The clusters stay.
void put_back(LayerIdentity part, const SideRows& rows, LayerIdentity& whole);

}  // namespace bdf::jobs
