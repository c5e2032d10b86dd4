// SPDX-License-Identifier: MIT
#include "world/cover.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <queue>
#include <span>
#include <utility>

#include "world/noise.h"
#include "world/random.h"
#include "world/sites.h"

namespace bdf::sample {
namespace {

enum class Needs { nothing, river, sea };

/// Takes the best `share` of the parcels by a sum of what the site offers, in these weights.
struct Kind {
  std::string_view nature;
  double share;       ///< of the dry parcels
  double wavelength;  ///< metres, of its chance
  double altitude, slope, river, forest;
  double size;  ///< parcels, of the typical stand
  Needs needs = Needs::nothing;
};

// The order matters: each takes from what those before it left.
constexpr std::array temperate{
    Kind{"Peupleraie", 0.004, 700, -0.4, -0.4, 1, 0, 2, Needs::river},
    Kind{"Forêt fermée de conifères", 0.012, 1800, 0.7, 0.3, 0, 1.2, 4},
    Kind{"Forêt fermée mixte", 0.010, 1500, 0.3, 0.3, 0, 1.4, 4},
    Kind{"Forêt fermée de feuillus", 0.125, 700, 0.1, 0.5, 0.4, 2, 3.4},
    Kind{"Forêt ouverte", 0.010, 500, 0.2, 0.4, 0, 0.7, 2},
    Kind{"Lande ligneuse", 0.010, 900, 0.8, 0.5, 0, 0.2, 3},
    Kind{"Lande herbacée", 0.005, 900, 1.2, 0.3, 0, -0.2, 3},
    Kind{"Vigne", 0.022, 2600, -0.2, 0.5, -0.3, -0.5, 5},
    Kind{"Verger", 0.004, 1500, -0.3, 0, 0, -0.3, 2},
    Kind{"Zone arborée", 0.004, 600, 0, 0, 0.3, 0.2, 2},
    Kind{"Bois", 0.004, 250, 0, 0.2, 0.2, 0.2, 0.7},
};
constexpr std::array tropical{
    Kind{"Mangrove", 0.02, 1500, -1.5, -0.3, 0.5, 0, 8, Needs::sea},
    Kind{"Cocoteraie", 0.008, 900, -1, -0.3, 0, 0, 2, Needs::sea},
    Kind{"Forêt fermée de feuillus", 0.22, 900, 0.8, 0.6, 0.3, 2, 6},
    Kind{"Forêt ouverte", 0.012, 500, 0.2, 0.4, 0, 0.7, 2},
    Kind{"Canne à sucre", 0.06, 2600, -0.7, -0.6, 0, -0.5, 7},
    Kind{"Bananeraie", 0.03, 2000, -0.1, 0.1, 0.3, -0.3, 5},
    Kind{"Lande ligneuse", 0.010, 900, 0.8, 0.5, 0, 0.2, 3},
    Kind{"Verger", 0.004, 1500, -0.3, 0, 0, -0.3, 2},
    Kind{"Zone arborée", 0.006, 600, 0, 0, 0.3, 0.2, 2},
    Kind{"Bois", 0.004, 250, 0, 0.2, 0.2, 0.2, 0.7},
};

constexpr std::uint8_t no_kind = 255;
constexpr std::size_t largest_stand = 60;

class Cultivation {
 public:
  Cultivation(const Mesh& mesh, const Land& land, std::uint64_t seed)
      : mesh_(mesh),
        wet_(land.wet),
        seed_(seed),
        sites_(sites(mesh, land)),
        kind_of_(sites_.size(), no_kind) {
    forest_.resize(sites_.size());
    for (ParcelId parcel = 0; parcel < sites_.size(); ++parcel) {
      if (!mesh.is_parcel(parcel) || land.wet[parcel]) continue;
      ++dry_;
      const Position at = mesh.centre(parcel);
      forest_[parcel] = static_cast<float>(
          2.2 * fractal_noise(seed ^ hashed("forest"), at.x, at.y, 3000, 6, 0.8));
    }
  }

  Cover run(std::span<const Kind> kinds) {
    for (std::size_t i = 0; i < kinds.size(); ++i) choose(kinds[i], static_cast<std::uint8_t>(i));
    Cover found;
    found.dry = dry_;
    found.open.resize(sites_.size());
    for (ParcelId parcel = 0; parcel < sites_.size(); ++parcel)
      found.open[parcel] = kind_of_[parcel] == no_kind && mesh_.is_parcel(parcel) && !wet_[parcel];
    gathered_.resize(sites_.size());
    for (ParcelId parcel = 0; parcel < sites_.size(); ++parcel) {
      if (kind_of_[parcel] != no_kind && !gathered_[parcel])
        found.stands.push_back(gather(parcel, kinds[kind_of_[parcel]]));
    }
    return found;
  }

