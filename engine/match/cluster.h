// SPDX-License-Identifier: MIT
// Rows whose links are equal belong to one cluster.
#pragma once

#include "model/cluster.h"
#include "model/row_index.h"
#include "model/three_way.h"

namespace bdf::match {

/// Joins the rows of the three sides by their link hashes, one a row, all of them set. Clusters
/// stand in the order of their first local row, then reference row, then ancestor row. O(n).
[[nodiscard]] Clusters cluster_by_link(const ThreeWay<std::vector<Hash128>>& links);

}  // namespace bdf::match
