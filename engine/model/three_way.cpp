// SPDX-License-Identifier: MIT
#include "model/three_way.h"

namespace bdf {

std::string_view name_of(Side side) {
  constexpr std::array<std::string_view, 3> names{"ancestor", "local", "reference"};
  return names[static_cast<std::size_t>(side)];
}

std::string_view name_of(Divergence divergence) {
  constexpr std::array<std::string_view, 5> names{"none", "local_only", "reference_only",
                                                  "both_alike", "both_differ"};
  return names[static_cast<std::size_t>(divergence)];
}

}  // namespace bdf