 private:
  [[nodiscard]] bool suits(ParcelId parcel, Needs needs) const {
    const Site& site = sites_[parcel];
    if (!site.can_bear || kind_of_[parcel] != no_kind) return false;
    if (needs == Needs::river) return site.to_river == 0;
    return needs != Needs::sea || site.to_sea <= 3;
  }

  [[nodiscard]] double score(ParcelId parcel, const Kind& kind) const {
    const Site& site = sites_[parcel];
    const Position at = mesh_.centre(parcel);
    return kind.altitude * site.altitude + kind.slope * site.slope +
           kind.river * std::exp(-site.to_river) + kind.forest * forest_[parcel] +
           2.2 * fractal_noise(seed_ ^ hashed(kind.nature), at.x, at.y, kind.wavelength, 3);
  }

  void choose(const Kind& kind, std::uint8_t which) {
    std::vector<std::pair<double, ParcelId>> best;
    for (ParcelId parcel = 0; parcel < sites_.size(); ++parcel)
      if (suits(parcel, kind.needs)) best.emplace_back(-score(parcel, kind), parcel);
    const auto wanted = static_cast<std::size_t>(kind.share * static_cast<double>(dry_));
    const std::size_t taken = std::min(wanted, best.size());
    const auto end = best.begin() + static_cast<std::ptrdiff_t>(taken);
    std::nth_element(best.begin(), end, best.end());
    for (auto at = best.begin(); at != end; ++at) kind_of_[at->second] = which;
  }

  /// Parcels of one kind from `seed` outwards, up to a size by chance.
  Stand gather(ParcelId seed, const Kind& kind) {
    Random random(seed_, "stand", seed);
    const double wanted = kind.size * std::exp(0.8 * random.normal());
    const auto most =
        std::clamp(static_cast<std::size_t>(std::lround(wanted)), std::size_t{1}, largest_stand);
    using Entry = std::pair<double, ParcelId>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> nearest;
    Stand stand{kind.nature, {}};
    const Position from = mesh_.centre(seed);
    nearest.emplace(0, seed);
    while (!nearest.empty() && stand.parcels.size() < most) {
      const ParcelId parcel = nearest.top().second;
      nearest.pop();
      if (gathered_[parcel]) continue;
      gathered_[parcel] = true;
      stand.parcels.push_back(parcel);
      for (const ParcelId other : neighbours(mesh_, parcel)) {
        if (kind_of_[other] == kind_of_[seed] && !gathered_[other])
          nearest.emplace(distance(from, mesh_.centre(other)) + random.between(0, 90), other);
      }
    }
    return stand;
  }

  const Mesh& mesh_;
  const std::vector<bool>& wet_;
  std::uint64_t seed_;
  std::vector<Site> sites_;
  std::vector<std::uint8_t> kind_of_;  ///< by parcel
  std::vector<float> forest_;          ///< by parcel: the field that all forests share
  std::vector<bool> gathered_;         ///< by parcel: in a stand
  std::size_t dry_ = 0;
};

}  // namespace

Cover cover(const Mesh& mesh, const Land& land, std::uint64_t seed, Flora flora) {
  Cultivation cultivation(mesh, land, seed);
  return flora == Flora::tropical ? cultivation.run(tropical) : cultivation.run(temperate);
}

std::vector<ParcelId> neighbours(const Mesh& mesh, ParcelId parcel) {
  std::vector<ParcelId> found;
  const auto corners = mesh.corners(parcel);
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const auto edge = mesh.edge_between(corners[i], corners[(i + 1) % corners.size()]);
    for (const auto& side : mesh.sides(*edge))
      if (side && *side != parcel) found.push_back(*side);
  }
  return found;
}

std::vector<float> chances(std::vector<float> weights, double sum, float most) {
  double low = 0;
  double high = 1e6;
  const auto chance = [&](float weight, double factor) {
    return std::min(most, static_cast<float>(weight * factor));
  };
  for (int round = 0; round < 60; ++round) {
    const double factor = std::sqrt(std::max(low, 1e-9) * high);
    double got = 0;
    for (const float weight : weights) got += static_cast<double>(chance(weight, factor));
    (got < sum ? low : high) = factor;
  }
  for (float& weight : weights) weight = chance(weight, low);
  return weights;
}

}  // namespace bdf::sample
