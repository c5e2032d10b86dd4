// SPDX-License-Identifier: MIT
// What a sync with the sides swapped is to leave alike.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "support/trial.h"

namespace bdf::tests {

/// Everything about the conflicts but their ids and their provisional sides, seen from either side.
[[nodiscard]] std::multiset<std::string> questions(const Outcomes& run, bool swap);

/// The merged layer without what open conflicts hold provisionally.
[[nodiscard]] std::vector<Content> settled(const Outcomes& run,
                                           const std::set<std::string>& columns);

}  // namespace bdf::tests
