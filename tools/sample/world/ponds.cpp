// SPDX-License-Identifier: MIT
#include "world/ponds.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "world/noise.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

constexpr double per_parcel = 0.019;

/// How far from its centre a parcel reaches in every direction.
double room(const Mesh& mesh, ParcelId parcel) {
  const Position centre = mesh.centre(parcel);
  const auto corners = mesh.corners(parcel);
  double least = 1e9;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    for (const Position& at : mesh.path(*mesh.edge_between(corners[i], corners[(i + 1) % 6])))
      least = std::min(least, distance(centre, at));
  }
  return least;
}

/// A round outline whose radius swells and shrinks.
Path round_pond(Random& random, const Position& centre, double radius, double level) {
  const int count = std::clamp(static_cast<int>(2 * std::numbers::pi * radius / 6.5), 8, 60);
  const std::uint64_t shape = random.next();
  const double stretch = random.between(0.6, 1);
  const double turn = random.between(0, std::numbers::pi);
  Path ring;
  for (int i = 0; i < count; ++i) {
    const double angle = 2 * std::numbers::pi * i / count;
    const double swell =
        0.85 + 0.15 * value_noise(shape, std::cos(angle) * 3, std::sin(angle) * 3, 1.6);
    const double u = radius * swell * std::cos(angle);
    const double v = radius * swell * stretch * std::sin(angle);
    ring.push_back(on_grid(Position{centre.x + u * std::cos(turn) - v * std::sin(turn),
                                    centre.y + u * std::sin(turn) + v * std::cos(turn), level}));
  }
  ring.push_back(ring.front());
  return ring;
}

}  // namespace

std::vector<Pond> find_ponds(const Mesh& mesh, const Drainage& drainage,
                             const std::vector<bool>& taken) {
  std::vector<Pond> ponds;
  for (ParcelId parcel = 0; parcel < mesh.parcel_limit(); ++parcel) {
    Random random(mesh.ground().seed, "pond", parcel);
    if (!mesh.is_parcel(parcel) || taken[parcel] || !random.chance(per_parcel)) continue;
    // The areas of real ponds: median 600 m2, a quarter above 2 000 m2.
    const double wanted = std::sqrt(600 * std::exp(1.3 * random.normal()) / 2.2);
    const double radius = std::min(wanted, room(mesh, parcel) - 5);
    if (radius < 5) continue;
    const double level = on_grid(drainage.level[mesh.corners(parcel)[0]]);
    ponds.push_back({parcel, {round_pond(random, mesh.centre(parcel), radius, level)}});
  }
  return ponds;
}

}  // namespace bdf::sample
