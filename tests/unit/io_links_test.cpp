// SPDX-License-Identifier: MIT
// Links as a table and as a map.
#include <gtest/gtest.h>

#include "io/links_csv.h"
#include "io/links_geopackage.h"
#include "table_definitions.h"

namespace bdf::io {
namespace {

LayerLinks rivers() {
  LayerLinks layer{"river",
                   {"river", {1, 2, 3, 4}, {"K1", "K2", "a,\"b\"", "fid:4"}},
                   {"river", {1, 2, 3}, {"K1", "L2", "L3"}},
                   {}};
  Link cut;
  cut.a = {1};
  cut.b = {1, 2};
  cut.reason = LinkReason::pieces;
  cut.confidence = 0.98765;
  cut.pairs = {{1, 1, 0.25, 1, {0, 0.25}, {0, 1}, false, {{Measure::mean_distance, 0.5}}},
               {1, 2, 0.75, 1, {0.25, 1}, {0, 1}, true, {}}};
  Link doubt;
  doubt.a = {2};
  doubt.b = {0};
  doubt.reason = LinkReason::not_alike_enough;
  doubt.confidence = 0.5;
  layer.links = {{cut, false}, {doubt, true}};
  return layer;
}

TEST(LinksCsv, HasARowAPairAndOneForWhatIsAlone) {
  EXPECT_EQ(links_as_csv({rivers()}),
            "layer,a_id,b_id,relation,confidence,a_share,b_share,reason\n"
            "river,K1,,1:0,,,,unmatched\n"
            "river,K2,L2,1:n,0.9877,0.25,1,pieces\n"
            "river,K2,L3,1:n,0.9877,0.75,1,pieces\n"
            "river,\"a,\"\"b\"\"\",K1,1:1,0.5,1,1,doubtful: not_alike_enough\n"
            "river,\"a,\"\"b\"\"\",,1:0,,,,unmatched\n"
            "river,fid:4,,1:0,,,,unmatched\n"
            "river,,K1,0:1,,,,unmatched\n");
}

TEST(LinksCsv, OfALinkThatNamesNoPairsHasAll) {
  LayerLinks layer{"r", {"r", {1, 2}, {"A", "B"}}, {"r", {1, 2}, {"C", "D"}}, {}};
  Link link;
  link.a = link.b = {0, 1};
  layer.links = {{link, true}};
  std::size_t pairs = 0;
  for_each_pair(link, [&](const LinkedPair&) { ++pairs; });
  EXPECT_EQ(pairs, 4U);
  EXPECT_NE(links_as_csv({layer}).find("r,B,C,n:m,0,1,1,doubtful: same_geometry"),
            std::string::npos);
}

class LinksMapTest : public testing::Test {
 protected:
  LinksMapTest() {
    Crs crs;
    crs.srs_id = crs.code = 2154;
    crs.organization = "EPSG";
    crs.definition = "PROJCS[\"x\"]";
    const auto layer = rivers();
    LinkWriter writer(folder_.file("links.gpkg"), crs);
    const auto& cut = layer.links[0];
    writer.add({layer, cut, cut.link.pairs[0], 1, LinkLine{{0, 0}, {3, 4}}, true});
    writer.add({layer, cut, cut.link.pairs[1], 1, LinkLine{{5, 5}, {5, 5}}, false});
    writer.finish("2026-11-24T01:09:08Z");
  }

  [[nodiscard]] std::string value(const std::string& sql) const {
    auto database = Database::open_input(folder_.file("links.gpkg"));
    auto select = database.prepare(sql);
    return select.step() ? select.text(0) : "";
  }

  tests::TestFolder folder_;
};

TEST_F(LinksMapTest, IsAsDefined) {
  auto written = Database::open_input(folder_.file("links.gpkg"));
  auto defined = tests::defined_in_schemas(folder_, "links.sql");
  auto columns = tests::columns_of(written, "link");
  EXPECT_EQ(std::erase_if(columns, [](const auto& column) { return column.starts_with("geom "); }),
            1U);
  EXPECT_EQ(columns, tests::columns_of(defined, "link"));
}

TEST_F(LinksMapTest, TellsStretchesOfLinesOnly) {
  EXPECT_EQ(value("SELECT a_from || ' ' || a_to || ' ' || direction FROM link WHERE fid = 1"),
            "0.0 0.25 same");
  EXPECT_EQ(value("SELECT coalesce(a_from, b_to, direction, 'none') FROM link WHERE fid = 2"),
            "none");
  EXPECT_EQ(value("SELECT evidence FROM link WHERE fid = 1"), "{\"mean_distance\": 0.5}");
}

TEST_F(LinksMapTest, DrawsWhatCoincidesSoThatItIsSeen) {
  EXPECT_EQ(value("SELECT max_x > 5.1 AND max_x < 5.3 AND min_x = 0 FROM gpkg_contents"), "1");
}

}  // namespace
}  // namespace bdf::io
