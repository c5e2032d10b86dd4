// SPDX-License-Identifier: MIT
// bdf match: two files, the links between them, and what is told about these.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "geometry/wkt.h"
#include "support/desk.h"
#include "support/json_schema.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using support::Sql;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string key(int i) { return "TRON_EAU000000200000000" + std::to_string(i); }

PlainRow reach(int i, const std::string& wkt) {
  return {i, Blob{geometry::wkb_from_wkt(wkt)}, {key(i)}};
}

/// A row of reaches, a kilometre apart: 1 and 2 as they are in B; 3 moved by a metre; 4 cut into 4
/// and 5 there; 6 gone; 7 new.
PlainLayer reaches(bool b) {
  PlainLayer layer{plain_schema("troncon_hydrographique", "LINESTRING"), {}};
  layer.schema.columns = {{"cleabs", ColumnType::text, "TEXT(24)"}};
  const auto line = [](int i, int from, int to, int off) {
    const auto y = std::to_string(6500000 + 1000 * i + off);
    return "LINESTRING (" + std::to_string(900000 + from) + " " + y + ", " +
           std::to_string(900000 + to) + " " + y + ")";
  };
  layer.rows = {reach(1, line(1, 0, 100, 0)), reach(2, line(2, 0, 100, 0)),
                reach(3, line(3, 0, 100, b ? 1 : 0)), reach(4, line(4, 0, b ? 40 : 100, 0))};
  if (b)
    layer.rows.push_back(reach(5, line(4, 40, 100, 0)));
  else
    layer.rows.push_back(reach(6, line(6, 0, 100, 0)));
  if (b) layer.rows.push_back(reach(7, line(7, 0, 100, 0)));
  return layer;
}

class Match : public testing::Test {
 protected:
  void SetUp() override {
    write_geopackage(desk_ / "a.gpkg", {reaches(false)});
    write_geopackage(desk_ / "b.gpkg", {reaches(true)});
  }

  [[nodiscard]] Ran match(const std::vector<std::string>& more, const std::string& a = "a.gpkg",
                          const std::string& b = "b.gpkg") const {
    std::vector<std::string> call{"match", "--theme", "hydro", desk_ / a, desk_ / b};
    call.insert(call.end(), more.begin(), more.end());
    return support::bdf(call);
  }
  /// The same, where it must succeed.
  [[nodiscard]] std::string told(const std::vector<std::string>& more) const {
    const auto ran = match(more);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  }
  [[nodiscard]] std::string links() const { return text_of(desk_ / "links.csv"); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(desk_ / name) << text;
  }

  support::Desk desk_;
};

TEST_F(Match, LinksByKeyFirstAndTheRestByGeometry) {
  EXPECT_EQ(told({"--out", desk_ / "links.csv"}),
            "troncon_hydrographique: 4 links (4 1:1), 0 doubtful; alone: 1 of A, 2 of B\n");
  EXPECT_EQ(
      links(), "layer,a_id,b_id,relation,confidence,a_share,b_share,reason\n" + [] {
        std::string rows;
        const std::string layer = "troncon_hydrographique,";
        for (const int i : {1, 2, 3, 4})
          rows += layer + key(i) + "," + key(i) + ",1:1,1,1,1,same_key\n";
        rows += layer + key(6) + ",,1:0,,,,unmatched\n";
        for (const int i : {5, 7}) rows += layer + "," + key(i) + ",0:1,,,,unmatched\n";
        return rows;
      }());
}

TEST_F(Match, WithoutIdentifiersTellsThemAndLinksByGeometry) {
  static_cast<void>(told({"--ignore-ids", "--out", desk_ / "links.csv"}));
  EXPECT_THAT(links(), HasSubstr(key(1) + "," + key(1) + ",1:1,1,1,1,same_geometry\n"));
  EXPECT_THAT(links(), HasSubstr(key(3) + "," + key(3) + ",1:1,"));
  EXPECT_THAT(links(), HasSubstr(key(4) + "," + key(4) + ",1:n,"));
  EXPECT_THAT(links(), HasSubstr(key(4) + "," + key(5) + ",1:n,"));
  EXPECT_THAT(links(), HasSubstr(key(6) + ",,1:0,"));
}

