// SPDX-License-Identifier: MIT
#include "world/woods.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "world/noise.h"
#include "world/random.h"

namespace bdf::sample {
namespace {

// D032 has 103 242 areas of nature "Bois" on 6 257 km2.
constexpr double woods_per_parcel = 0.192;
constexpr double whole_parcels = 0.005;
constexpr double smallest = 350;
// From a parcel's edge, from another wood, and from an area along a hedge.
constexpr double margin = 4;
constexpr double margin_of_hedge = 9.5;

/// What a wood keeps away from.
struct Obstacle {
  Position a, b;
  double margin;
};

double squared_distance(const Position& p, const Position& a, const Position& b) {
  const double x = b.x - a.x;
  const double y = b.y - a.y;
  const double t = std::clamp(((p.x - a.x) * x + (p.y - a.y) * y) / (x * x + y * y), 0.0, 1.0);
  const double dx = p.x - a.x - t * x;
  const double dy = p.y - a.y - t * y;
  return dx * dx + dy * dy;
}

class Parcel {
 public:
  Parcel(const Mesh& mesh, const Land& land, const HedgeNetwork& hedges, ParcelId parcel) {
    const auto corners = mesh.corners(parcel);
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const EdgeId edge = *mesh.edge_between(corners[i], corners[(i + 1) % corners.size()]);
      add(mesh.path(edge), margin + static_cast<double>(land.river_width[edge]) / 2);
      if (const HedgePiece* hedge = hedges.along(edge)) add(hedge->path, margin_of_hedge);
    }
  }
  void add(const Path& path, double distance) {
    for (std::size_t i = 1; i < path.size(); ++i)
      obstacles_.push_back({path[i - 1], path[i], distance});
  }
  [[nodiscard]] bool has_room_for(const Path& ring) const {
    return std::all_of(ring.begin(), ring.end(), [&](const Position& p) {
      return std::all_of(obstacles_.begin(), obstacles_.end(), [&](const Obstacle& o) {
        return squared_distance(p, o.a, o.b) >= o.margin * o.margin;
      });
    });
  }

 private:
  std::vector<Obstacle> obstacles_;
};

/// Somewhere around the middle of a parcel.
Position somewhere(const Mesh& mesh, ParcelId parcel, Random& random) {
  const auto corners = mesh.corners(parcel);
  const Position middle = mesh.centre(parcel);
  const double t = random.uniform() * 0.62;
  const std::size_t i = random.below(6);
  const Position rim =
      between(mesh.position(corners[i]), mesh.position(corners[(i + 1) % 6]), random.uniform());
  return between(middle, rim, t);
}

std::optional<Path> fitting(const Mesh& mesh, const Parcel& room, ParcelId parcel, Random& random) {
  const double wished = std::clamp(2700 * std::exp(0.75 * random.normal()), smallest, 5000.0);
  const std::uint64_t form = random.next();
  for (int attempt = 0; attempt < 5; ++attempt) {
    const Position centre = somewhere(mesh, parcel, random);
    for (double area = wished; area >= smallest; area *= 0.72) {
      Path ring = blob(centre, area, form);
      if (room.has_room_for(ring)) return ring;
      if (attempt < 2) break;
    }
  }
  return std::nullopt;
}

bool apart(const Path& a, const Path& b) {
  return !contains(a, b.front()) && !contains(b, a.front());
}

}  // namespace

void plant_parcels(Cover& cover, std::uint64_t seed) {
  for (ParcelId parcel = 0; parcel < cover.open.size(); ++parcel) {
    if (!cover.open[parcel] || !Random(seed, "grove", parcel).chance(whole_parcels)) continue;
    cover.open[parcel] = false;
    cover.stands.push_back({"Bois", {parcel}});
  }
}

std::vector<Path> plant_woods(const Mesh& mesh, const Land& land, const Cover& cover,
                              const HedgeNetwork& hedges, std::uint64_t seed) {
  std::vector<float> weights(cover.open.size());
  for (ParcelId parcel = 0; parcel < weights.size(); ++parcel) {
    if (!cover.open[parcel]) continue;
    const Position at = mesh.centre(parcel);
    weights[parcel] = static_cast<float>(
        std::exp(2.5 * fractal_noise(seed ^ hashed("woods"), at.x, at.y, 2500, 4, 0.7)));
  }
  // A third of the places bear a second wood.
  const auto likely =
      chances(std::move(weights), woods_per_parcel / 1.3 * static_cast<double>(cover.dry), 0.9F);
  std::vector<Path> woods;
  for (ParcelId parcel = 0; parcel < likely.size(); ++parcel) {
    Random random(seed, "wood", parcel);
    if (!random.chance(static_cast<double>(likely[parcel]))) continue;
    Parcel room(mesh, land, hedges, parcel);
    auto first = fitting(mesh, room, parcel, random);
    if (!first) continue;
    room.add(*first, margin);
    const auto second = random.chance(0.35) ? fitting(mesh, room, parcel, random) : std::nullopt;
    if (second && apart(*first, *second)) woods.push_back(*second);
    woods.push_back(std::move(*first));
  }
  return woods;
}

}  // namespace bdf::sample
