// SPDX-License-Identifier: MIT
// Hedges that two layers hold, as lines and as areas along them.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "jobs/explain.h"
#include "jobs/sync.h"
#include "support/drawing.h"
#include "support/drawn_layer.h"
#include "support/plain_layer.h"
#include "support/temporary_folder.h"

namespace bdf::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A hedge HK in its area (ABCD), and the same elsewhere.
const Drawing drawing(R"(
  A - - - - - B
  H - - - - - K
  D - - - - - C
  . . . . . . .
  E - - - - - F
  M - - - - - N
  J - - - - - G
  . . . . . . .
  S - - - - - T
  U - - - - - V
  X - - - - - W )");

struct Hedge {
  std::string key, letters;
  std::string height = "2";
};
struct Area {
  std::string key, letters;
  std::string nature = "Haie";
};

class HeldTwice : public testing::Test {
 protected:
  struct Map {
    std::vector<Hedge> hedges;
    std::vector<Area> areas;
  };

  explicit HeldTwice(const std::string& as = "kept") {
    theme("strip: {doubles: {layer: hedge, when: {nature: Haie}, as: " + as + "}}, hedge: {}");
  }
  void theme(const std::string& layers) {
    std::ofstream(folder_.path() / "theme.yaml")
        << "name: t\nversion: 1\nlayers: {" << layers << "}\n";
  }
  void everywhere(const Map& map) { maps = {map, map, map}; }

  struct Told {
    std::vector<std::string> areas;  ///< "Z1 (ABCD)"
    std::vector<std::string> hedges;
    std::vector<std::string> findings;  ///< "held_twice strip Z1"
  };
  Told sync() { return sync({file(Side::ancestor), file(Side::local), file(Side::reference)}); }
  /// Expects a sync of what was merged, with the same reference, to say the same and to tell
  /// nothing.
  void expect_settled(const Told& first) {
    const auto merged = job_.out / "merged.gpkg";
    const auto edition = file(Side::reference);
    const auto second = sync({edition, merged.string(), edition});
    EXPECT_EQ(second.areas, first.areas);
    EXPECT_EQ(second.hedges, first.hedges);
    EXPECT_THAT(second.findings, IsEmpty());
  }
  [[nodiscard]] std::string explained(const std::string& key) const {
    return jobs::explanation_as_text(jobs::explain(job_.out, key));
  }

  ThreeWay<Map> maps;
  report::Summary summary;

 private:
  static PlainLayer layer_of(const std::string& name, const std::string& type,
                             const std::string& column) {
    PlainLayer layer{plain_schema(name, type), {}};
    layer.schema.columns = {{"key", ColumnType::text, "TEXT"}, {column, ColumnType::text, "TEXT"}};
    return layer;
  }
  std::string file(Side side) {
    auto strips = layer_of("strip", "POLYGON", "nature");
    for (const auto& area : maps[side].areas)
      strips.rows.push_back({{}, drawing.geometry(area.letters), {area.key, area.nature}});
    auto hedges = layer_of("hedge", "LINESTRING", "height");
    for (const auto& hedge : maps[side].hedges)
      hedges.rows.push_back({{}, drawing.geometry(hedge.letters), {hedge.key, hedge.height}});
    const auto path = folder_.path() / (std::string(name_of(side)) + ".gpkg");
    write_geopackage(path, {strips, hedges});
    return path.string();
  }
  Told sync(const ThreeWay<std::string>& files) {
    job_.theme = (folder_.path() / "theme.yaml").string();
    job_.ancestor = files.ancestor;
    job_.local = files.local;
    job_.reference = files.reference;
    job_.key = {"key"};
    job_.now = "2026-01-01T00:00:00Z";
    job_.confirm_deletions = true;
    job_.out = folder_.path() / ("out" + std::to_string(++syncs_));
    summary = jobs::sync(job_);
    Told told{held("strip"), held("hedge"), {}};
    for (const auto& finding : summary.findings)
      told.findings.push_back(finding.code + ' ' + finding.layer + ' ' + finding.feature);
    return told;
  }
  [[nodiscard]] std::vector<std::string> held(const std::string& layer) const {
    return drawn(read_layer(job_.out / "merged.gpkg", layer), drawing);
  }

  TemporaryFolder folder_;
  jobs::SyncJob job_;
  int syncs_ = 0;
};

class ReportedDoubles : public HeldTwice {
 protected:
  ReportedDoubles() : HeldTwice("reported") {}
};

TEST_F(ReportedDoubles, OneDrawsTheLineTheOtherTheArea) {
  maps.local.hedges = {{"H1", "HK"}};
  maps.reference.areas = {{"Z1", "(ABCD)"}};
  const auto first = sync();
  EXPECT_THAT(first.areas, ElementsAre("Z1 (ABCD)"));
  EXPECT_THAT(first.hedges, ElementsAre("H1 HK"));
  EXPECT_THAT(first.findings, ElementsAre("held_twice strip Z1"));
  ASSERT_FALSE(summary.findings.empty());
  EXPECT_THAT(summary.findings[0].message, HasSubstr("H1 of “hedge” runs along with it"));
  expect_settled(first);
}

/// What nobody has touched is looked at, too.
TEST_F(ReportedDoubles, AnUnchangedAreaGetsALine) {
  everywhere({{}, {{"Z1", "(ABCD)"}, {"Z2", "(EFGJ)"}}});
  maps.local.areas.erase(maps.local.areas.begin());
  maps.ancestor = maps.local;
  maps.local.hedges = {{"H1", "HK"}, {"H2", "MN"}};
  EXPECT_THAT(sync().findings, ElementsAre("held_twice strip Z1"));
}

