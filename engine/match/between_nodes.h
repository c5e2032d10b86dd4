// SPDX-License-Identifier: MIT
// Lines that were drawn quite otherwise, between ends that correspond.
#pragma once

#include <vector>

#include "match/geometric.h"
#include "match/shapes.h"

namespace bdf::match {

/// Links each line that is in none of `matches` to the one such line of the other side that runs
/// between the same nodes, if there is just one of each, they are of about one length, and neither
/// strays farther than options.shift from the other, nor do they carry different things. Nodes are
/// the same where they are at the very same place, or where most of the accepted links that end
/// there say so.
[[nodiscard]] std::vector<Link> match_between_nodes(const Shapes& a, const Shapes& b,
                                                    const GeometricMatches& matches,
                                                    const Matching& how);

}  // namespace bdf::match
