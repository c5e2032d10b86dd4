// SPDX-License-Identifier: MIT
// Places by their very numbers.
#pragma once

#include <cstdint>
#include <functional>

#include "model/geometry.h"

namespace bdf::topology {

/// A hash that depends on another one as well, and on their order.
[[nodiscard]] inline std::uint64_t mixed(std::uint64_t hash, std::uint64_t more) {
  constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
  return hash ^ (more + golden + (hash << 6U) + (hash >> 2U));
}

/// Equal for points that are equal: -0 is 0.
[[nodiscard]] inline std::uint64_t hash_of(const Point& point) {
  const std::hash<double> hash;
  return mixed(hash(point.x + 0.0), hash(point.y + 0.0));
}

}  // namespace bdf::topology
