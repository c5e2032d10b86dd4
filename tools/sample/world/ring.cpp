// SPDX-License-Identifier: MIT
#include "world/ring.h"

#include <algorithm>

#include "world/segment.h"

namespace bdf::sample {
namespace {

/// Negative where c and d are on either side of the line through a and b.
double sides_of(const Position& a, const Position& b, const Position& c, const Position& d) {
  return turn(a, b, c) * turn(a, b, d);
}

constexpr double on_the_line = 1e-6;

double longest_step(const Path& path) {
  double longest = 0;
  for (std::size_t i = 1; i < path.size(); ++i)
    longest = std::max(longest, distance(path[i - 1], path[i]));
  return longest;
}

}  // namespace

// What lies further away than the longest segment can reach is passed over.
bool is_sound_ring(const Path& ring) {
  if (ring.size() < 5 || signed_area(ring) < 20) return false;
  const std::size_t last = ring.size() - 1;
  const double longest = longest_step(ring);
  for (std::size_t i = 1; i <= last; ++i) {
    for (std::size_t j = i + 2; j <= last; ++j) {
      const Position& a = ring[i - 1];
      const Position& b = ring[i];
      const Position& c = ring[j - 1];
      const Position& d = ring[j];
      const double reaches = distance(b, c) / longest;
      if (reaches > 3) j += static_cast<std::size_t>(reaches) - 3;
      if (reaches > 2 || (i == 1 && j == last)) continue;
      if (!boxes_meet(a, b, c, d)) continue;
      if (sides_of(a, b, c, d) <= on_the_line && sides_of(c, d, a, b) <= on_the_line) return false;
    }
  }
  return true;
}

bool crosses(const Path& ring, const Path& line) {
  const double longest = longest_step(ring);
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Position& a = line[i - 1];
    const Position& b = line[i];
    const double length = distance(a, b);
    for (std::size_t j = 1; j < ring.size(); ++j) {
      const Position& c = ring[j - 1];
      const Position& d = ring[j];
      const double reaches = (distance(b, c) - length) / longest;
      if (reaches > 2) j += static_cast<std::size_t>(reaches) - 2;
      if (reaches > 1 || !boxes_meet(a, b, c, d)) continue;
      if (sides_of(a, b, c, d) < -on_the_line && sides_of(c, d, a, b) < -on_the_line) return true;
    }
  }
  return false;
}

}  // namespace bdf::sample
