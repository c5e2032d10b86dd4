// SPDX-License-Identifier: MIT
#include "stories/sides.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "crs/transform.h"
#include "files/side_file.h"
#include "unit/sample_countries.h"

namespace bdf::sample {
namespace {

const Themes& themes() {
  static const Themes known;
  return known;
}

Tale tale_of(const Country& country, int editions) {
  Rates rates;
  rates.factor = 4;
  return tell(country, themes(), rates, editions);
}

/// The story that each version on a side is of.
std::map<const Version*, std::size_t> stories_of(const Tale& tale,
                                                 std::vector<Version> Story::*side) {
  std::map<const Version*, std::size_t> found;
  for (std::size_t s = 0; s < tale.stories.size(); ++s)
    for (const Version& version : tale.stories[s].*side) found[&version] = s;
  return found;
}

const Country& alone() { return country_of({3, 15}); }
const Country& shared() { return country_of({5, 30, "FXX", false, 3}); }

TEST(SampleSides, TheAncestorIsInItsOrderTheLocalKeepsItsFidsTheReferenceHasItsOwn) {
  const Tale tale = tale_of(alone(), 1);
  const Sides sides = lay_out(alone(), tale, 0, 1);
  const auto local_of = stories_of(tale, &Story::local);
  std::size_t moved = 0;
  for (std::size_t layer = 0; layer < alone().layers.size(); ++layer) {
    const auto& features = alone().layers[layer].features;
    ASSERT_EQ(sides.ancestor[layer].size(), features.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
      EXPECT_EQ(sides.ancestor[layer][i].fid, static_cast<std::int64_t>(i) + 1);
      EXPECT_EQ(sides.ancestor[layer][i].feature->number, features[i].number);
    }
    std::set<std::int64_t> fids;
    for (const Row& row : sides.local[layer]) {
      EXPECT_TRUE(fids.insert(row.fid).second);
      if (row.fid <= static_cast<std::int64_t>(features.size())) {
        EXPECT_EQ(row.feature->number, features[static_cast<std::size_t>(row.fid) - 1].number);
      } else {
        EXPECT_TRUE(local_of.contains(row.version)) << "new, and nobody tells of it";
      }
    }
    std::int64_t next = 1;
    for (const Row& row : sides.reference[layer]) {
      EXPECT_EQ(row.fid, next++);
      const auto at = static_cast<std::size_t>(row.fid) - 1;
      if (at >= features.size() || row.feature->number != features[at].number) ++moved;
    }
  }
  EXPECT_GT(moved, 100U) << "the reference has another order";
}

TEST(SampleSides, StoriesKnowTheFidsOfTheirVersions) {
  const Tale tale = tale_of(alone(), 1);
  const Sides sides = lay_out(alone(), tale, 0, 1);
  for (std::size_t s = 0; s < tale.stories.size(); ++s) {
    const Story& story = tale.stories[s];
    const auto expect = [&](const std::vector<Version>& versions,
                            const std::vector<std::int64_t>& fids, const std::vector<Row>& rows) {
      ASSERT_EQ(versions.size(), fids.size());
      for (std::size_t i = 0; i < fids.size(); ++i) {
        const auto row = std::find_if(rows.begin(), rows.end(),
                                      [&](const Row& one) { return one.fid == fids[i]; });
        ASSERT_NE(row, rows.end()) << story.family;
        EXPECT_EQ(row->version, &versions[i]) << story.family;
      }
    };
    expect(story.ancestor, sides.fids[s].ancestor, sides.ancestor[story.layer]);
    expect(story.local, sides.fids[s].local, sides.local[story.layer]);
    expect(story.reference, sides.fids[s].reference, sides.reference[story.layer]);
  }
}

TEST(SampleSides, AnEditionHoldsTheStoriesUntilThen) {
  const Tale tale = tale_of(alone(), 3);
  const auto story_of = stories_of(tale, &Story::reference);
  std::size_t before = 0;
  for (int edition = 0; edition <= 3; ++edition) {
    const Sides sides = lay_out(alone(), tale, std::nullopt, edition);
    std::set<std::size_t> seen, expected;
    for (const auto& rows : sides.reference) {
      for (const Row& row : rows) {
        const auto told = story_of.find(row.version);
        if (told != story_of.end()) seen.insert(told->second);
      }
    }
    std::size_t vanished = 0;
    for (std::size_t s = 0; s < tale.stories.size(); ++s) {
      if (tale.stories[s].edition > edition) continue;
      if (!tale.stories[s].reference.empty()) expected.insert(s);
      vanished += tale.stories[s].reference.empty() ? 1 : 0;
    }
    EXPECT_EQ(seen, expected) << edition;
    EXPECT_GE(seen.size() + vanished, before + (edition > 0 ? 10 : 0)) << "something each time";
    before = seen.size() + vanished;
    EXPECT_EQ(sides.local[0].size(), 0U) << "nobody's";
  }
  EXPECT_EQ(before, tale.stories.size());
}

TEST(SampleSides, WhatAProducerSeesIsCutOutAlikeOnAllSides) {
  const Tale tale = tale_of(shared(), 1);
  ASSERT_EQ(shared().domains.size(), 3U);
  const auto local_of = stories_of(tale, &Story::local);
  const auto reference_of = stories_of(tale, &Story::reference);
  std::set<std::pair<std::size_t, std::uint64_t>> anywhere;
  for (std::size_t producer = 0; producer < 3; ++producer) {
    const Sides sides = lay_out(shared(), tale, producer, 1);
    for (std::size_t layer = 0; layer < shared().layers.size(); ++layer) {
      const auto untold = [&](const std::vector<Row>& rows) {
        std::set<std::uint64_t> numbers;
        for (const Row& row : rows) {
          if (!row.version) numbers.insert(row.feature->number);
        }
        return numbers;
      };
      EXPECT_EQ(untold(sides.ancestor[layer]), untold(sides.local[layer]));
      EXPECT_EQ(untold(sides.ancestor[layer]), untold(sides.reference[layer]));
      for (const Row& row : sides.ancestor[layer]) anywhere.emplace(layer, row.feature->number);
      for (const Row& row : sides.local[layer]) {
        const auto told = local_of.find(row.version);
        if (told != local_of.end()) {
          EXPECT_EQ(tale.producer[told->second], producer) << tale.stories[told->second].family;
        }
      }
      for (const Row& row : sides.reference[layer]) {
        const auto told = reference_of.find(row.version);
        if (told != reference_of.end()) {
          EXPECT_EQ(tale.producer[told->second], producer) << tale.stories[told->second].family;
        }
      }
    }
  }
  std::size_t all = 0;
  for (const Layer& layer : shared().layers) all += layer.features.size();
  EXPECT_EQ(anywhere.size(), all) << "every feature is somebody's";
}

TEST(SampleSides, EveryPartOfAStoryLiesWithItsProducer) {
  Rates rates;
  rates.each = 6;
  const Tale tale = tell(shared(), themes(), rates, 1);
  std::set<std::size_t> producers;
  for (std::size_t s = 0; s < tale.stories.size(); ++s) {
    producers.insert(tale.producer[s]);
    for (const auto* side :
         {&tale.stories[s].ancestor, &tale.stories[s].local, &tale.stories[s].reference}) {
      for (const Version& version : *side)
        EXPECT_EQ(shared().domains_of(version.feature), std::vector{tale.producer[s]})
            << tale.stories[s].family;
    }
  }
  EXPECT_EQ(producers.size(), 3U);
}

TEST(SampleSides, NoStoryIsAboutWhatTheLocalLayerHasLost) {
  Rates rates;
  rates.each = 5;
  rates.frozen = {"inventaire_police_de_l_eau",
                  "commentaire_sur_l_objet_hydro",
                  "sources",
                  "sens_de_l_ecoulement",
                  "date_de_confirmation",
                  "persistance",
                  "cleabs"};
  const Tale tale = tell(alone(), themes(), rates, 1);
  for (const Story& story : tale.stories) {
    EXPECT_NE(story.family, "hostile_text_local");
    EXPECT_NE(story.family, "reversed_local");
    EXPECT_NE(story.family, "delete_reference_business");
    EXPECT_NE(story.family, "merge_reference_data");
    EXPECT_NE(story.family.rfind("key_", 0), 0U);
    for (const auto* side : {&story.local, &story.reference}) {
      for (const Version& version : *side) {
        for (const std::string& frozen : rates.frozen)
          EXPECT_FALSE(version.changed.contains(frozen)) << story.family << ' ' << frozen;
      }
    }
  }
  EXPECT_GT(tale.stories.size(), 100U);
}

TEST(SampleSides, RatesThatAreNoneAreRefused) {
  const auto refuses = [](const Rates& rates) {
    EXPECT_THROW((void)tell(alone(), themes(), rates, 1), UsageError);
  };
  refuses({{{"nonsense", 0.1}}, 1, std::nullopt, {}});
  refuses({{{"attribute_local", 1.1}}, 1, std::nullopt, {}});
  refuses({{{"attribute_local", -0.1}}, 1, std::nullopt, {}});
  refuses({{}, -1, std::nullopt, {}});
  refuses({{}, std::stod("nan"), std::nullopt, {}});
  for (const double km2 : {0.0, -3.0, std::stod("nan"), std::stod("inf"), 1e9})
    EXPECT_THROW((void)make_country({1, km2}), UsageError) << km2;
  EXPECT_THROW((void)make_country({1, 15, "XYZ"}), UsageError);
}

// --- how a side is kept ------------------------------------------------------------------------

template <class See>
void each_position(const Shape& a, const Shape& b, const See& see) {
  ASSERT_EQ(a.parts.size(), b.parts.size());
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    ASSERT_EQ(a.parts[i].size(), b.parts[i].size());
    for (std::size_t k = 0; k < a.parts[i].size(); ++k) {
      ASSERT_EQ(a.parts[i][k].size(), b.parts[i][k].size());
      for (std::size_t m = 0; m < a.parts[i][k].size(); ++m)
        see(a.parts[i][k][m], b.parts[i][k][m]);
    }
  }
}

TEST(SampleCarriers, AnotherSystemLeadsBackToTheSamePlace) {
  for (const char* crs : {"EPSG:27572", "EPSG:3945", "EPSG:4326"}) {
    Carrier carrier;
    carrier.crs = crs;
    const RowWriter writer(alone(), "troncon_hydrographique", carrier);
    crs::Operation operation;
    operation.from = crs;
    operation.to = alone().crs;
    crs::Transform back(operation);
    for (const Feature& reach : alone().layers[0].features) {
      Shape shape = writer.shape(reach);
      each_position(reach.shape, shape, [&](const Position& here, const Position& there) {
        std::array<double, 2> xy{there.x, there.y};
        back.apply(xy);
        EXPECT_LT(distance(here, {xy[0], xy[1], 0}), 0.001) << crs;
        EXPECT_GT(distance(here, there), 1000) << crs;
      });
    }
  }
}

TEST(SampleCarriers, NoiseStaysBelowWhatIsAsked) {
  Carrier carrier;
  carrier.distortion.noise = 0.04;
  const RowWriter writer(alone(), "zone_de_vegetation", carrier);
  double most = 0;
  for (const Feature& zone : alone().layers[6].features) {
    const Shape noisy = writer.distorted_shape(zone);
    each_position(zone.shape, noisy, [&](const Position& a, const Position& b) {
      most = std::max(most, distance(a, b));
    });
    for (const Path& ring : noisy.parts.front()) EXPECT_EQ(ring.front(), ring.back());
  }
  EXPECT_LT(most, 0.04);
  EXPECT_GT(most, 0.03);
}

TEST(SampleCarriers, WhatWasSharedIsSharedAfterADistortion) {
  for (const Distortion& how :
       {Distortion{0, false, 12.3, -4.5, 0, 0}, Distortion{0, false, 0, 0, 6, 0}}) {
    Carrier carrier;
    carrier.distortion = how;
    const RowWriter writer(alone(), "zone_de_vegetation", carrier);
    std::map<std::pair<double, double>, Position> moved;
    std::size_t shared = 0;
    double most = 0;
    for (const Feature& zone : alone().layers[6].features) {
      each_position(zone.shape, writer.distorted_shape(zone),
                    [&](const Position& a, const Position& b) {
                      const auto [at, is_new] = moved.emplace(std::pair(a.x, a.y), b);
                      shared += is_new ? 0 : 1;
                      EXPECT_EQ(at->second, b);
                      most = std::max(most, distance(a, b));
                    });
    }
    EXPECT_GT(shared, 1000U);
    EXPECT_GT(most, 2);
    EXPECT_LT(most, 14);
  }
}

TEST(SampleCarriers, DensifiedNeighboursKeepTheirBoundary) {
  Carrier carrier;
  carrier.distortion.densified = true;
  const RowWriter writer(alone(), "zone_de_vegetation", carrier);
  using Edge = std::pair<std::pair<double, double>, std::pair<double, double>>;
  std::map<Edge, std::vector<Position>> between_ends;
  std::size_t shared = 0;
  for (const Feature& zone : alone().layers[6].features) {
    const Shape more = writer.distorted_shape(zone);
    for (std::size_t k = 0; k < zone.shape.parts.front().size(); ++k) {
      const Path& ring = zone.shape.parts.front()[k];
      const Path& dense = more.parts.front()[k];
      std::size_t at = 0;
      for (std::size_t i = 1; i < ring.size(); ++i) {
        std::vector<Position> inner;
        for (++at; dense[at] != ring[i]; ++at) inner.push_back(dense[at]);
        const auto a = std::pair(ring[i - 1].x, ring[i - 1].y);
        const auto b = std::pair(ring[i].x, ring[i].y);
        const auto [known, is_new] =
            between_ends.emplace(Edge{std::min(a, b), std::max(a, b)}, inner);
        EXPECT_EQ(known->second, inner);
        shared += is_new ? 0 : 1;
      }
    }
  }
  EXPECT_GT(shared, 300U);
}

TEST(SampleCarriers, ShapefilesCallNoTwoColumnsAlike) {
  for (const Layer& layer : alone().layers) {
    Carrier carrier;
    carrier.private_columns = true;
    const RowWriter writer(alone(), layer.name, carrier);
    const auto narrow = writer.narrow_columns();
    ASSERT_EQ(narrow.size(), writer.layer().columns.size());
    std::set<std::string> names;
    for (const auto& column : narrow) {
      std::string name = column.name;
      for (char& letter : name)
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
      EXPECT_TRUE(names.insert(name).second) << layer.name << ' ' << name;
      EXPECT_LE(name.size(), 10U);
      EXPECT_GE(column.width, 1U);
      EXPECT_LE(column.width, 254U);
    }
  }
}

TEST(SampleCarriers, ProducersSaySomethingOfAFifth) {
  std::size_t said = 0;
  std::size_t all = 0;
  for (const Feature& reach : country_of({3, 15}).layers[7].features) {
    std::vector<Value> values, again;
    add_private_values("haie", 3, {1, &reach, nullptr}, values);
    add_private_values("haie", 3, {9, &reach, nullptr}, again);
    ASSERT_EQ(values.size(), private_columns("haie").size());
    EXPECT_EQ(values, again) << "whatever its fid";
    said += values.front() == Value() ? 0 : 1;
    ++all;
  }
  EXPECT_NEAR(static_cast<double>(said) / static_cast<double>(all), 0.2, 0.05);
}

}  // namespace
}  // namespace bdf::sample
