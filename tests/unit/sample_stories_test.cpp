// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "files/truth_file.h"
#include "stories/edits.h"
#include "stories/families.h"
#include "stories/neighbours.h"
#include "support/desk.h"
#include "unit/sample_countries.h"
#include "unit/sample_geos.h"

namespace bdf::sample {
namespace {

using Names = std::set<std::string>;

const Themes& themes() {
  static const Themes known;
  return known;
}

Tale each_told(const Country& country, std::size_t each, int editions = 1) {
  Rates rates;
  rates.each = each;
  return tell(country, themes(), rates, editions);
}

/// A country, what happened in it, and the sides of its only producer.
struct Told {
  const Country& country;
  Tale tale;
  Sides sides = lay_out(country, tale, 0, 1);
  std::vector<rules::LayerRules> rules;
  std::vector<RowWriter> writers;  ///< by layer: as IGN keeps it

  Told(const CountryStyle& style, std::size_t each)
      : country(country_of(style)), tale(each_told(country, each)) {
    for (const Layer& layer : country.layers) {
      rules.push_back(themes().rules_of(layer.name, country.setting));
      writers.emplace_back(country, layer.name, Carrier());
    }
  }

  [[nodiscard]] const std::string& layer(const Story& story) const {
    return country.layers[story.layer].name;
  }
  /// Every attribute, as a file has it.
  [[nodiscard]] std::map<std::string, Value> values(std::size_t layer,
                                                    const Version& version) const {
    std::vector<Value> row;
    writers[layer].values({0, &version.feature, &version}, row);
    std::map<std::string, Value> values;
    const auto columns = writers[layer].layer().columns;
    for (std::size_t i = 0; i < columns.size(); ++i) values[columns[i].name] = row[i];
    return values;
  }
};

const Told& told(const CountryStyle& style, std::size_t each) {
  static std::map<std::pair<std::uint64_t, std::size_t>, Told> known;
  return known.try_emplace({style.seed, each}, style, each).first->second;
}

class StoriesTest : public testing::TestWithParam<CountryStyle> {
 protected:
  const Told& told_ = told(GetParam(), 4);
  /// So much that some of it comes near other things; not every family is left a feature.
  const Told& busy_ = told(GetParam(), 30);
  const Country& country_ = told_.country;
  const Tale& tale_ = told_.tale;
  Geos geos_;

