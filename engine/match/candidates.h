// SPDX-License-Identifier: MIT
// Which features of two sides could be the same object, or parts of it.
#pragma once

#include <cstdint>
#include <vector>

#include "match/shapes.h"

namespace bdf::match {

/// Two shapes, one a side, of which one runs along the other (lines, points) or lies in it for the
/// most part (areas).
struct Candidate {
  std::uint32_t a = 0;  ///< numbers of shapes
  std::uint32_t b = 0;
  bool a_along_b = false;
  bool b_along_a = false;

  [[nodiscard]] bool mutual() const { return a_along_b && b_along_a; }
};

/// All pairs of which at least one runs within `reach` (units of the CRS) of the other, ordered by
/// a and then b. Only shapes of one kind are compared.
[[nodiscard]] std::vector<Candidate> candidates(const Shapes& a, const Shapes& b, double reach,
                                                int threads);

/// Candidates that hang together, with all their shapes; ascending.
struct Component {
  std::vector<std::uint32_t> a;
  std::vector<std::uint32_t> b;
  std::vector<Candidate> candidates;
};

/// The connected components, in the order of their first candidate. Shapes without a candidate are
/// in none.
[[nodiscard]] std::vector<Component> components_of(const std::vector<Candidate>& candidates,
                                                   std::size_t shapes_of_a,
                                                   std::size_t shapes_of_b);

}  // namespace bdf::match
