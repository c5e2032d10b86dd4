// SPDX-License-Identifier: MIT
// Whose changes a flaw that a merge has made of a network hangs on.
#pragma once

#include <set>
#include <vector>

#include "topology/network_check.h"

namespace bdf::topology {

/// By side, the features of which merged has what only that side has made of them, where the flaw
/// is: had one side left them as they were, it would not be there. They may be gone from merged.
struct Causes {
  std::set<std::size_t> local, reference;
};

/// One each of the flaws that new_flaws() has found in these lines. Of an island, what lay on the
/// shortest way (breadth first) from it to the rest; of a dead end from which water flows away,
/// where all that brought it there was deleted, nothing: brooks begin somewhere. n log n for n
/// lines, and again for every flaw.
[[nodiscard]] std::vector<Causes> causes_of(const std::vector<NewFlawedPlace>& flaws,
                                            const std::vector<NetworkLine>& merged,
                                            const std::vector<NetworkLine>& local,
                                            const std::vector<NetworkLine>& reference);

}  // namespace bdf::topology
