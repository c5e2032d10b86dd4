// SPDX-License-Identifier: MIT
// What befalls a whole layer rather than one object.
#pragma once

#include <cstdint>

#include "world/mesh.h"
#include "world/shape.h"

namespace bdf::sample {

/// In the order in which it is done. All in metres.
struct Distortion {
  double generalised = 0;  ///< vertices nearer than this to the line that is left are dropped
  bool densified = false;  ///< a vertex more on each edge
  double shift_x = 0, shift_y = 0;  ///< of everything alike
  double drift = 0;                 ///< at most, of a shift that varies slowly over the ground
  double noise = 0;                 ///< at most, of each vertex for itself, off the grid

  [[nodiscard]] bool moves_nothing() const {
    return generalised == 0 && !densified && shift_x == 0 && shift_y == 0 && drift == 0;
  }
};

/// What vertices have in common, they have in common afterwards, but for noise. A ring or line that
/// would not be simple any more when generalised stays as it is.
[[nodiscard]] Shape distorted(Shape shape, const Distortion& how, const Ground& ground,
                              std::uint64_t number);

}  // namespace bdf::sample
