// SPDX-License-Identifier: MIT
#include "world/random.h"

#include <cmath>
#include <numbers>

namespace bdf::sample {

double Random::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

}  // namespace bdf::sample
