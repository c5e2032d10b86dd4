// SPDX-License-Identifier: MIT
// BD TOPO V2 as delivered in Shapefiles: 3D lines, surfaces, vegetation, one identifier that stands
// twice (Licence Ouverte 2.0, IGN). Both ways of reading must come to the same content.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "support/desk.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::bdf;
using support::differences;
using support::Sql;

using Lines = std::vector<std::string>;

struct Delivered {
  const char* folder;
  const char* layer;   ///< its file without .shp
  const char* column;  ///< of text, that no rule touches
  std::size_t shared_keys;
  /// Surfaces whose islands GDAL takes for parts when it reads what it has written itself.
  const char* torn = "()";
};
void PrintTo(const Delivered& delivered, std::ostream* out) { *out << delivered.layer; }

class BdTopo : public testing::TestWithParam<Delivered> {
 protected:
  void SetUp() override {
    const auto folder = support::real_data(GetParam().folder);
    if (!folder)
      GTEST_SKIP() << "NOT TESTED: the real data are not installed (BDF_REALDATA names their "
                      "folder)";
    shapefile_ = *folder / (layer_ + ".shp");
    geopackage_ = at("delivered.gpkg");
    // Lez has a text column of the name that primary keys usually have.
    support::ogr2ogr({geopackage_, shapefile_, "-nln", layer_, "-lco", "FID=ogc_fid"});
  }

  [[nodiscard]] std::string at(const std::string& name) const { return desk_ / name; }
  [[nodiscard]] Ran sync(const std::string& delivered, const std::string& local,
                         const std::string& out) const {
    return bdf({"sync", "--theme", "generic", "--key", "ID", "--ancestor", delivered, "--local",
                local, "--reference", delivered, "--out", at(out), "--quiet", "--json"});
  }
  [[nodiscard]] Lines merged_differences(const std::string& a, const std::string& b) const {
    return differences(at(a) + "/merged.gpkg", at(b) + "/merged.gpkg", layer_);
  }
  /// An attribute changed, a line or ring moved at its end, an object deleted and one drawn.
  void edit(const std::string& file) const;

  support::Desk desk_;
  std::string layer_ = GetParam().layer;
  std::string shapefile_;
  std::string geopackage_;
};

void BdTopo::edit(const std::string& file) const {
  Sql sql(file);
  const auto ids =
      sql.rows("SELECT id FROM " + layer_ + " GROUP BY id HAVING count(*) = 1 ORDER BY id");
  const auto where = [&](std::size_t i) { return " WHERE id = '" + ids.at(i) + "'"; };
  sql.execute("UPDATE " + layer_ + " SET " + GetParam().column + " = 'edited'" + where(0));
  sql.execute("UPDATE " + layer_ + " SET geom = (SELECT geom FROM " + layer_ + where(1) + ")" +
              where(2));
  sql.execute("DELETE FROM " + layer_ + where(3));
  sql.execute("INSERT INTO " + layer_ + " (geom, id) SELECT geom, 'OURS1' FROM " + layer_ +
              where(4));
}

TEST_P(BdTopo, AFileSyncedWithItselfStaysAsItIs) {
  const auto ran = sync(shapefile_, shapefile_, "out");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto summary = json::parse(ran.out);
  const auto& layer = summary.at("layers").at(0);
  EXPECT_EQ(layer.at("contribution"), json::object());
  EXPECT_EQ(layer.at("outcomes").size(), 1U) << layer.at("outcomes");
  EXPECT_EQ(layer.at("outcomes").at("unchanged"), layer.at("features").at("local"));
  EXPECT_EQ(differences(geopackage_, at("out") + "/merged.gpkg", layer_), Lines());
  const bool shared = GetParam().shared_keys > 0;
  std::size_t duplicates = 0;
  for (const auto& finding : summary.at("findings")) {
    if (finding.at("code") == "encoding_assumed") continue;  // one of the files does not say it
    EXPECT_EQ(finding.at("code"), "key_duplicate");
    EXPECT_NE(finding.at("message").get<std::string>().find("2 features"), std::string::npos);
    ++duplicates;
  }
  EXPECT_EQ(duplicates, shared ? 3U : 0U) << summary.at("findings");
  EXPECT_EQ(
      Sql(at("out") + "/merged.gpkg").content_columns(layer_).find("bdf_uid") != std::string::npos,
      shared)
      << "what shares a key needs an identity of its own";
}