TEST_F(Match, DrawsTheLinksOnAMap) {
  static_cast<void>(told({"--ignore-ids", "--out", desk_ / "links.csv"}));
  const Sql map(desk_ / "links.gpkg");
  EXPECT_THAT(
      map.rows("SELECT link, a_fid, b_fid, relation, doubtful FROM link ORDER BY fid"),
      ElementsAre("1|1|1|1:1|0", "2|2|2|1:1|0", "3|3|3|1:1|0", "4|4|4|1:n|0", "4|4|5|1:n|0"));
  EXPECT_EQ(map.number("SELECT count(*) FROM link WHERE direction = 'same' AND geom NOTNULL"), 5);
  EXPECT_EQ(map.number("SELECT count(*) FROM link WHERE json_valid(evidence)"), 5);
  EXPECT_EQ(map.value("SELECT f_table_name FROM layer_styles"), "link");
  EXPECT_EQ(map.number("SELECT srs_id FROM gpkg_geometry_columns"), 2154);
}

TEST_F(Match, TheSameFilesGiveTheSameBytes) {
  for (const std::string threads : {"1", "4"})
    static_cast<void>(told({"--ignore-ids", "--now", "2026-11-24T01:09:08Z", "--threads", threads,
                            "--out", desk_ / ("links" + threads + ".csv")}));
  for (const std::string ending : {".csv", ".gpkg"})
    EXPECT_EQ(text_of(desk_ / ("links1" + ending)), text_of(desk_ / ("links4" + ending))) << ending;
}

TEST_F(Match, OfFilesInOtherSystems) {
  support::ogr2ogr({desk_ / "c.gpkg", desk_ / "b.gpkg", "-t_srs", "EPSG:4326"});
  const auto ran = match({"--ignore-ids", "--out", desk_ / "links.csv"}, "a.gpkg", "c.gpkg");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(links(), HasSubstr(key(1) + "," + key(1) + ",1:1,"));
  EXPECT_THAT(links(), HasSubstr(key(4) + "," + key(5) + ",1:n,"));
  EXPECT_EQ(Sql(desk_ / "links.gpkg").number("SELECT srs_id FROM gpkg_geometry_columns"), 2154);
}

TEST_F(Match, OfFilesThatAreNoGeoPackages) {
  support::ogr2ogr({"-f", "GeoJSON", desk_ / "c.geojson", desk_ / "b.gpkg"});
  const auto ran =
      match({"--ignore-ids", "--layer", "troncon_hydrographique", "--out", desk_ / "links.csv"},
            "a.gpkg", "c.geojson");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(links(), HasSubstr(key(4) + "," + key(5) + ",1:n,"));
  EXPECT_FALSE(std::filesystem::exists(desk_ / "links.csv.scratch"));
}

TEST_F(Match, NamesWhatHasNoKeyOfItsOwnByUidOrFid) {
  Sql(desk_ / "a.gpkg")
      .execute(
          "ALTER TABLE troncon_hydrographique ADD COLUMN bdf_uid TEXT;"
          "UPDATE troncon_hydrographique SET cleabs = NULL, bdf_uid = 'u-1' WHERE fid = 1;"
          "UPDATE troncon_hydrographique SET cleabs = NULL WHERE fid = 2");
  static_cast<void>(told({"--out", desk_ / "links.csv"}));
  EXPECT_THAT(links(), HasSubstr(",u-1," + key(1) + ",1:1,1,1,1,same_geometry\n"));
  EXPECT_THAT(links(), HasSubstr(",fid:2," + key(2) + ",1:1,1,1,1,same_geometry\n"));
}

TEST_F(Match, DoesNotBelieveAKeyFarAway) {
  Sql(desk_ / "b.gpkg")
      .execute("UPDATE troncon_hydrographique SET cleabs = CASE fid WHEN 1 THEN '" + key(2) +
               "' ELSE '" + key(1) + "' END WHERE fid IN (1, 2)");
  static_cast<void>(told({"--out", desk_ / "links.csv"}));
  EXPECT_THAT(links(), HasSubstr(key(1) + "," + key(2) + ",1:1,1,1,1,same_geometry\n"));
  EXPECT_THAT(links(), HasSubstr(key(1) + "," + key(1) + ",1:1,0,1,1,doubtful: same_key\n"));
}

TEST_F(Match, LinksNothingByAGeometryThatIsNone) {
  for (const auto* file : {"a.gpkg", "b.gpkg"})
    Sql(desk_ / file).execute("UPDATE troncon_hydrographique SET geom = NULL WHERE fid = 1");
  static_cast<void>(told({"--ignore-ids", "--out", desk_ / "links.csv"}));
  EXPECT_THAT(links(), HasSubstr(key(1) + ",,1:0,"));
}

