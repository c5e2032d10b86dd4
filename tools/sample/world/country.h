// SPDX-License-Identifier: MIT
// A synthetic country: its layers, and the territories of its producers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "world/attribute_file.h"
#include "world/feature.h"
#include "world/mesh.h"

namespace bdf::sample {

struct CountryStyle {
  std::uint64_t seed = 1;
  double square_kilometres = 15;
  std::string territory = "FXX";  ///< a code of schemas/bdtopo/territories.yaml
  bool coast = false;             ///< the sea on the west
  int producers = 1;              ///< who share the country among them
  /// Whether their domains go on beyond the ground that is kept, as far as any feature reaches.
  bool domains_reach_beyond = false;
};

/// What one producer answers for.
struct Domain {
  std::string code;  ///< "1", "2" …
  std::string name;
  Shape outline;
};

struct Country {
  CountryStyle style;
  Ground ground;
  std::string crs;  ///< "EPSG:2154"
  Setting setting;  ///< for drawing what the terrain leaves open
  /// troncon_hydrographique, surface_hydrographique, plan_d_eau, cours_d_eau, noeud_hydrographique,
  /// detail_hydrographique, zone_de_vegetation, haie. Numbers are unique within a layer.
  std::vector<Layer> layers;
  std::vector<Domain> domains;

  /// The domains that a feature lies in, by index; more than one for what crosses a boundary.
  [[nodiscard]] std::vector<std::size_t> domains_of(const Feature& feature) const;
};

/// Throws UsageError for an unknown territory, and for less than 0.1 or more than 50 000 km2. The
/// same style gives the same country, on every machine.
[[nodiscard]] Country make_country(const CountryStyle& style);

}  // namespace bdf::sample
