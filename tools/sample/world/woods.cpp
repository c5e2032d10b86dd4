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
constexpr double smallest = 350;
// From a parcel's edge, from another wood, and from an area along a hedge.
constexpr double usual_margin = 4;
constexpr double margin_of_hedge = 9.5;

/// A segment that a wood keeps away from.
class Obstacle {
 public:
  Obstacle(const Position& a, const Position& b, double margin)
      : x_(a.x), y_(a.y), along_x_(b.x - a.x), along_y_(b.y - a.y), margin_(margin) {
    per_length_ = 1 / std::max(along_x_ * along_x_ + along_y_ * along_y_, 1e-9);
  }
  /// Less than 0 within the margin.
  [[nodiscard]] double squared_excess(const Position& p) const {
    const double x = p.x - x_;
    const double y = p.y - y_;
    const double t = std::clamp((x * along_x_ + y * along_y_) * per_length_, 0.0, 1.0);
    const double dx = x - t * along_x_;
    const double dy = y - t * along_y_;
    return dx * dx + dy * dy - margin_ * margin_;
  }

 private:
  double x_, y_, along_x_, along_y_, margin_, per_length_;
};

class Parcel {
 public:
  Parcel(const Field& field, const HedgeNetwork& hedges, ParcelId parcel) {
    const Mesh& mesh = field.mesh;
    const auto corners = mesh.corners(parcel);
    for (std::size_t i = 0; i < corners.size(); ++i) {
      const EdgeId edge = *mesh.edge_between(corners[i], corners[(i + 1) % corners.size()]);
      add(mesh.path(edge), usual_margin + static_cast<double>(field.land.river_width[edge]) / 2);
      if (const HedgePiece* hedge = hedges.along(edge)) add(hedge->path, margin_of_hedge);
    }
  }
  void add(const Path& path, double distance) {
    for (std::size_t i = 1; i < path.size(); ++i)
      obstacles_.emplace_back(path[i - 1], path[i], distance);
  }
  /// From a point to what it has to keep away from, about; 0 where it is too close already.
  [[nodiscard]] double space_around(const Position& at) const {
    double least = 1e9;
    for (const Obstacle& obstacle : obstacles_)
      least = std::min(least, obstacle.squared_excess(at));
    return std::sqrt(std::max(least, 0.0));
  }
  [[nodiscard]] bool has_room_for(const Path& ring) const {
    return std::all_of(ring.begin(), ring.end(), [&](const Position& p) {
      return std::all_of(obstacles_.begin(), obstacles_.end(),
                         [&](const Obstacle& o) { return o.squared_excess(p) >= 0; });
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
    // A wood is about half again as long as wide, so that little more than this circle has room.
    const double space = room.space_around(centre);
    const double most = std::min(wished, 4.2 * space * space);
    if (most < (attempt < 2 ? wished : smallest)) continue;
    for (double area = most; area >= smallest; area *= 0.72) {
      Path ring = blob(centre, area, form);
      if (room.has_room_for(ring)) return ring;
    }
  }
  return std::nullopt;
}

bool apart(const Path& a, const Path& b) {
  return !contains(a, b.front()) && !contains(b, a.front());
}

}  // namespace

std::vector<Path> plant_woods(const Field& field, const HedgeNetwork& hedges) {
  const Mesh& mesh = field.mesh;
  std::vector<float> weights(field.cover.open.size());
  for (ParcelId parcel = 0; parcel < weights.size(); ++parcel) {
    if (!field.cover.open[parcel]) continue;
    const Position at = mesh.centre(parcel);
    weights[parcel] = static_cast<float>(
        std::exp(2.5 * fractal_noise(field.seed ^ hashed("woods"), at.x, at.y, 2500, 4, 0.7)));
  }
  // A third of the places bear a second wood.
  const auto likely = chances(std::move(weights),
                              woods_per_parcel / 1.3 * static_cast<double>(field.cover.dry), 0.9F);
  std::vector<Path> woods;
  for (ParcelId parcel = 0; parcel < likely.size(); ++parcel) {
    Random random(field.seed, "wood", parcel);
    if (!random.chance(static_cast<double>(likely[parcel]))) continue;
    Parcel room(field, hedges, parcel);
    auto first = fitting(mesh, room, parcel, random);
    if (!first) continue;
    room.add(*first, usual_margin);
    const auto second = random.chance(0.35) ? fitting(mesh, room, parcel, random) : std::nullopt;
    if (second && apart(*first, *second)) woods.push_back(*second);
    woods.push_back(std::move(*first));
  }
  return woods;
}

}  // namespace bdf::sample
