// SPDX-License-Identifier: MIT
// Files that are no versions of one layer: of another class, of another département.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "geometry/wkt.h"
#include "support/desk.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

using support::bdf;
using ::testing::HasSubstr;

/// Lines with keys that begin so, side by side from `x` on.
PlainLayer lines(const std::string& layer, const std::string& prefix, int x) {
  PlainLayer lines{plain_schema(layer, "LINESTRING"), {}};
  lines.schema.columns = {{"cleabs", ColumnType::text, "TEXT(24)"},
                          {"nature", ColumnType::text, "TEXT"}};
  for (int i = 0; i < 30; ++i) {
    const auto from = std::to_string(x + 100 * i);
    const auto to = std::to_string(x + 100 * i + 60);
    const auto number = std::to_string(1'000'000'000'000'000 + x + i);
    lines.rows.push_back(
        {i + 1,
         Blob{geometry::wkb_from_wkt("LINESTRING (" + from + " 6500000, " + to + " 6500050)")},
         {prefix + number, std::string("Ecoulement naturel")}});
  }
  return lines;
}

TEST(WrongLayer, OfAnotherClassIsRefused) {
  const support::Desk desk;
  write_geopackage(desk / "l.gpkg", {lines("mes_haies", "HAIELINE", 900000)});
  write_geopackage(desk / "r.gpkg", {lines("troncon_hydrographique", "TRON_EAU", 900000)});
  const auto ran = bdf({"sync", "--theme", "hydro", "--layer", "troncon_hydrographique", "--local",
                        desk / "l.gpkg", "--reference", desk / "r.gpkg", "--out", desk / "out"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("HAIELINE1000000000900000"));
  EXPECT_THAT(ran.err, HasSubstr("it is a layer of another class"));
  EXPECT_FALSE(std::filesystem::exists(desk / "out"));
}

TEST(WrongLayer, OfNoClassOfTheThemeSaysHowToNameIt) {
  const support::Desk desk;
  write_geopackage(desk / "l.gpkg", {lines("mes_cours_d_eau", "TRON_EAU", 900000)});
  const auto ran = bdf({"sync", "--theme", "hydro", "--local", desk / "l.gpkg", "--reference",
                        desk / "l.gpkg", "--out", desk / "out"});
  EXPECT_EQ(ran.code, 0) << "it is known by its columns: " << ran.err;
  write_geopackage(desk / "other.gpkg", {PlainLayer{plain_schema("dessin", "LINESTRING"), {}}});
  const auto refused = bdf({"sync", "--theme", "hydro", "--local", desk / "other.gpkg",
                            "--reference", desk / "l.gpkg", "--out", desk / "out2"});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("Say with --layer whose rules apply"));
}

TEST(WrongLayer, OfAnotherDepartementIsRefusedBeforeAnyCount) {
  const support::Desk desk;
  write_geopackage(desk / "a.gpkg", {lines("troncon_hydrographique", "TRON_EAU", 900000)});
  write_geopackage(desk / "r.gpkg", {lines("troncon_hydrographique", "TRON_EAU", 300000)});
  for (const std::string ancestor : {"", "r.gpkg"}) {
    std::vector<std::string> call{"sync",          "--theme",       "hydro",
                                  "--local",       desk / "a.gpkg", "--reference",
                                  desk / "r.gpkg", "--out",         desk / "out"};
    if (!ancestor.empty()) call.insert(call.end(), {"--ancestor", desk / ancestor});
    const auto ran = bdf(call);
    EXPECT_EQ(ran.code, 3);
    EXPECT_THAT(ran.err, HasSubstr("no object in common and lie apart"));
    EXPECT_FALSE(std::filesystem::exists(desk / "out"));
  }
}

TEST(WrongLayer, OfAClassThatTheThemeIsNotAboutIsRefused) {
  const support::Desk desk;
  write_geopackage(desk / "l.gpkg", {lines("haie", "HAIELINE", 900000)});
  const auto ran = bdf({"sync", "--theme", "hydro", "--local", desk / "l.gpkg", "--reference",
                        desk / "l.gpkg", "--out", desk / "out"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("haie"));
}

TEST(WrongLayer, InAnotherTerritoryThanTheOneNamedIsRefused) {
  const support::Desk desk;
  write_geopackage(desk / "l.gpkg", {lines("troncon_hydrographique", "TRON_EAU", 900000)});
  const auto ran = bdf({"sync", "--theme", "hydro", "--territory", "974", "--local",
                        desk / "l.gpkg", "--reference", desk / "l.gpkg", "--out", desk / "out"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.err, HasSubstr("La R\u00e9union"));
  EXPECT_FALSE(std::filesystem::exists(desk / "out"));
}

TEST(WrongLayer, KeysWithBlanksAreNoOtherClasss) {
  const support::Desk desk;
  auto blank = lines("troncon_hydrographique", "TRON_EAU", 900000);
  for (auto& row : blank.rows) row.values[0] = to_text(view_of(row.values[0])) + " ";
  write_geopackage(desk / "l.gpkg", {blank});
  write_geopackage(desk / "r.gpkg", {lines("troncon_hydrographique", "TRON_EAU", 900000)});
  const auto ran = bdf({"sync", "--theme", "hydro", "--local", desk / "l.gpkg", "--reference",
                        desk / "r.gpkg", "--out", desk / "out"});
  EXPECT_EQ(ran.code, 0) << ran.err;
}

}  // namespace
}  // namespace bdf::tests
