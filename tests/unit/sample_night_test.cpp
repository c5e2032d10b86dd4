// SPDX-License-Identifier: MIT
#include "night/offices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "night/deposits.h"
#include "night/edits.h"
#include "unit/sample_geos.h"

namespace bdf::sample {
namespace {

NightStyle style_of(std::size_t territories) {
  NightStyle style;
  style.territories = territories;
  return style;
}

const NightCountry& night_of_four() {
  static const NightCountry made = night_country(style_of(4));
  return made;
}

/// The outlines of all territories, a polygon each part.
std::vector<Geos::Geometry> outlines(const Geos& geos, const NightCountry& night) {
  std::vector<Geos::Geometry> all;
  for (const Domain& domain : night.country.domains) {
    for (const Rings& part : domain.outline.parts)
      all.push_back(geos.polygon({ShapeKind::area, {part}}));
  }
  return all;
}

/// The part of each line of a feature that lies in a territory adds up to the whole line.
TEST(SampleNight, TerritoriesHoldAllOfTheCountry) {
  const Geos geos;
  const NightCountry& night = night_of_four();
  const auto territories = outlines(geos, night);
  for (const Layer& layer : night.country.layers) {
    for (const Feature& feature : layer.features) {
      for (const Rings& part : feature.shape.parts) {
        for (const Path& path : part) {
          if (path.size() < 2) continue;
          const auto line = geos.line(path);
          double within = 0;
          for (const auto& territory : territories)
            within += geos.length(geos.intersection(line, territory));
          // What runs along a boundary is in both of its territories.
          EXPECT_GE(within, geos.length(line) - 0.01) << layer.name << ' ' << feature.number;
        }
      }
    }
  }
}

TEST(SampleNight, ARiverAndAWoodCrossTwoBoundaries) {
  const NightCountry& night = night_of_four();
  for (std::size_t i = 0; i < night.country.layers.size(); ++i) {
    const std::string& name = night.country.layers[i].name;
    if (name != "cours_d_eau" && name != "zone_de_vegetation") continue;
    EXPECT_TRUE(std::any_of(night.homes[i].begin(), night.homes[i].end(), [](const auto& homes) {
      return homes.size() >= 3;
    })) << name;
  }
}

TEST(SampleNight, OfficesAreThoseOfRealDepartements) {
  const NightCountry& night = night_of_four();
  std::set<std::string> codes;
  for (const Office& office : night.offices) {
    codes.insert(office.code);
    EXPECT_EQ(office.name, "DDT " + office.code.substr(1));
  }
  EXPECT_EQ(codes, (std::set<std::string>{"026", "038", "073", "074"}));
  EXPECT_THROW(static_cast<void>(night_country(style_of(31))), UsageError);
  EXPECT_THROW(static_cast<void>(night_country(style_of(0))), UsageError);
}

std::set<std::uint64_t> objects_of(const std::vector<Edit>& edits) {
  std::set<std::uint64_t> objects;
  for (const Edit& edit : edits) {
    for (const Version& version : edit.story.ancestor)
      objects.insert((edit.layer << 40U) + version.feature.number);
  }
  return objects;
}

TEST(SampleNight, EditsAreOfTheOfficesTerritoryAndEachOfAnotherObject) {
  const NightCountry& night = night_of_four();
  const EditSource source(night, 1);
  for (std::size_t office = 0; office < night.offices.size(); ++office) {
    const auto edits = source.edits({office + 1, office, "vegetation", 30});
    ASSERT_EQ(edits.size(), 30U);
    std::size_t objects = 0;
    for (const Edit& edit : edits) {
      EXPECT_EQ(night.themes.theme_of(night.country.layers[edit.layer].name)->name, "vegetation");
      for (const Version& version : edit.story.ancestor) {
        ++objects;
        const auto homes = night.country.domains_of(version.feature);
        EXPECT_NE(std::find(homes.begin(), homes.end(), office), homes.end());
      }
    }
    EXPECT_EQ(objects_of(edits).size(), objects);
  }
}

/// Otherwise nothing of what offices deposit would ever contradict anything.
TEST(SampleNight, NeighboursAndDepositsOfOneOfficeMeetAtTheSameObjects) {
  const NightCountry& night = night_of_four();
  const EditSource source(night, 1);
  const auto first = objects_of(source.edits({1, 0, "hydro", 20}));
  const auto again = objects_of(source.edits({2, 0, "hydro", 20}));
  std::set<std::uint64_t> others;
  for (std::size_t office = 1; office < night.offices.size(); ++office)
    others.merge(objects_of(source.edits({2 + office, office, "hydro", 20})));
  const auto meet = [&](const std::set<std::uint64_t>& some) {
    return std::any_of(first.begin(), first.end(),
                       [&](std::uint64_t object) { return some.contains(object); });
  };
  EXPECT_TRUE(meet(again));
  EXPECT_TRUE(meet(others));
}

TEST(SampleNight, PlansDepositsOfAllOfficesAndThemesInTheOrderOfTheirNames) {
  NightStyle style = style_of(4);
  style.deposits = 400;
  const auto plan = plan_deposits(style, night_of_four().offices);
  ASSERT_EQ(plan.size(), 400U);
  std::set<std::string> names;
  std::size_t as_layers = 0;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    names.insert(plan[i].name);
    EXPECT_TRUE(i == 0 || plan[i - 1].name < plan[i].name);
    EXPECT_GE(plan[i].work.edits, 1U);
    EXPECT_LE(plan[i].work.edits, 40U);
    as_layers += plan[i].as_layers ? 1 : 0;
  }
  EXPECT_EQ(names.size(), 400U);
  EXPECT_EQ(plan.front().name, "0001_ddt-38_hydro");
  EXPECT_NEAR(static_cast<double>(as_layers), 80, 25);
}

}  // namespace
}  // namespace bdf::sample
