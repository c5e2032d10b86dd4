// SPDX-License-Identifier: MIT
// A delivered Shapefile against a GeoPackage of another version, both ways: the carrier is no edit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "support/desk.h"
#include "support/edition.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using support::Sql;
using Lines = std::vector<std::string>;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Delivery {
  std::string file;   ///< the Shapefile's name
  std::string layer;  ///< the class
  std::string theme;
  long features;
};

void PrintTo(const Delivery& one, std::ostream* out) { *out << one.file; }

class Redon : public ::testing::TestWithParam<Delivery> {
 protected:
  void SetUp() override {
    const auto folder = support::real_data("bdtopo_v3_redon35236");
    if (!folder) GTEST_SKIP() << "the real data are not here";
    shapefile_ = (*folder / (GetParam().file + ".shp")).string();
    geopackage_ = (desk_ / "edition.gpkg").string();
    support::make_edition(shapefile_, GetParam().layer, geopackage_);
  }

  Ran sync(const Lines& files, const std::string& out) {
    Lines call{"sync",   "--theme",     GetParam().theme, "--json", "--local",
               files[0], "--reference", files[1],         "--out",  desk_ / out};
    if (files.size() > 2) call.insert(call.end(), {"--ancestor", files[2]});
    return support::bdf(call);
  }

  void expect_no_change(const Lines& files, const std::string& out) {
    const auto ran = sync(files, out);
    ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
    const auto layer = json::parse(ran.out).at("layers").at(0);
    EXPECT_EQ(layer.at("update"), json::object()) << out;
    EXPECT_EQ(layer.at("contribution"), json::object()) << out;
    EXPECT_EQ(layer.at("outcomes"), (json{{"unchanged", GetParam().features}})) << out;
  }

  Lines rows(const std::string& out, const std::string& file, const std::string& sql) {
    return Sql(desk_ / out / file).rows(sql);
  }

  support::Desk desk_;
  std::string shapefile_;
  std::string geopackage_;
};

TEST_P(Redon, TheCarrierIsNoEdit) {
  expect_no_change({shapefile_, geopackage_}, "shp_gpkg");
  expect_no_change({geopackage_, shapefile_}, "gpkg_shp");
  expect_no_change({shapefile_, geopackage_, shapefile_}, "shp_gpkg_shp");
  expect_no_change({shapefile_, geopackage_, geopackage_}, "shp_gpkg_gpkg");
  expect_no_change({geopackage_, shapefile_, geopackage_}, "gpkg_shp_gpkg");
}

TEST_P(Redon, AnEditOfTheReferenceArrivesInTheShapefilesWords) {
  const auto& layer = GetParam().layer;
  const auto newer = (desk_ / "newer.gpkg").string();
  std::filesystem::copy_file(geopackage_, newer);
  Sql sql(newer);
  const auto key = sql.value("SELECT min(cleabs) FROM " + layer);
  sql.execute("UPDATE " + layer + " SET precision_planimetrique = 12.5 WHERE cleabs = '" + key +
              "'");
  const auto ran = sync({shapefile_, newer, geopackage_}, "out");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto update = "SELECT bdf_op, bdf_id, bdf_changed FROM \"" + GetParam().file + '"';
  EXPECT_THAT(rows("out", "update.gpkg", update),
              ElementsAre("update|" + key + "|{\"PREC_PLANI\":\"taken\"}"));
  EXPECT_THAT(rows("out", "merged.gpkg",
                   "SELECT PREC_PLANI FROM \"" + GetParam().file + "\" WHERE ID = '" + key + "'"),
              ElementsAre("12.5"));
  EXPECT_THAT(rows("out", "contribution.gpkg", "SELECT bdf_id FROM " + layer), IsEmpty());
}

TEST_P(Redon, AnEditOfTheShapefileLeavesInTheReferencesColumns) {
  const auto& layer = GetParam().layer;
  const auto ours = (desk_ / "ours.gpkg").string();
  support::ogr2ogr({ours, shapefile_, "-nln", GetParam().file});
  Sql sql(ours);
  const auto table = '"' + GetParam().file + '"';
  const auto key = sql.value("SELECT max(ID) FROM " + table);
  sql.execute("UPDATE " + table + " SET PREC_PLANI = 7.5 WHERE ID = '" + key + "'");
  const auto ran = sync({ours, geopackage_, shapefile_}, "out");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto lines = rows("out", "contribution.gpkg",
                          "SELECT bdf_op, bdf_id, precision_planimetrique FROM " + layer);
  EXPECT_THAT(lines, ElementsAre("update|" + key + "|7.5"));
}

INSTANTIATE_TEST_SUITE_P(
    Real, Redon,
    ::testing::Values(Delivery{"SURFACE_HYDROGRAPHIQUE", "surface_hydrographique", "hydro", 36},
                      Delivery{"HAIE", "haie", BDF_REPOSITORY "/tests/themes/hedges.yaml", 748},
                      Delivery{"ZONE_DE_VEGETATION", "zone_de_vegetation",
                               BDF_REPOSITORY "/tests/themes/hedges.yaml", 861}),
    [](const auto& one) { return one.param.file; });

}  // namespace
}  // namespace bdf::tests
