// SPDX-License-Identifier: MIT
#include "night/offices.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"

namespace bdf::sample {
namespace {

constexpr double territory_km2 = 3;
/// Enough of a theme for an office to have something to edit.
constexpr std::size_t least_features = 8;
constexpr std::uint64_t most_grounds = 60;

/// Départements of the south-east first.
constexpr std::array codes{"038", "073", "074", "026", "001", "069", "042", "007", "005", "004",
                           "084", "013", "083", "006", "043", "071", "039", "030", "048", "063",
                           "003", "021", "025", "070", "090", "034", "012", "015", "058", "089"};

std::vector<Office> first_offices(std::size_t count) {
  if (count < 1 || count > codes.size())
    throw UsageError(fmt::format("a night has from 1 to {} territories", codes.size()));
  std::vector<Office> offices;
  for (std::size_t i = 0; i < count; ++i)
    offices.push_back({codes[i], std::string("DDT ") + (codes[i] + 1)});
  return offices;
}

/// Whether a feature of the layer crosses two boundaries.
bool crosses_two(const NightCountry& night, std::size_t layer) {
  return std::any_of(night.homes[layer].begin(), night.homes[layer].end(),
                     [](const auto& homes) { return homes.size() > 2; });
}

bool has_enough(const NightCountry& night, std::size_t layer) {
  std::vector<std::size_t> counts(night.offices.size());
  for (const auto& homes : night.homes[layer]) {
    for (const std::size_t office : homes) ++counts[office];
  }
  return *std::min_element(counts.begin(), counts.end()) >= least_features;
}

/// A night of one or two territories has no two boundaries.
bool suits(const NightCountry& night) {
  const bool many = night.offices.size() > 2;
  for (std::size_t i = 0; i < night.country.layers.size(); ++i) {
    const std::string& name = night.country.layers[i].name;
    const bool is_edited = name == "troncon_hydrographique" || name == "zone_de_vegetation";
    const bool is_crossing = name == "cours_d_eau" || name == "zone_de_vegetation";
    if (is_edited && !has_enough(night, i)) return false;
    if (many && is_crossing && !crosses_two(night, i)) return false;
  }
  return true;
}

void find_homes(NightCountry& night) {
  for (const Layer& layer : night.country.layers) {
    auto& homes = night.homes.emplace_back();
    for (const Feature& feature : layer.features)
      homes.push_back(night.country.domains_of(feature));
  }
}

constexpr const char* hydro_rights = R"(
communities:
  ddt:
    title: Inventaires hydrographiques de l'État
    rights: {existence: propose, geometry: propose, attributes: propose}
    layers:
      troncon_hydrographique:
        geometry: decide
        by_attribute:
          fosse: decide
          trace_connu: decide
          persistance: decide
          commentaire_sur_l_objet_hydro: decide
          inventaire_police_de_l_eau: decide
          identifiant_police_de_l_eau: decide
      surface_hydrographique: {existence: decide, geometry: decide, attributes: decide}
)";

constexpr const char* vegetation_rights = R"(
communities:
  ddt:
    title: Végétation vue par les services de l'État
    rights: {existence: decide, geometry: decide, attributes: decide}
    layers:
      haie: {existence: propose, by_attribute: {hauteur: propose}}
)";

}  // namespace

NightCountry night_country(const NightStyle& style) {
  NightCountry night;
  night.offices = first_offices(style.territories);
  CountryStyle ground;
  ground.producers = static_cast<int>(style.territories);
  ground.square_kilometres = territory_km2 * static_cast<double>(style.territories) * style.scale;
  ground.domains_reach_beyond = true;
  for (std::uint64_t i = 0; i < most_grounds; ++i) {
    ground.seed = style.seed + 1000 * i;
    night.country = make_country(ground);
    night.homes.clear();
    find_homes(night);
    if (suits(night)) return night;
  }
  throw UsageError(
      "no ground of this seed has enough for every office: --scale it, or take another seed");
}

std::string communities_of(std::string_view theme, const std::vector<Office>& offices) {
  if (theme != "hydro" && theme != "vegetation")
    throw LawError("The offices of a night have no rights in the theme " + std::string(theme) +
                   ".");
  std::string text = theme == "hydro" ? hydro_rights : vegetation_rights;
  text += "    organisations:\n";
  for (const Office& office : offices)
    text += fmt::format("      - {{name: {}, territories: [\"{}\"]}}\n", office.name, office.code);
  return text;
}

}  // namespace bdf::sample
