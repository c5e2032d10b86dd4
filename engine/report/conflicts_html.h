// SPDX-License-Identifier: MIT
// Conflicts for people: what is to decide, between which values, and where.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/conflict.h"
#include "report/layer_terms.h"

namespace bdf::report {

/// How many conflicts a page lists and draws.
inline constexpr std::size_t listed_conflicts = 500;

/// A table of the first conflicts, and how many more there are; "" where there is none.
[[nodiscard]] std::string conflicts_table(const std::vector<Conflict>& conflicts,
                                          const TermsByLayer& terms);

/// A map of the layer's conflicts, each linked to its row in the table; "" where none has a place.
[[nodiscard]] std::string conflicts_map(const std::vector<Conflict>& conflicts,
                                        const std::string& layer);

/// The values that gave way to the reference's, in a part that opens when asked to.
[[nodiscard]] std::string proposals_list(const std::vector<Conflict>& proposals,
                                         const TermsByLayer& terms);

}  // namespace bdf::report
