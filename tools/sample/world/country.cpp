// SPDX-License-Identifier: MIT
#include "world/country.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "rules/territory.h"
#include "world/extract.h"
#include "world/hydrography.h"
#include "world/noise.h"
#include "world/random.h"
#include "world/vegetation.h"

namespace bdf::sample {
namespace {

/// In the middle of the territory's domain, in whole kilometres; in metropolitan France below the
/// Vercors, in the Isère.
Ground ground_of(const CountryStyle& style, const rules::Territory& territory) {
  const double side = std::sqrt(style.square_kilometres) * 1000;
  Ground ground{style.seed, 880000, 6420000, side, side};
  if (territory.code != "FXX") {
    const auto middle = [](double low, double high) {
      return std::round((low + high) / 2000) * 1000;
    };
    ground.min_x = middle(territory.domain.min_x, territory.domain.max_x) - std::round(side / 2);
    ground.min_y = middle(territory.domain.min_y, territory.domain.max_y) - std::round(side / 2);
  }
  return ground;
}

const rules::Territory& territory_of(const std::vector<rules::Territory>& all,
                                     const std::string& code) {
  const rules::Territory* found = rules::find_territory(all, code);
  if (!found) throw UsageError("there is no territory " + code);
  return *found;
}

/// The nearest of the producers' seats, with a boundary that winds.
std::size_t domain_at(const Ground& ground, int producers, const Position& at) {
  std::size_t nearest = 0;
  double least = 1e18;
  const double winding = std::min(ground.width, ground.height) * 0.06;
  const double x = at.x + winding * fractal_noise(ground.seed + 500, at.x, at.y, 4000, 4);
  const double y = at.y + winding * fractal_noise(ground.seed + 501, at.x, at.y, 4000, 4);
  for (std::size_t i = 0; i < static_cast<std::size_t>(producers); ++i) {
    Random seat(ground.seed, "seat", i);
    const double away = std::hypot(ground.min_x + ground.width * seat.between(0.1, 0.9) - x,
                                   ground.min_y + ground.height * seat.between(0.1, 0.9) - y);
    if (away >= least) continue;
    least = away;
    nearest = i;
  }
  return nearest;
}

/// The mesh is bent, so that its rim is not straight: more ground is made than is wanted.
constexpr double margin = 1300;

Ground with_margin(Ground ground) {
  ground.min_x -= margin;
  ground.min_y -= margin;
  ground.width += 2 * margin;
  ground.height += 2 * margin;
  return ground;
}

Rectangle rectangle_of(const Ground& ground) {
  return {ground.min_x, ground.min_y, ground.min_x + ground.width, ground.min_y + ground.height};
}

std::vector<Domain> share_out(const Mesh& mesh, const Ground& ground, const CountryStyle& style,
                              Flavour flavour) {
  std::vector<std::vector<ParcelId>> parcels(static_cast<std::size_t>(style.producers));
  const auto is_shared = [&](ParcelId parcel) {
    return mesh.is_parcel(parcel) &&
           (style.domains_reach_beyond || rectangle_of(ground).contains(mesh.centre(parcel)));
  };
  for (ParcelId parcel = 0; parcel < mesh.parcel_limit(); ++parcel) {
    if (is_shared(parcel))
      parcels[domain_at(ground, style.producers, mesh.centre(parcel))].push_back(parcel);
  }
  std::vector<Domain> domains;
  for (std::size_t i = 0; i < parcels.size(); ++i) {
    Random random(mesh.ground().seed, "domain", i);
    if (parcels[i].empty())
      throw UsageError("the ground is too small for so many producers: --scale it, or name fewer");
    domains.push_back({std::to_string(i + 1), commune_name(random, flavour),
                       outline(mesh, std::move(parcels[i]))});
  }
  return domains;
}

/// The vegetation's layers, with numbers as the others have.
Vegetation vegetation_of(const Mesh& mesh, const Drainage& drainage, Hydrography& waters,
                         bool temperate) {
  Land land{{drainage.level.begin(), drainage.level.end()},
            std::move(waters.wet),
            std::move(waters.river_width)};
  Vegetation grown =
      grow(mesh, land, mesh.ground().seed, temperate ? Flora::temperate : Flora::tropical);
  for (Layer* layer : {&grown.zones, &grown.hedges}) {
    for (Feature& feature : layer->features) feature.number += first_number - 1;
  }
  return grown;
}

}  // namespace

std::vector<std::size_t> Country::domains_of(const Feature& feature) const {
  std::vector<std::size_t> found;
  if (style.producers == 1) return {0};
  for (const Rings& part : feature.shape.parts) {
    for (const Path& path : part) {
      for (const Position& at : path) {
        const std::size_t domain = domain_at(ground, style.producers, at);
        if (std::find(found.begin(), found.end(), domain) == found.end()) found.push_back(domain);
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

Country make_country(const CountryStyle& style) {
  if (!(style.square_kilometres >= 0.1 && style.square_kilometres <= 50'000))
    throw UsageError("a country has from 0.1 to 50 000 km2: choose another scale");
  const auto territories = rules::load_territories("bdtopo");
  const rules::Territory& territory = territory_of(territories, style.territory);
  const Flavour flavour = flavour_of(territory.code);
  Country country;
  country.style = style;
  country.ground = ground_of(style, territory);
  country.crs = territory.crs;
  country.setting.seed = style.seed;
  country.setting.edition = "2025-06-15";
  country.setting.territory = territory.code;
  country.setting.zone = territory.code == "FXX" ? "038" : territory.zones.front();

  Mesh mesh(with_margin(country.ground));
  const Drainage drainage = drain(mesh, {260, style.coast});
  const Waters waters = find_waters(mesh, drainage, {});
  std::vector<std::vector<VertexId>> chains;
  for (const Course& course : waters.courses) chains.push_back(course.chain);
  mesh.smooth(chains);
  const auto reaches = cut_into_reaches(mesh, drainage, waters, {});
  Hydrography hydro = map_waters(mesh, drainage, waters, reaches, flavour);
  Vegetation grown = vegetation_of(mesh, drainage, hydro,
                                   flavour == Flavour::metropole || flavour == Flavour::miquelon);
  for (Layer* layer : {&hydro.reaches, &hydro.surfaces, &hydro.water_bodies, &hydro.watercourses,
                       &hydro.nodes, &hydro.details, &grown.zones, &grown.hedges})
    country.layers.push_back(std::move(*layer));
  extract(country.layers, rectangle_of(country.ground));
  country.domains = share_out(mesh, country.ground, style, flavour);
  return country;
}

}  // namespace bdf::sample
