// SPDX-License-Identifier: MIT
// What has the very same coordinates on both sides.
#pragma once

#include <vector>

#include "match/shapes.h"
#include "model/link.h"

namespace bdf::match {

/// More features of a side than this on one and the same place cannot be told apart by where they
/// lie, and are not compared.
inline constexpr std::size_t most_at_a_place = 256;

struct ExactMatches {
  std::vector<Link> links;   ///< one to one, ordered by a
  std::vector<bool> done_a;  ///< by shape: linked, or one of too many alike
  std::vector<bool> done_b;
  std::vector<std::uint32_t> crowded_a;  ///< rows of those that are one of too many
  std::vector<std::uint32_t> crowded_b;
};

/// Links shapes of one kind with the same parts and vertices in the plane, where each side has just
/// one of them. O(n log n).
[[nodiscard]] ExactMatches match_exactly(const Shapes& a, const Shapes& b, int threads);

}  // namespace bdf::match
