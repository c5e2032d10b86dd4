// SPDX-License-Identifier: MIT
#include "world/sites.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "world/cover.h"

namespace bdf::sample {
namespace {

constexpr float wide_river = 15;
constexpr std::uint8_t far_away = 9;

struct Relief {
  float mean = 0, steepness = 0;
};

Relief relief(const Mesh& mesh, const Land& land, ParcelId parcel) {
  Relief found;
  float low = 1e9F;
  float high = -1e9F;
  for (const VertexId at : mesh.corners(parcel)) {
    found.mean += land.altitude[at] / 6;
    low = std::min(low, land.altitude[at]);
    high = std::max(high, land.altitude[at]);
  }
  found.steepness = high - low;
  return found;
}

float widest_river(const Mesh& mesh, const Land& land, ParcelId parcel) {
  float widest = 0;
  const auto corners = mesh.corners(parcel);
  for (std::size_t i = 0; i < corners.size(); ++i)
    widest =
        std::max(widest, land.river_width[*mesh.edge_between(corners[i], corners[(i + 1) % 6])]);
  return widest;
}

/// Steps from parcel to parcel, from those whose distance is 0.
void spread(const Mesh& mesh, std::vector<Site>& all, std::uint8_t Site::*distance) {
  std::vector<ParcelId> wave;
  for (ParcelId parcel = 0; parcel < all.size(); ++parcel)
    if (all[parcel].*distance == 0 && mesh.is_parcel(parcel)) wave.push_back(parcel);
  for (std::size_t i = 0; i < wave.size(); ++i) {
    const auto next = static_cast<std::uint8_t>(all[wave[i]].*distance + 1);
    for (const ParcelId other : neighbours(mesh, wave[i])) {
      if (next >= all[other].*distance) continue;
      all[other].*distance = next;
      wave.push_back(other);
    }
  }
}

/// From metres to deviations from the mean.
void standardise(std::vector<Site>& all, float Site::*value) {
  double count = 0;
  double sum = 0;
  double squares = 0;
  for (const Site& site : all) {
    if (!site.can_bear) continue;
    const double metres = site.*value;
    count += 1;
    sum += metres;
    squares += metres * metres;
  }
  const double mean = sum / std::max(count, 1.0);
  const double deviation = std::sqrt(std::max(squares / std::max(count, 1.0) - mean * mean, 0.01));
  for (Site& site : all)
    site.*value = static_cast<float>(std::clamp((site.*value - mean) / deviation, -2.5, 2.5));
}

}  // namespace

std::vector<Site> sites(const Mesh& mesh, const Land& land) {
  std::vector<Site> all(mesh.parcel_limit());
  for (ParcelId parcel = 0; parcel < all.size(); ++parcel) {
    if (!mesh.is_parcel(parcel)) continue;
    const Relief ground = relief(mesh, land, parcel);
    const float river = widest_river(mesh, land, parcel);
    const bool sea = land.wet[parcel] && ground.mean < 1;
    all[parcel] = {!land.wet[parcel] && river <= wide_river, ground.mean, ground.steepness,
                   river > 0 ? std::uint8_t{0} : far_away, sea ? std::uint8_t{0} : far_away};
  }
  spread(mesh, all, &Site::to_river);
  spread(mesh, all, &Site::to_sea);
  standardise(all, &Site::altitude);
  standardise(all, &Site::slope);
  return all;
}

}  // namespace bdf::sample