TEST_F(Match, ExplainsALink) {
  const auto said = told({"--ignore-ids", "--explain", key(4), "fid:5"});
  EXPECT_THAT(said, HasSubstr("linked: 1:n, one of them cut into several"));
  EXPECT_THAT(said, HasSubstr("together with " + key(4) + " of B"));
  EXPECT_THAT(said, HasSubstr("length: 100.00 m of A, 60.00 m of B"));
}

TEST_F(Match, ExplainsWhyThereIsNoLink) {
  const auto said = told({"--explain", key(6), key(1)});
  EXPECT_THAT(said, HasSubstr("not linked to one another\n  A is linked to nothing\n  B is linked "
                              "to " +
                              key(1) + ": 1:1, the same key, 100 % sure\n"));
  EXPECT_THAT(said, HasSubstr("between them, at the nearest: 5000.00 m"));
  const auto said_json =
      json::parse(told({"--explain", key(6), key(1), "--json"})).at("explanation");
  EXPECT_EQ(said_json.at("nearest_distance"), 5000);
  EXPECT_EQ(said_json.at("other_links_of_b").at(0).at("reason"), "same_key");
}

TEST_F(Match, ExplainsInFrench) {
  const auto said = tests::run({BDF_COMMAND, "match", "--theme", "hydro", desk_ / "a.gpkg",
                                desk_ / "b.gpkg", "--explain", key(6), key(1), "--lang", "fr"})
                        .out;
  EXPECT_THAT(said, HasSubstr("pas liés l'un à l'autre"));
  EXPECT_THAT(said, HasSubstr("5000,00 m"));
}

TEST_F(Match, ExplainsOnlyWhatIsThere) {
  const auto ran = match({"--explain", "nobody", key(1)});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("a.gpkg has no feature “nobody”"));
  EXPECT_EQ(match({"--explain", key(1)}).code, 2);
}

TEST_F(Match, IsJudgedByATruth) {
  write("truth.csv", "a_id,b_id,family\r\n" + key(1) + ",fid:1,kept\r\nfid:4,fid:4,cut\r\nfid:4," +
                         key(5) + ",cut\r\nfid:6,,gone\r\n");
  const auto said = told({"--ignore-ids", "--evaluate", desk_ / "truth.csv"});
  EXPECT_THAT(said, HasSubstr("all           3      0       0   100.00 %  100.00 %  100.00 %\n"));
  EXPECT_THAT(said, HasSubstr("no doubtful links"));
  const auto judged =
      json::parse(told({"--evaluate", desk_ / "truth.csv", "--json"})).at("evaluation");
  EXPECT_EQ(judged.at("relations").at("1:n").at("missed"), 1);
  EXPECT_EQ(judged.at("families").at("gone").at("left_alone"), 1);
  EXPECT_EQ(judged.at("families").at("cut").at("recall"), 0.5);
  EXPECT_TRUE(judged.at("relations").at("n:m").at("precision").is_null());
}

TEST_F(Match, TellsProgramsWhatTheSchemaSays) {
  write("truth.csv", "a_id,b_id,family\nfid:1,fid:1,kept\n");
  for (const bool by_key : {true, false}) {
    std::vector<std::string> call{"--json", "--explain",  key(4),
                                  key(5),   "--evaluate", desk_ / "truth.csv"};
    if (!by_key) call.emplace_back("--ignore-ids");
    EXPECT_THAT(support::violations(json::parse(told(call)), support::schema_of("match")),
                ElementsAre());
  }
}

TEST_F(Match, OfATruthTellsLineAndIdThatAreWrong) {
  const auto refused = [&](const std::string& truth, const std::string& said) {
    write("truth.csv", truth);
    const auto ran = match({"--evaluate", desk_ / "truth.csv", "--out", desk_ / "links.csv"});
    EXPECT_EQ(ran.code, 3);
    EXPECT_THAT(ran.err, HasSubstr(said));
    EXPECT_FALSE(std::filesystem::exists(desk_ / "links.csv"));
  };
  refused("a_id,b_id\nfid:1,fid:1\nfid:1,fid:99\n",
          "truth.csv, line 3: " + std::string(desk_ / "b.gpkg") + " has no feature “fid:99”");
  refused("a_id,b\n", "line 1: the header must name the columns a_id and b_id");
  refused("a_id,b_id,layer\n1,2,haie\n", "line 2: no layer “haie” has been matched");
  refused("a_id,b_id,layer\n,,\n", "line 2: neither a_id nor b_id is given");
  refused("", "is empty");
}