  [[nodiscard]] std::string name(const Story& story) const {
    return story.family + " in " + told_.layer(story);
  }
};

/// Of what layers the family tells nothing, and why.
bool suits(const std::string& family, const std::string& layer) {
  const auto starts = [&](const char* with) { return family.rfind(with, 0) == 0; };
  const bool reach = layer == "troncon_hydrographique";
  // Only an attribute that the theme calls shared, and whose newest value counts, and only the
  // police of the water is the producers' own.
  if (starts("attribute_newest") || family == "attribute_undated" || starts("inventory") ||
      family == "merge_reference_data" || family == "delete_reference_business" ||
      starts("reversed") || starts("altitude"))
    return reach;
  // Lines have no boundary that they share and no ring that could cross itself.
  if (family == "invalid_local") return !reach && layer != "haie";
  if (family == "boundary_reference") return !reach && layer != "haie";
  if (family == "end_reference") return reach || layer == "haie";
  return true;
}

/// Of surfaces of water only the stretches of a river touch, and along one edge.
bool is_rare(const std::string& family, const std::string& layer) {
  return layer == "surface_hydrographique" &&
         (family.rfind("merge", 0) == 0 || family == "recut_reference" ||
          family == "boundary_reference");
}

TEST_P(StoriesTest, EveryFamilyIsToldOfEveryLayerThatSuits) {
  std::map<std::pair<std::string, std::string>, std::size_t> told;
  // One each: there are few surfaces of water.
  for (const Story& story : each_told(country_, 1).stories)
    ++told[{story.family, told_.layer(story)}];
  for (const Family& family : families()) {
    for (const char* layer :
         {"troncon_hydrographique", "surface_hydrographique", "zone_de_vegetation", "haie"}) {
      const std::size_t times = told[{std::string(family.name), layer}];
      if (is_rare(std::string(family.name), layer)) continue;
      if (suits(std::string(family.name), layer)) {
        EXPECT_GT(times, 0U) << family.name << " in " << layer;
      } else {
        EXPECT_EQ(times, 0U) << family.name << " in " << layer;
      }
    }
  }
}

TEST_P(StoriesTest, AFeatureIsInOneStory) {
  std::set<std::pair<std::size_t, std::uint64_t>> seen;
  for (std::size_t s = 0; s < tale_.stories.size(); ++s) {
    const Story& story = tale_.stories[s];
    for (const Version& version : story.ancestor)
      EXPECT_TRUE(seen.emplace(story.layer, version.feature.number).second) << name(story);
    for (const std::uint64_t beside : story.beside)
      EXPECT_TRUE(seen.emplace(story.layer, beside).second) << name(story);
  }
  for (std::size_t layer = 0; layer < country_.layers.size(); ++layer) {
    const auto& features = country_.layers[layer].features;
    for (std::size_t i = 0; i < features.size(); ++i) {
      const std::uint32_t story = tale_.story_of[layer][i];
      if (story == 0) continue;
      const auto& ancestor = tale_.stories[story - 1].ancestor;
      EXPECT_EQ(std::count_if(ancestor.begin(), ancestor.end(),
                              [&](const Version& version) {
                                return version.feature.number == features[i].number;
                              }),
                1);
    }
  }
}

TEST_P(StoriesTest, TheAncestorIsTheCountry) {
  for (const Story& story : tale_.stories) {
    for (const Version& version : story.ancestor) {
      EXPECT_TRUE(version.changed.empty()) << name(story);
      const auto& features = country_.layers[story.layer].features;
      const auto found = std::find_if(
          features.begin(), features.end(),
          [&](const Feature& feature) { return feature.number == version.feature.number; });
      ASSERT_NE(found, features.end());
      EXPECT_EQ(found->shape, version.feature.shape) << name(story);
    }
  }
}

/// The names of what differs, without identifiers and what is no evidence.
Names differing(const std::map<std::string, Value>& a, const std::map<std::string, Value>& b,
                const rules::LayerRules& rules) {
  Names names;
  for (const auto& [name, value] : a) {
    if (name != "cleabs" && !rules.is_housekeeping(name) && b.at(name) != value) names.insert(name);
  }
  return names;
}

double farthest_apart(const Shape& a, const Shape& b) {
  double most = 0;
  for (std::size_t part = 0; part < a.parts.size(); ++part)
    for (std::size_t ring = 0; ring < a.parts[part].size(); ++ring)
      for (std::size_t i = 0; i < a.parts[part][ring].size(); ++i)
        most = std::max(most, distance(a.parts[part][ring][i], b.parts[part][ring].at(i)));
  return most;
}

TEST_P(StoriesTest, ChangedIsWhatDiffersFromTheAncestor) {
  for (const Story& story : tale_.stories) {
    for (const auto* side : {&story.local, &story.reference}) {
      for (const Version& version : *side) {
        const auto of = std::find_if(
            story.ancestor.begin(), story.ancestor.end(),
            [&](const Version& before) { return before.feature.number == version.feature.number; });
        if (of == story.ancestor.end()) continue;  // new
        Names differ = differing(told_.values(story.layer, *of), told_.values(story.layer, version),
                                 told_.rules[story.layer]);
        Names changed(version.changed.begin(), version.changed.end());
        if (version.feature.shape != of->feature.shape) {
          if (story.family == "noise_local") {
            EXPECT_LT(farthest_apart(version.feature.shape, of->feature.shape), 0.05);
          } else if (story.family == "reversed_local") {
            EXPECT_EQ(reversed(version.feature.shape.path()), of->feature.shape.path());
            EXPECT_EQ(differ.erase("sens_de_l_ecoulement"), 1U);
            EXPECT_EQ(differ.erase("lien_vers_noeud_hydrographique_ini"), 1U);
            EXPECT_EQ(differ.erase("lien_vers_noeud_hydrographique_fin"), 1U);
          } else {
            differ.insert("geometry");
          }
        }
        EXPECT_EQ(differ, changed)
            << name(story) << (side == &story.local ? ", local" : ", reference");
      }
    }
  }
}

// --- what must come of it, derived anew from the table of authority and divergence -------------

enum class Side { local, reference, question };

/// `values` by name, on the ancestor and on both sides.
Side winner(const rules::Responsibility& who, const std::map<std::string, Value>& before,
            const std::map<std::string, Value>& here, const std::map<std::string, Value>& there) {
  if (who.authority == rules::Authority::reference) return Side::reference;
  if (who.authority == rules::Authority::producer) return Side::local;
  if (who.rule == rules::Rule::newest) {
    const Value a = before.at(who.by);
    const Value l = here.at(who.by);
    const Value r = there.at(who.by);
    if (l == a && r == a) return Side::question;
    if (l == a) return Side::reference;
    if (r == a || l > r) return Side::local;
    return l == r ? Side::question : Side::reference;
  }
  return Side::question;
}

TEST_P(StoriesTest, WhatMustComeOfOneObjectFollowsTheTable) {
  std::size_t judged = 0;
  for (const Story& story : tale_.stories) {
    const bool is_simple = story.ancestor.size() == story.local.size() &&
                           story.ancestor.size() == story.reference.size() &&
                           !story.ancestor.empty() && story.outcome != "recut" &&
                           story.family.rfind("key_exchanged", 0) != 0 &&
                           story.family != "geometry_apart";
    if (!is_simple) continue;
    ++judged;
    const rules::LayerRules& rules = told_.rules[story.layer];
    std::vector<std::pair<std::string, std::string>> questions;
    for (std::size_t i = 0; i < story.ancestor.size(); ++i) {
      const auto before = told_.values(story.layer, story.ancestor[i]);
      const auto here = told_.values(story.layer, story.local[i]);
      const auto there = told_.values(story.layer, story.reference[i]);
      auto expected = here;
      std::size_t open = 0;
      std::map<std::string, Value> deciding;
      for (const auto& [what, value] : before) {
        if (what == "cleabs" || what == "sens_de_l_ecoulement" || rules.is_housekeeping(what))
          continue;
        if (here.at(what) == value) {
          expected[what] = there.at(what);
        } else if (there.at(what) != value && there.at(what) != here.at(what)) {
          const rules::Responsibility who = rules.of_attribute(what);
          const Side wins = winner(who, before, here, there);
          if (wins == Side::reference) expected[what] = there.at(what);
          // A date that has decided stays beside the value that it spoke for.
          if (who.rule == rules::Rule::newest && wins != Side::question)
            deciding[who.by] = wins == Side::local ? here.at(who.by) : there.at(who.by);
          if (wins != Side::question) continue;
          ++open;
          questions.emplace_back("attribute", what);
        }
      }
      for (const auto& [date, value] : deciding) expected[date] = value;
      const Shape& was = story.ancestor[i].feature.shape;
      Shape shape = story.local[i].feature.shape;
      if (story.reference[i].feature.shape != was) {
        if (shape == was) {
          shape = story.reference[i].feature.shape;
        } else if (shape != story.reference[i].feature.shape) {
          const Side wins = winner(rules.geometry, before, here, there);
          if (wins == Side::reference) shape = story.reference[i].feature.shape;
          if (wins == Side::question) {
            ++open;
            questions.emplace_back("geometry", "");
          }
        }
      }
      if (open > 0) continue;
      const auto merged = std::find_if(story.merged.begin(), story.merged.end(),
                                       [&](const Expected& one) { return one.local == i; });
      ASSERT_NE(merged, story.merged.end()) << name(story);
      EXPECT_EQ(merged->reference, i) << name(story);
      const auto values = told_.values(story.layer, merged->version);
      const Names differ = differing(values, expected, rules);
      EXPECT_EQ(differ, Names()) << name(story);
      EXPECT_EQ(merged->version.feature.shape, shape) << name(story);
      EXPECT_EQ(values.at("cleabs"), there.at("cleabs")) << name(story);
    }
    std::vector<std::pair<std::string, std::string>> asked;
    for (const Question& question : story.questions)
      asked.emplace_back(question.kind, question.attribute);
    std::sort(asked.begin(), asked.end());
    std::sort(questions.begin(), questions.end());
    EXPECT_EQ(asked, questions) << name(story);
    EXPECT_EQ(story.outcome == "conflict", !questions.empty()) << name(story);
  }
  EXPECT_GT(judged, 200U);
}

TEST_P(StoriesTest, GeometriesStaySound) {
  for (const Story& story : tale_.stories) {
    for (const auto* side : {&story.local, &story.reference}) {
      for (const Version& version : *side) {
        const Shape& shape = version.feature.shape;
        if (shape.kind == ShapeKind::line) {
          EXPECT_TRUE(geos_.simple(geos_.line(shape.path()))) << name(story);
        } else {
          EXPECT_EQ(geos_.valid(geos_.polygon(shape)),
                    story.family != "invalid_local" || side != &story.local)
              << name(story);
        }
      }
    }
    for (const Expected& expected : story.merged) {
      const Shape& shape = expected.version.feature.shape;
      if (shape.kind == ShapeKind::area && story.family != "invalid_local") {
        EXPECT_TRUE(geos_.valid(geos_.polygon(shape))) << name(story);
      }
    }
  }
}

std::string family_of(const Told& told, const Row& row) {
  for (const Story& story : told.tale.stories)
    for (const auto* side : {&story.local, &story.reference})
      for (const Version& version : *side)
        if (&version == row.version) return story.family;
  return "";
}

TEST_P(StoriesTest, AreasDoNotOverlapOnEitherSide) {
  for (const auto* side : {&busy_.sides.local, &busy_.sides.reference}) {
    const std::vector<Row>& rows = (*side)[6];
    ASSERT_EQ(country_.layers[6].name, "zone_de_vegetation");
    std::vector<Geos::Geometry> areas;
    for (const Row& row : rows) areas.push_back(geos_.polygon(row.feature->shape));
    geos_.near(areas, areas, [&](std::size_t i, std::size_t j) {
      const auto one = family_of(busy_, rows[i]);
      const auto other = family_of(busy_, rows[j]);
      if (i >= j || (one.empty() && other.empty())) return;
      const bool noisy = one == "noise_local" || other == "noise_local" || one == "invalid_local" ||
                         other == "invalid_local";
      if (noisy) return;
      const double common = geos_.area(geos_.intersection(areas[i], areas[j]));
      EXPECT_LT(common, 1e-6) << one << " and " << other;
    });
  }
}

TEST_P(StoriesTest, EndsThatMetStillMeet) {
  for (const std::size_t layer : {std::size_t{0}, std::size_t{7}}) {
    for (const auto* side : {&told_.sides.local, &told_.sides.reference}) {
      std::map<std::pair<double, double>, std::size_t> ends;
      std::map<std::uint64_t, std::vector<const Row*>> by_number;
      for (const Row& row : (*side)[layer]) {
        const Path& path = row.feature->shape.path();
        ++ends[{path.front().x, path.front().y}];
        ++ends[{path.back().x, path.back().y}];
        if (!row.version) by_number[row.feature->number].push_back(&row);
      }
      const Neighbours neighbours(country_.layers[layer]);
      const auto& features = country_.layers[layer].features;
      for (std::size_t i = 0; i < features.size(); ++i) {
        const std::uint32_t story = tale_.story_of[layer][i];
        if (story != 0) continue;
        // What nobody touched: whatever met it meets it still, but for what was deleted.
        for (const Position& at :
             {features[i].shape.path().front(), features[i].shape.path().back()}) {
          std::size_t meant = 0;
          for (const LineEnd& end : neighbours.ends_at(at)) {
            const std::uint32_t other = tale_.story_of[layer][end.feature];
            const std::string family = other == 0 ? "" : tale_.stories[other - 1].family;
            const bool goes = family.rfind("delete", 0) == 0 || family == "noise_local";
            if (!goes) ++meant;
          }
          const auto met = ends[{at.x, at.y}];
          EXPECT_GE(met, meant) << country_.layers[layer].name << ' ' << i;
        }
      }
    }
  }
}

TEST_P(StoriesTest, LinesCrossOnNeitherSide) {
  for (const std::size_t layer : {std::size_t{0}, std::size_t{7}}) {
    for (const auto* side : {&busy_.sides.local, &busy_.sides.reference}) {
      const std::vector<Row>& rows = (*side)[layer];
      std::vector<Geos::Geometry> lines;
      for (const Row& row : rows) lines.push_back(geos_.line(row.feature->shape.path()));
      geos_.near(lines, lines, [&](std::size_t i, std::size_t j) {
        if (i >= j) return;
        const auto one = family_of(busy_, rows[i]);
        const auto other = family_of(busy_, rows[j]);
        if (one == "noise_local" || other == "noise_local") return;
        EXPECT_FALSE(geos_.relate(lines[i], lines[j], "0********") ||
                     geos_.relate(lines[i], lines[j], "1********"))
            << one << " and " << other;
      });
    }
  }
}

TEST_P(StoriesTest, KeysAreUniqueOnEachSide) {
  for (std::size_t layer = 0; layer < country_.layers.size(); ++layer) {
    for (const auto* side : {&told_.sides.ancestor, &told_.sides.reference}) {
      std::set<std::string> keys;
      for (const Row& row : (*side)[layer])
        EXPECT_TRUE(keys.insert(told_.writers[layer].key(*row.feature)).second)
            << country_.layers[layer].name << " " << family_of(told_, row);
    }
    std::map<std::string, std::vector<std::string>> local;
    for (const Row& row : told_.sides.local[layer])
      local[told_.writers[layer].key(*row.feature)].push_back(family_of(told_, row));
    for (const auto& [key, holders] : local) {
      if (holders.size() == 1 || key.empty()) continue;
      const std::string& family = holders.front();
      EXPECT_TRUE(family.rfind("split", 0) == 0 || family == "key_duplicate_local") << family;
    }
  }
}

TEST_P(StoriesTest, SharesInTheTruthAreThoseOfTheGeometry) {
  const support::Desk desk;
  std::size_t looked = 0;
  for (const rules::Theme& theme : themes().all()) {
    const auto path = desk / (theme.name + ".gpkg");
    write_truth(path, country_, tale_, told_.sides, theme, 0, {});
    const support::Sql truth(path);
    for (std::size_t s = 0; s < tale_.stories.size(); ++s) {
      const Story& story = tale_.stories[s];
      if (story.outcome != "recut" || !theme.find_layer(told_.layer(story))) continue;
      const StoryFids& fids = told_.sides.fids[s];
      const auto check = [&](const char* pair, const std::vector<Version>& a,
                             const std::vector<std::int64_t>& a_fids, const std::vector<Version>& b,
                             const std::vector<std::int64_t>& b_fids) {
        for (std::size_t i = 0; i < a.size(); ++i) {
          for (std::size_t j = 0; j < b.size(); ++j) {
            ++looked;
            const bool line = a[i].feature.shape.kind == ShapeKind::line;
            const auto drawn = [&](const Version& version) {
              return line ? geos_.line(version.feature.shape.path())
                          : geos_.polygon(version.feature.shape);
            };
            const auto size = [&](const Geos::Geometry& one) {
              return line ? geos_.length(one) : geos_.area(one);
            };
            const auto one = drawn(a[i]);
            const auto other = drawn(b[j]);
            const double common = size(geos_.intersection(one, other));
            const std::string where = " FROM link WHERE story = " + std::to_string(s + 1) +
                                      " AND pair = '" + pair +
                                      "' AND a_fid = " + std::to_string(a_fids[i]) +
                                      " AND b_fid = " + std::to_string(b_fids[j]);
            const std::string a_share = truth.value("SELECT a_share" + where);
            const std::string b_share = truth.value("SELECT b_share" + where);
            EXPECT_NEAR(a_share.empty() ? 0 : std::stod(a_share), common / size(one),
                        a_share.empty() ? 0.05 : 0.02)
                << name(story) << ' ' << pair << " of a";
            EXPECT_NEAR(b_share.empty() ? 0 : std::stod(b_share), common / size(other),
                        b_share.empty() ? 0.05 : 0.02)
                << name(story) << ' ' << pair << " of b";
          }
        }
      };
      check("ancestor_local", story.ancestor, fids.ancestor, story.local, fids.local);
      check("ancestor_reference", story.ancestor, fids.ancestor, story.reference, fids.reference);
      check("local_reference", story.local, fids.local, story.reference, fids.reference);
    }
  }
  EXPECT_GT(looked, 100U);
}

INSTANTIATE_TEST_SUITE_P(Countries, StoriesTest,
                         testing::Values(CountryStyle{4, 60}, CountryStyle{21, 60, "FXX", true}));

}  // namespace
}  // namespace bdf::sample