TEST_P(BdTopo, BothWaysOfReadingComeToTheSame) {
  ASSERT_EQ(sync(shapefile_, shapefile_, "shapefiles").code, 0);
  ASSERT_EQ(sync(geopackage_, geopackage_, "geopackages").code, 0);
  ASSERT_EQ(sync(shapefile_, geopackage_, "mixed").code, 0);
  EXPECT_EQ(merged_differences("shapefiles", "geopackages"), Lines());
  EXPECT_EQ(merged_differences("shapefiles", "mixed"), Lines());
}

TEST_P(BdTopo, EditsStayAndAreContributedOnce) {
  fs::copy_file(geopackage_, at("local.gpkg"));
  edit(at("local.gpkg"));
  const auto ran = sync(shapefile_, at("local.gpkg"), "out");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(differences(at("local.gpkg"), at("out") + "/merged.gpkg", layer_), Lines());
  Sql contribution(at("out") + "/contribution.gpkg");
  EXPECT_EQ(contribution.rows("SELECT bdf_op, count(*) FROM " + layer_ + " GROUP BY 1 ORDER BY 1"),
            (Lines{"delete|1", "insert|1", "update|2"}));
  ASSERT_EQ(sync(geopackage_, at("local.gpkg"), "other_way").code, 0);
  EXPECT_EQ(merged_differences("out", "other_way"), Lines());
  const auto again = sync(shapefile_, at("out") + "/merged.gpkg", "again");
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(merged_differences("out", "again"), Lines());
  EXPECT_EQ(
      differences(at("out") + "/contribution.gpkg", at("again") + "/contribution.gpkg", layer_),
      Lines());
}

TEST_P(BdTopo, TheSameEditsComeOutOfAShapefile) {
  fs::copy_file(geopackage_, at("local.gpkg"));
  edit(at("local.gpkg"));
  support::ogr2ogr({at(layer_ + ".shp"), at("local.gpkg"), layer_, "-lco", "ENCODING=UTF-8"});
  ASSERT_EQ(sync(shapefile_, at("local.gpkg"), "out").code, 0);
  const auto ran = sync(shapefile_, at(layer_ + ".shp"), "shapefile");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto changes = [&](const std::string& out) {
    return Sql(at(out) + "/contribution.gpkg")
        .rows("SELECT bdf_op, bdf_id, bdf_changed FROM " + layer_ + " WHERE bdf_id NOT IN " +
              std::string(GetParam().torn) + " ORDER BY 1, 2");
  };
  EXPECT_EQ(changes("out"), changes("shapefile"));
}

INSTANTIATE_TEST_SUITE_P(
    Real, BdTopo,
    testing::Values(Delivered{"bdtopo_v2_lez_network", "network2", "franchisst", 2},
                    Delivered{"bdtopo_v2_sarthe72_ign", "TRONCON_COURS_EAU", "FRANCHISST", 0},
                    Delivered{"bdtopo_v2_sarthe72_ign", "SURFACE_EAU", "NATURE", 0,
                              "('SURF_EAU0000000111969236', 'SURF_EAU0000000111969664', "
                              "'SURF_EAU0000000111969668', 'SURF_EAU0000000111969670')"},
                    Delivered{"bdtopo_v2_sarthe72_ign", "ZONE_VEGETATION", "NATURE", 0}),
    [](const auto& delivered) { return std::string(delivered.param.layer); });

}  // namespace
}  // namespace bdf::tests