TEST_F(Match, RefusesWhatMakesNoSense) {
  const auto refused = [&](const Ran& ran, int code, const std::string& said) {
    EXPECT_EQ(ran.code, code);
    EXPECT_THAT(ran.err, HasSubstr(said));
    EXPECT_FALSE(std::filesystem::exists(desk_ / "links.csv"));
  };
  const std::string out = desk_ / "links.csv";
  refused(match({}), 2, "say --out, --explain or --evaluate");
  refused(match({"--out", out}, "a.gpkg", "a.gpkg"), 2, "is given twice");
  refused(match({"--out", desk_ / "links.txt"}), 2, "links are written as .csv");
  refused(match({"--out", desk_ / "a.csv"}), 2, "a.gpkg is read and cannot be written too");
  refused(match({"--out", out, "--layer", "haie"}), 3, "haie");
  refused(match({"--out", out}, "a.gpkg", "missing.gpkg"), 3, "missing.gpkg");
}

TEST_F(Match, OfAnEmptyLayerLeavesEverythingAlone) {
  auto empty = reaches(true);
  empty.rows.clear();
  write_geopackage(desk_ / "b.gpkg", {empty});
  EXPECT_EQ(told({"--out", desk_ / "links.csv"}),
            "troncon_hydrographique: 0 links, 0 doubtful; alone: 5 of A, 0 of B\n");
  EXPECT_EQ(Sql(desk_ / "links.gpkg").number("SELECT count(*) FROM link"), 0);
}

TEST_F(Match, WithoutGeometriesGoesByKeysOnly) {
  for (const auto* file : {"a.gpkg", "b.gpkg"}) {
    PlainLayer table{plain_schema("place", ""), {}};
    table.schema.geometry_column.clear();
    table.schema.columns = {{"code", ColumnType::text, "TEXT"}};
    table.rows = {{1, Null{}, {std::string("x")}}};
    write_geopackage(desk_ / file, {table});
  }
  const auto ran = support::bdf(
      {"match", desk_ / "a.gpkg", desk_ / "b.gpkg", "--ignore-ids", "--out", desk_ / "links.csv"});
  EXPECT_EQ(ran.code, 3);
}

TEST_F(Match, AnOutputThatIsThereIsReplacedOnlyIfAsked) {
  static_cast<void>(told({"--out", desk_ / "links.csv"}));
  EXPECT_EQ(match({"--out", desk_ / "links.csv"}).code, 2);
  EXPECT_EQ(match({"--out", desk_ / "links.csv", "--overwrite"}).code, 0);
}

TEST(MatchOfASample, IsJudgedByItsOwnTruth) {
  const support::Desk desk;
  const auto sample = (std::filesystem::path(BDF_COMMAND).parent_path() / "bdf-sample").string();
  ASSERT_EQ(tests::run({sample, "make", (desk / "country").string(), "--each", "1"}).code, 0);
  const auto made = desk / "country" / "hydro";
  for (const std::string pair : {"ancestor_local", "ancestor_reference", "local_reference"}) {
    const auto at = pair.find('_');
    ASSERT_EQ(tests::run({sample, "links", made, "--pair", pair, "--out", desk / "t.csv"}).code, 0);
    const auto ran = support::bdf(
        {"match", "--theme", "hydro", "--ignore-ids", made / (pair.substr(0, at) + ".gpkg"),
         made / (pair.substr(at + 1) + ".gpkg"), "--evaluate", desk / "t.csv", "--json"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto judged = json::parse(ran.out).at("evaluation");
    EXPECT_EQ(judged.at("families").at("untouched").at("recall"), 1) << pair;
    EXPECT_GT(judged.at("relations").at("all").at("recall"), 0.9) << pair;
    EXPECT_GT(judged.at("relations").at("all").at("precision"), 0.9) << pair;
  }
  EXPECT_EQ(
      tests::run({sample, "links", made, "--pair", "local_ancestor", "--out", desk / "t.csv"}).code,
      2);
}

}  // namespace
}  // namespace bdf::tests
