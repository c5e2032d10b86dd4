// SPDX-License-Identifier: MIT
#include "world/vegetation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "unit/sample_geos.h"
#include "unit/sample_land.h"

namespace bdf::sample {
namespace {

std::string nature(const Feature& zone) { return text_of(zone, "nature"); }

struct Country {
  Mesh mesh;
  Land land = plain_land(mesh);
  Vegetation grown;

  Country(std::uint64_t seed, double metres, Flora flora = Flora::temperate)
      : mesh({seed, 420000.2, 6310000.7, metres, metres}), grown(grow(mesh, land, seed, flora)) {}

  [[nodiscard]] double dry_area() const {
    double sum = 0;
    for (ParcelId parcel = 0; parcel < mesh.parcel_limit(); ++parcel)
      if (mesh.is_parcel(parcel) && !land.wet[parcel]) sum += area_of(outline(mesh, {parcel}));
    return sum / 1e6;
  }
};

class VegetationTest : public testing::TestWithParam<std::uint64_t> {
 protected:
  Country country_{GetParam(), 6000};
  const Mesh& mesh_ = country_.mesh;
  const Vegetation& grown_ = country_.grown;
  Geos geos_;

  [[nodiscard]] std::vector<Geos::Geometry> areas() const {
    std::vector<Geos::Geometry> all;
    for (const Feature& zone : grown_.zones.features) all.push_back(geos_.polygon(zone.shape));
    return all;
  }
  [[nodiscard]] std::vector<Geos::Geometry> lines() const {
    std::vector<Geos::Geometry> all;
    for (const Feature& hedge : grown_.hedges.features)
      all.push_back(geos_.line(hedge.shape.path()));
    return all;
  }
  [[nodiscard]] std::vector<Geos::Geometry> rivers() const {
    std::vector<Geos::Geometry> all;
    for (EdgeId edge = 0; edge < mesh_.edge_limit(); ++edge)
      if (country_.land.river_width[edge] > 0) all.push_back(geos_.line(mesh_.path(edge)));
    return all;
  }
  template <class Choice>
  [[nodiscard]] std::vector<Geos::Geometry> parcels(Choice&& choice) const {
    std::vector<Geos::Geometry> all;
    for (ParcelId parcel = 0; parcel < mesh_.parcel_limit(); ++parcel)
      if (mesh_.is_parcel(parcel) && choice(parcel))
        all.push_back(geos_.polygon(outline(mesh_, {parcel})));
    return all;
  }
};

TEST_P(VegetationTest, AreasAreValidAndDoNotOverlap) {
  const auto all = areas();
  for (std::size_t i = 0; i < all.size(); ++i)
    EXPECT_TRUE(geos_.valid(all[i])) << nature(grown_.zones.features[i]) << ' ' << i;
  geos_.near(all, all, [&](std::size_t i, std::size_t j) {
    if (i < j) {
      EXPECT_FALSE(geos_.interiors_meet(all[i], all[j]))
          << nature(grown_.zones.features[i]) << ' ' << i << " and "
          << nature(grown_.zones.features[j]) << ' ' << j;
    }
  });
}

TEST_P(VegetationTest, FeaturesAreNumberedInOnePartAndOnTheGrid) {
  for (const Layer* layer : {&grown_.zones, &grown_.hedges}) {
    for (std::size_t i = 0; i < layer->features.size(); ++i) {
      const Feature& feature = layer->features[i];
      EXPECT_EQ(feature.number, i + 1);
      ASSERT_EQ(feature.shape.parts.size(), 1U);
      for (const Path& path : feature.shape.parts.front())
        for (const Position& at : path) EXPECT_EQ(at, on_grid(at));
    }
  }
  EXPECT_EQ(grown_.zones.name, "zone_de_vegetation");
  EXPECT_EQ(grown_.hedges.name, "haie");
  EXPECT_EQ(grown_.zone_parcels.size(), grown_.zones.features.size());
  EXPECT_EQ(grown_.zone_hedges.size(), grown_.zones.features.size());
}

TEST_P(VegetationTest, NeighboursShareTheVerticesBetweenThem) {
  std::vector<std::size_t> zone_of(mesh_.parcel_limit(), 0);
  std::vector<std::set<std::pair<double, double>>> vertices(1);
  for (std::size_t i = 0; i < grown_.zones.features.size(); ++i) {
    EXPECT_LE(grown_.zone_parcels[i].size(), 60U);
    if (grown_.zone_parcels[i].empty()) continue;
    for (const ParcelId parcel : grown_.zone_parcels[i]) {
      EXPECT_EQ(zone_of[parcel], 0U) << "in two zones";
      zone_of[parcel] = vertices.size();
    }
    vertices.emplace_back();
    for (const Path& ring : grown_.zones.features[i].shape.parts.front())
      for (const Position& at : ring) vertices.back().emplace(at.x, at.y);
  }
  std::size_t shared = 0;
  for (EdgeId edge = 0; edge < mesh_.edge_limit(); ++edge) {
    if (!mesh_.is_edge(edge)) continue;
    const auto sides = mesh_.sides(edge);
    if (!sides[0] || !sides[1]) continue;
    const std::size_t left = zone_of[*sides[0]];
    const std::size_t right = zone_of[*sides[1]];
    if (left == 0 || right == 0 || left == right) continue;
    ++shared;
    for (const Position& at : mesh_.path(edge)) {
      EXPECT_TRUE(vertices[left].contains({at.x, at.y}) && vertices[right].contains({at.x, at.y}));
    }
  }
  EXPECT_GT(shared, 50U);
}

TEST_P(VegetationTest, HedgesMeetEachOtherAtEndsOnly) {
  const auto all = lines();
  for (const auto& line : all) EXPECT_TRUE(geos_.simple(line));
  geos_.near(all, all, [&](std::size_t i, std::size_t j) {
    if (i >= j) return;
    const Path& a = grown_.hedges.features[i].shape.path();
    const Path& b = grown_.hedges.features[j].shape.path();
    const bool joined = a.front() == b.front() || a.front() == b.back() || a.back() == b.front() ||
                        a.back() == b.back();
    EXPECT_TRUE(geos_.relate(all[i], all[j], joined ? "FF*F0****" : "FF*FF****"))
        << "hedges " << i << " and " << j;
  });
}

TEST_P(VegetationTest, HedgesTouchNeitherWaterNorWhatCoversAParcel) {
  const auto hedges = lines();
  const auto expect_apart = [&](const std::vector<Geos::Geometry>& others, const char* what) {
    geos_.near(hedges, others, [&](std::size_t i, std::size_t j) {
      EXPECT_TRUE(geos_.relate(hedges[i], others[j], "FF*FF****"))
          << "hedge " << i << " and " << what << ' ' << j;
    });
  };
  expect_apart(parcels([&](ParcelId parcel) { return country_.land.wet[parcel]; }), "water");
  std::set<ParcelId> covered;
  for (const auto& zone : grown_.zone_parcels) covered.insert(zone.begin(), zone.end());
  expect_apart(parcels([&](ParcelId parcel) { return covered.contains(parcel); }), "cover");
  expect_apart(rivers(), "river");
}

TEST_P(VegetationTest, NoStripAndNoSmallWoodCrossesARiver) {
  const auto water = rivers();
  const auto all = areas();
  geos_.near(all, water, [&](std::size_t i, std::size_t j) {
    if (grown_.zone_parcels[i].empty()) {
      EXPECT_TRUE(geos_.relate(water[j], all[i], "FF*FF****")) << "area " << i;
    }
  });
}

TEST_P(VegetationTest, SmallWoodsStandInsideOneParcel) {
  const auto grounds = parcels([&](ParcelId parcel) { return !country_.land.wet[parcel]; });
  std::vector<Geos::Geometry> woods;
  for (std::size_t i = 0; i < grown_.zones.features.size(); ++i)
    if (nature(grown_.zones.features[i]) == "Bois" && grown_.zone_parcels[i].empty())
      woods.push_back(geos_.polygon(grown_.zones.features[i].shape));
  std::vector<int> hosts(woods.size());
  geos_.near(woods, grounds, [&](std::size_t i, std::size_t j) {
    if (geos_.relate(woods[i], grounds[j], "TFFTFF***")) ++hosts[i];
  });
  EXPECT_THAT(hosts, testing::Each(1));
  EXPECT_GT(woods.size(), 200U);
}

TEST_P(VegetationTest, StripsCoverTheHedgesThatTheyDouble) {
  const auto all = areas();
  const auto hedges = lines();
  std::set<std::uint32_t> doubled;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(nature(grown_.zones.features[i]) == "Haie", !grown_.zone_hedges[i].empty());
    for (const std::uint32_t hedge : grown_.zone_hedges[i]) {
      EXPECT_TRUE(doubled.insert(hedge).second) << "hedge " << hedge << " under two areas";
      EXPECT_TRUE(geos_.covers(all[i], hedges[hedge])) << "area " << i << ", hedge " << hedge;
    }
  }
  EXPECT_GT(static_cast<double>(doubled.size()), 0.35 * static_cast<double>(hedges.size()));
  EXPECT_LT(doubled.size(), hedges.size());
}

TEST_P(VegetationTest, NothingCoversParcelsUnderWaterOrBesideWideRivers) {
  for (const auto& zone : grown_.zone_parcels) {
    for (const ParcelId parcel : zone) {
      EXPECT_FALSE(country_.land.wet[parcel]);
      const auto corners = mesh_.corners(parcel);
      for (std::size_t i = 0; i < 6; ++i) {
        const auto edge = mesh_.edge_between(corners[i], corners[(i + 1) % 6]);
        EXPECT_LE(country_.land.river_width[*edge], 15);
      }
    }
  }
}

TEST_P(VegetationTest, TheSameSeedGrowsTheSame) {
  const Vegetation again = grow(mesh_, country_.land, GetParam(), Flora::temperate);
  const auto expect_same = [](const Layer& a, const Layer& b) {
    ASSERT_EQ(a.features.size(), b.features.size());
    for (std::size_t i = 0; i < a.features.size(); ++i) {
      EXPECT_EQ(a.features[i].shape, b.features[i].shape);
      EXPECT_EQ(a.features[i].values, b.features[i].values);
    }
  };
  expect_same(grown_.zones, again.zones);
  expect_same(grown_.hedges, again.hedges);
  EXPECT_EQ(grown_.zone_parcels, again.zone_parcels);
  EXPECT_EQ(grown_.zone_hedges, again.zone_hedges);
  const Vegetation other = grow(mesh_, country_.land, GetParam() + 1, Flora::temperate);
  EXPECT_NE(grown_.hedges.features.front().shape, other.hedges.features.front().shape);
}

INSTANTIATE_TEST_SUITE_P(Seeds, VegetationTest, testing::Values(2, 31, 977));

std::set<std::string> natures(const Vegetation& grown) {
  std::set<std::string> found;
  for (const Feature& zone : grown.zones.features) found.insert(nature(zone));
  return found;
}

TEST(Vegetation, FollowsTheClimate) {
  EXPECT_THAT(natures(Country(5, 6000, Flora::tropical).grown),
              testing::UnorderedElementsAre(
                  "Bananeraie", "Bois", "Canne à sucre", "Cocoteraie", "Forêt fermée de feuillus",
                  "Forêt ouverte", "Haie", "Lande ligneuse", "Mangrove", "Verger", "Zone arborée"));
  EXPECT_THAT(natures(Country(5, 6000).grown),
              testing::UnorderedElementsAre(
                  "Bois", "Forêt fermée de conifères", "Forêt fermée de feuillus",
                  "Forêt fermée mixte", "Forêt ouverte", "Haie", "Lande herbacée", "Lande ligneuse",
                  "Peupleraie", "Verger", "Vigne", "Zone arborée"));
}

TEST(Vegetation, NothingGrowsUnderWater) {
  const Mesh mesh({1, 0, 0, 1500, 1500});
  Land land = plain_land(mesh);
  land.wet.assign(land.wet.size(), true);
  const Vegetation grown = grow(mesh, land, 1, Flora::tropical);
  EXPECT_TRUE(grown.zones.features.empty());
  EXPECT_TRUE(grown.hedges.features.empty());
}

// How near to the real data: what is real, by a factor of 1.6 at most.
void expect_near(const std::string& what, double found, double real) {
  EXPECT_GT(found, real / 1.6) << what;
  EXPECT_LT(found, real * 1.6) << what;
}
double quantile(std::vector<double> values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}
double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

class VegetationFigures : public testing::Test {
 protected:
  static const Country& country() {
    static const Country only(8, 10000);
    return only;
  }
};

// BD TOPO 3.5, edition of June 2026, of D032 (6 257 km2): 269 313 areas, of which 127 393 Haie,
// 103 242 Bois and 22 531 Forêt fermée de feuillus; 413 239 hedges, and 555 203 in D086 (6 990
// km2). The sample aims at 550 000 hedges on 6 250 km2.
TEST_F(VegetationFigures, CountsAreThoseOfADepartement) {
  const auto& zones = country().grown.zones.features;
  const double ground = country().dry_area();
  expect_near("areas", static_cast<double>(zones.size()) / ground, 269313 / 6257.0);
  expect_near("hedges", static_cast<double>(country().grown.hedges.features.size()) / ground, 88);
  std::map<std::string, double> shares;
  for (const Feature& zone : zones) {
    const std::string own = nature(zone);
    const bool frequent = own == "Haie" || own == "Bois" || own == "Forêt fermée de feuillus";
    shares[frequent ? own : "other"] += 1 / static_cast<double>(zones.size());
  }
  expect_near("Haie", shares["Haie"], 127393 / 269313.0);
  expect_near("Bois", shares["Bois"], 103242 / 269313.0);
  expect_near("Forêt", shares["Forêt fermée de feuillus"], 22531 / 269313.0);
  expect_near("other", shares["other"], 16147 / 269313.0);
}

// Quartiles of the areas, in square metres, and spacings of their vertices, measured on delivered
// data of BD TOPO 3.5 (spacings: medians of 3.5 to 4.3 m, means of 4.5 to 5.7 m).
TEST_F(VegetationFigures, AreasHaveTheirSizes) {
  std::map<std::string, std::vector<double>> areas;
  std::vector<double> steps;
  for (const Feature& zone : country().grown.zones.features) {
    areas[nature(zone)].push_back(area_of(zone.shape));
    for (const Path& ring : zone.shape.parts.front())
      for (std::size_t i = 1; i < ring.size(); ++i) steps.push_back(distance(ring[i - 1], ring[i]));
  }
  expect_near("Haie, first quartile", quantile(areas["Haie"], 0.25), 220);
  expect_near("Haie, median", quantile(areas["Haie"], 0.5), 500);
  expect_near("Haie, third quartile", quantile(areas["Haie"], 0.75), 900);
  expect_near("Bois, median", quantile(areas["Bois"], 0.5), 1500);
  expect_near("spacing, median", quantile(steps, 0.5), 3.9);
  expect_near("spacing, mean", mean(steps), 5.1);
}

// Lengths, vertices and ends of hedges, measured likewise.
TEST_F(VegetationFigures, HedgesHaveTheirLengthsAndEnds) {
  std::vector<double> lengths;
  std::vector<double> vertices;
  std::vector<double> steps;
  std::map<std::pair<double, double>, int> ends;
  for (const Feature& hedge : country().grown.hedges.features) {
    const Path& path = hedge.shape.path();
    lengths.push_back(length_of(path));
    vertices.push_back(static_cast<double>(path.size()));
    for (std::size_t i = 1; i < path.size(); ++i) steps.push_back(distance(path[i - 1], path[i]));
    ++ends[{path.front().x, path.front().y}];
    ++ends[{path.back().x, path.back().y}];
  }
  expect_near("length, first quartile", quantile(lengths, 0.25), 35);
  expect_near("length, median", quantile(lengths, 0.5), 57);
  expect_near("length, third quartile", quantile(lengths, 0.75), 100);
  expect_near("length, mean", mean(lengths), 84);
  expect_near("length, 95 %", quantile(lengths, 0.95), 259);
  expect_near("vertices, median", quantile(vertices, 0.5), 4);
  expect_near("vertices, mean", mean(vertices), 5.7);
  expect_near("spacing, median", quantile(steps, 0.5), 13);
  std::map<int, double> shares;
  for (const auto& [at, count] : ends) shares[count] += 1 / static_cast<double>(ends.size());
  expect_near("ends alone", shares[1], 859 / 1125.0);
  expect_near("pairs of ends", shares[2], 161 / 1125.0);
  expect_near("triples of ends", shares[3], 105 / 1125.0);
}

}  // namespace
}  // namespace bdf::sample
