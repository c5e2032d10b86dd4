// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "world/random.h"
#include "world/woods.h"

namespace bdf::sample {
namespace {

struct Wave {
  double height, phase;
};

}  // namespace

Path blob(const Position& centre, double area, std::uint64_t seed) {
  Random random(seed, "blob");
  const double stretch = random.between(1, 1.45);
  const double heading = random.between(0, std::numbers::pi);
  std::array<Wave, 5> waves{};  // of two to six bulges around
  for (std::size_t i = 0; i < waves.size(); ++i)
    waves[i] = {random.between(0, 0.32) / static_cast<double>(i + 2),
                random.between(0, 2 * std::numbers::pi)};
  const double radius = std::sqrt(area / std::numbers::pi);
  const int count = std::max(9, static_cast<int>(std::lround(radius * 6.6 / 4.5)));
  Path ring;
  for (int i = 0; i < count; ++i) {
    const double angle = (i + random.between(-0.25, 0.25)) * 2 * std::numbers::pi / count;
    double reach = radius * (1 + random.between(-0.05, 0.05));
    for (std::size_t k = 0; k < waves.size(); ++k)
      reach *= 1 + waves[k].height * std::cos(static_cast<double>(k + 2) * angle + waves[k].phase);
    const double x = reach * std::cos(angle) * stretch;
    const double y = reach * std::sin(angle) / stretch;
    const Position point =
        on_grid(Position{centre.x + x * std::cos(heading) - y * std::sin(heading),
                         centre.y + x * std::sin(heading) + y * std::cos(heading), 0});
    if (ring.empty() || distance(ring.back(), point) > 0.5) ring.push_back(point);
  }
  ring.push_back(ring.front());
  return ring;
}

}  // namespace bdf::sample