TEST_F(ReportedDoubles, WhatASideHoldsTwiceItselfIsItsOwnAffair) {
  everywhere({{{"H3", "UV"}}, {{"Z3", "(STWX)"}}});
  maps.local = {{{"H1", "HK"}, {"H3", "UV"}}, {{"Z1", "(ABCD)"}, {"Z3", "(STWX)"}}};
  maps.reference = {{{"H2", "MN"}, {"H3", "UV"}}, {{"Z2", "(EFGJ)"}, {"Z3", "(STWX)"}}};
  EXPECT_THAT(sync().findings, IsEmpty());
  everywhere({{{"H1", "HK"}}, {{"Z1", "(ABCD)"}}});
  maps.local.hedges[0].height = "3";
  EXPECT_THAT(sync().findings, IsEmpty());
}

TEST_F(ReportedDoubles, WhatSaysThatItIsAWoodIsNone) {
  maps.local.hedges = {{"H1", "HK"}};
  maps.reference.areas = {{"Z1", "(ABCD)", "Bois"}};
  EXPECT_THAT(sync().findings, IsEmpty());
}

/// The reference has made a hedge of the wood, beside which local has drawn a line.
TEST_F(ReportedDoubles, WhatMergedSaysDecides) {
  everywhere({{}, {{"Z1", "(ABCD)", "Bois"}}});
  maps.local.hedges = {{"H1", "HK"}};
  maps.reference.areas[0].nature = "Haie";
  EXPECT_THAT(sync().findings, ElementsAre("held_twice strip Z1"));
}

/// IGN has grubbed up the hedge; the office has given its area another boundary.
TEST_F(HeldTwice, AnAreaIsKeptWhoseLineIsGone) {
  everywhere({{{"H1", "HK"}}, {{"Z1", "(ABCD)"}}});
  maps.local.areas[0].letters = "(ABKCD)";
  maps.reference = {};
  const auto first = sync();
  EXPECT_THAT(first.areas, ElementsAre("Z1 (ABKCD)"));
  EXPECT_THAT(first.hedges, IsEmpty());
  EXPECT_THAT(first.findings, ElementsAre("double_left_behind strip Z1"));
  ASSERT_FALSE(summary.findings.empty());
  EXPECT_THAT(summary.findings[0].message, HasSubstr("it doubled H1 of “hedge”"));
  expect_settled(first);
}

/// IGN moves the hedge one way, the office the other, and the theme takes the line of the one and
/// the area of the other.
TEST_F(HeldTwice, AnAreaAndItsLineArePartedByRules) {
  theme(
      "strip: {authority: {geometry: {owner: producer}}, doubles: {layer: hedge, when: "
      "{nature: Haie}, as: kept}}, hedge: {authority: {geometry: {owner: reference}}}");
  everywhere({{{"H1", "HK"}}, {{"Z1", "(ABCD)"}}});
  maps.local = {{{"H1", "MN"}}, {{"Z1", "(EFGJ)"}}};
  maps.reference = {{{"H1", "UV"}}, {{"Z1", "(STWX)"}}};
  const auto first = sync();
  EXPECT_THAT(first.hedges, ElementsAre("H1 UV"));
  EXPECT_THAT(first.areas, ElementsAre("Z1 (EFGJ)"));
  EXPECT_THAT(first.findings, ElementsAre("double_left_behind strip Z1"));
  expect_settled(first);
}

/// The area has two lines; each side deletes one of them.
TEST_F(HeldTwice, AnUnchangedAreaLosesItsLastLine) {
  everywhere({{{"H1", "HK"}, {"H2", "KH"}}, {{"Z1", "(ABCD)"}}});
  maps.local.hedges.pop_back();
  maps.reference.hedges.erase(maps.reference.hedges.begin());
  const auto first = sync();
  EXPECT_THAT(first.hedges, IsEmpty());
  EXPECT_THAT(first.findings, ElementsAre("double_left_behind strip Z1"));
  expect_settled(first);
}

TEST_F(HeldTwice, WhatASideHasPartedItselfIsItsOwnAffair) {
  everywhere({{{"H1", "HK"}}, {{"Z1", "(ABCD)"}}});
  maps.reference.hedges.clear();
  const auto first = sync();
  EXPECT_THAT(first.hedges, IsEmpty());
  EXPECT_THAT(first.areas, ElementsAre("Z1 (ABCD)"));
  EXPECT_THAT(first.findings, IsEmpty());
}

TEST_F(HeldTwice, WhatMovesTogetherStaysTogether) {
  everywhere({{{"H1", "HK"}}, {{"Z1", "(ABCD)"}}});
  maps.reference = {{{"H1", "MN"}}, {{"Z1", "(EFGJ)"}}};
  const auto first = sync();
  EXPECT_THAT(first.areas, ElementsAre("Z1 (EFGJ)"));
  EXPECT_THAT(first.findings, IsEmpty());
  EXPECT_THAT(explained("Z1"), HasSubstr("the same thing as H1, which is kept beside it"));
  expect_settled(first);
}

/// Which of the two is the line is nothing to the rules.
TEST_F(HeldTwice, LinesMayDoubleAreas) {
  theme("hedge: {doubles: {layer: strip, that: {nature: Haie}, as: kept}}, strip: {}");
  everywhere({{{"H1", "HK"}}, {{"Z1", "(ABCD)"}}});
  maps.local.hedges[0].letters = "KH";
  maps.reference = {};
  EXPECT_THAT(sync().findings, ElementsAre("double_left_behind hedge H1"));
}

}  // namespace
}  // namespace bdf::tests
