// SPDX-License-Identifier: MIT
// How the outlines of narrow areas run along one another.
#pragma once

#include <cstdint>
#include <vector>

#include "match/courses.h"

namespace bdf::match {

/// An outline in 64 parts of one length, one bit each.
using OutlineParts = std::uint64_t;
inline constexpr int outline_parts = 64;

/// Two outlines that are near one another, and where.
struct OutlinePair {
  std::uint32_t a = 0;  ///< numbers of shapes
  std::uint32_t b = 0;
  OutlineParts near_a = 0;  ///< the parts of a whose middle lies within the radius of b
  OutlineParts near_b = 0;
  double mean_distance = 0;  ///< of these
};

/// All such pairs, ordered by a and then b. Shapes that are not `taken` are left out.
[[nodiscard]] std::vector<OutlinePair> outline_pairs(const Courses& a, const Courses& b,
                                                     double radius, int threads);

}  // namespace bdf::match
