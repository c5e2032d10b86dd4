// SPDX-License-Identifier: MIT
// Which shapes of two sides run along one another, and where.
#pragma once

#include <cstdint>
#include <vector>

#include "match/courses.h"

namespace bdf::match {

/// How two shapes run along one another. Lengths and positions in units of the CRS, positions from
/// each one's first vertex. Measured at places set evenly along both. A place is beside the other
/// shape where the nearest point of that is not one of its very ends.
struct Alongside {
  std::uint32_t a = 0;  ///< numbers of shapes
  std::uint32_t b = 0;
  double from_a = 0, to_a = 0;  ///< from the first to the last place of a that is beside b; where
                                ///< none is, of those that are near
  double from_b = 0, to_b = 0;
  double along_a = 0;  ///< the length of a that is beside b: at most to_a - from_a
  double along_b = 0;
  double passed_a = 0;  ///< the length of a that is nearest to places of b: little where they cross
  double passed_b = 0;
  double mean_distance = 0;      ///< of the places that are beside, or else near
  double greatest_distance = 0;  ///< of the same
  bool reversed = false;         ///< b is passed from its end to its start
  bool beside = false;           ///< some place of either is beside the other
};

/// How courses are looked at, in units of the CRS.
struct Reach {
  double radius = 0;  ///< what is farther off is not near
  double step = 0;    ///< places are no farther apart; there are eight at least
};

/// All pairs with places within the radius of one another, ordered by a and then b. About linear in
/// the length of all courses over the step.
[[nodiscard]] std::vector<Alongside> alongside(const Courses& a, const Courses& b,
                                               const Reach& reach, int threads);

/// The shapes at each of whose places so many others lie (most_beside) that none of them was
/// compared; ascending.
[[nodiscard]] std::vector<std::uint32_t> crowded(const Courses& courses, const Courses& others,
                                                 const Reach& reach, int threads);

}  // namespace bdf::match
