// SPDX-License-Identifier: MIT
#include "world/vegetation.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "world/random.h"
#include "world/woods.h"

namespace bdf::sample {
namespace {

// D032 has 127 393 areas of nature "Haie" on 6 257 km2.
constexpr double strips_per_parcel = 0.204;

class Garden {
 public:
  Garden(const Mesh& mesh, std::uint64_t seed, std::size_t dry)
      : mesh_(mesh), seed_(seed), dry_(dry) {
    grown_.zones.name = "zone_de_vegetation";
    grown_.hedges.name = "haie";
  }

  void add_stands(const std::vector<Stand>& stands) {
    for (const Stand& stand : stands) {
      add_zone(outline(mesh_, stand.parcels), stand.nature);
      grown_.zone_parcels.back() = stand.parcels;
    }
  }
  void add_woods(std::vector<Path> woods) {
    for (Path& wood : woods) add_zone(area_shape({std::move(wood)}), "Bois");
  }
  void add_hedges(HedgeNetwork& network) {
    add_strips(network);
    for (Path& line : network.lines) {
      const std::uint64_t number = grown_.hedges.features.size() + 1;
      grown_.hedges.features.push_back({number, line_shape(std::move(line)), {}});
    }
  }
  Vegetation finish() { return std::move(grown_); }

 private:
  void add_zone(Shape shape, std::string_view nature) {
    const std::uint64_t number = grown_.zones.features.size() + 1;
    grown_.zones.features.push_back({number, std::move(shape), {}});
    grown_.zones.features.back().set("nature", std::string(nature));
    grown_.zone_parcels.emplace_back();
    grown_.zone_hedges.emplace_back();
  }

  /// Areas over some of the trees, rather over large ones.
  void add_strips(const HedgeNetwork& network) {
    std::vector<float> weights;
    weights.reserve(network.trees.size());
    for (const auto& tree : network.trees)
      weights.push_back(std::pow(static_cast<float>(tree.size()), 0.3F));
    const auto likely =
        chances(std::move(weights), strips_per_parcel * static_cast<double>(dry_), 0.97F);
    for (std::uint32_t tree = 0; tree < likely.size(); ++tree) {
      Random random(seed_, "strip", tree);
      if (!random.chance(static_cast<double>(likely[tree]))) continue;
      const double width = std::clamp(4.0 + 1.1 * std::abs(random.normal()), 4.0, 10.0);
      Path strip = strip_along(mesh_, network, tree, width);
      if (strip.empty()) continue;
      add_zone(area_shape({std::move(strip)}), "Haie");
      grown_.zone_hedges.back() = lines_of(network, network.trees[tree]);
    }
  }
  static std::vector<std::uint32_t> lines_of(const HedgeNetwork& network,
                                             const std::vector<std::uint32_t>& tree) {
    std::vector<std::uint32_t> lines;
    lines.reserve(tree.size());
    for (const std::uint32_t piece : tree) lines.push_back(network.pieces[piece].line);
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
  }

  const Mesh& mesh_;
  std::uint64_t seed_;
  std::size_t dry_;  ///< parcels
  Vegetation grown_;
};

}  // namespace

Vegetation grow(const Mesh& mesh, const Land& land, std::uint64_t seed, Flora flora) {
  const Cover ground = cover(mesh, land, seed, flora);
  const Field field{mesh, land, ground, seed};
  HedgeNetwork network = plant_hedges(field);
  Garden garden(mesh, seed, ground.dry);
  garden.add_stands(ground.stands);
  garden.add_woods(plant_woods(field, network));
  garden.add_hedges(network);
  return garden.finish();
}

}  // namespace bdf::sample
