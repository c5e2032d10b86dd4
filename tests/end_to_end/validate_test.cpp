// SPDX-License-Identifier: MIT
// bdf validate, on files with every kind of error and on real deliveries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "geometry/wkt.h"
#include "io/crs.h"
#include "support/desk.h"
#include "support/json_schema.h"
#include "support/plain_layer.h"

namespace bdf::tests {
namespace {

using nlohmann::json;
using support::bdf;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

const std::string sample = BDF_REPOSITORY "/sample_data/hydro/";

std::vector<json> findings_of(const Ran& ran) {
  std::vector<json> findings;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) findings.push_back(json::parse(line));
  return findings;
}

/// "LEVEL CODE layer.attribute"
std::set<std::string> kinds_of(const Ran& ran) {
  std::set<std::string> kinds;
  for (const auto& finding : findings_of(ran))
    kinds.insert(finding["level"].get<std::string>() + " " + finding["code"].get<std::string>() +
                 " " + finding.value("layer", "") + "." + finding.value("attribute", ""));
  return kinds;
}

Blob line(const std::string& wkt) { return {geometry::wkb_from_wkt(wkt)}; }

/// Reaches, basins and a table of another kind.
std::vector<PlainLayer> spoiled_layers() {
  PlainLayer reaches{plain_schema("troncon_hydrographique", "LINESTRING"), {}};
  reaches.schema.columns = {{"cleabs", ColumnType::text, "TEXT"},
                            {"nature", ColumnType::text, "TEXT"},
                            {"fictif", ColumnType::text, "TEXT"},
                            {"date_creation", ColumnType::text, "TEXT"},
                            {"code_hydrographique", ColumnType::text, "TEXT"},
                            {"lien_vers_noeud_hydrographique_ini", ColumnType::text, "TEXT"},
                            {"remarque", ColumnType::text, "TEXT"}};
  const Value good = line("LINESTRING (0 0, 9 9)");
  const Null none;
  const std::string node = "NOEUDHYD0000000000000001";
  reaches.rows = {
      {1,
       good,
       {"TRON_EAU0000000000000001", "Canal", "Vrai", "2020-01-01 00:00:00", none, node, none}},
      {2, good, {"TRON_EAU0000000000000001", "Chenal", "Oui", "2020-01-01", none, node, none}},
      {3, line("LINESTRING (1 1, 1 1)"), {none, none, "perhaps", "then", none, "NOEUDHYD2", none}},
      {4, none, {"DDT1", "Canal", "t", none, "12345678901234567890", none, "x"}}};
  PlainLayer nodes{plain_schema("noeud_hydrographique", "MULTIPOLYGON"), {}};
  nodes.schema.columns = {{"CLEABS", ColumnType::text, "TEXT"}};
  nodes.rows = {{1, none, {node}}};
  PlainLayer banks{plain_schema("berge", "LINESTRING"), {}};
  return {reaches, nodes, banks};
}

TEST(Validate, FindsEveryKindOfError) {
  const support::Desk desk;
  write_geopackage(desk / "f.gpkg", spoiled_layers());
  const auto ran = bdf({"validate", "--schema", "bdtopo/3.5", desk / "f.gpkg", "--json"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  const std::string reference = "WARNING ATTRIBUTE_REFERENCE_NOT_FOUND troncon_hydrographique.";
  EXPECT_THAT(kinds_of(ran),
              IsSupersetOf<std::string>(
                  {"ERROR ATTRIBUTE_NOT_UNIQUE troncon_hydrographique.cleabs",
                   "ERROR ATTRIBUTE_UNEXPECTED_NULL troncon_hydrographique.cleabs",
                   "WARNING ATTRIBUTE_INVALID_REGEXP troncon_hydrographique.cleabs",
                   "WARNING ATTRIBUTE_UNEXPECTED_VALUE troncon_hydrographique.nature",
                   "WARNING ATTRIBUTE_UNEXPECTED_NULL troncon_hydrographique.nature",
                   "ERROR ATTRIBUTE_INVALID_FORMAT troncon_hydrographique.fictif",
                   "ERROR ATTRIBUTE_INVALID_FORMAT troncon_hydrographique.date_creation",
                   "ERROR ATTRIBUTE_SIZE_EXCEEDED troncon_hydrographique.code_hydrographique",
                   reference + "lien_vers_noeud_hydrographique_ini",
                   "INFO TABLE_UNEXPECTED_ATTRIBUTE troncon_hydrographique.remarque",
                   "WARNING TABLE_MISSING_ATTRIBUTE troncon_hydrographique.persistance",
                   "INFO TABLE_MISSING_PRESENCE_OPTIONAL_ATTRIBUTE troncon_hydrographique.fosse",
                   "ERROR ATTRIBUTE_GEOMETRY_INVALID troncon_hydrographique.geom",
                   "WARNING ATTRIBUTE_UNEXPECTED_NULL troncon_hydrographique.geom",
                   "ERROR ATTRIBUTE_INVALID_FORMAT noeud_hydrographique.geom",
                   "WARNING MULTITABLE_UNEXPECTED berge."}));
}

TEST(Validate, EveryFindingFitsItsSchemaAndTellsItsPlace) {
  const support::Desk desk;
  write_geopackage(desk / "f.gpkg", spoiled_layers());
  const auto ran = bdf({"validate", "--schema", "bdtopo/3.5", desk / "f.gpkg", "--json"});
  const auto schema = support::schema_of("finding");
  const auto of_theme = bdf({"validate", "--theme", "hydro", desk / "f.gpkg", "--json"});
  EXPECT_THAT(of_theme.out, HasSubstr("ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT"));
  for (const auto& finding : findings_of(of_theme))
    EXPECT_THAT(support::violations(finding, schema), IsEmpty()) << finding;
  for (const auto& finding : findings_of(ran)) {
    EXPECT_THAT(support::violations(finding, schema), IsEmpty()) << finding;
    if (finding["code"] != "ATTRIBUTE_NOT_UNIQUE") continue;
    EXPECT_EQ(finding["documentModel"], "bdtopo 3.5");
    EXPECT_EQ(finding["fileModel"], "troncon_hydrographique");
    EXPECT_EQ(finding["id"], "1");
    EXPECT_EQ(finding["featureId"], "TRON_EAU0000000000000001");
    EXPECT_EQ(finding["position"], (json{4.5, 4.5}));
    EXPECT_EQ(finding["crs"], "EPSG:2154");
  }
}

TEST(Validate, SpeaksToPeople) {
  const auto ran = bdf({"validate", "--schema", "bdtopo", sample + "local.gpkg"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("against bdtopo 3.3\n"),
                             HasSubstr("error ATTRIBUTE_NOT_UNIQUE (3)\n"),
                             HasSubstr("DDT38EAU0000000000000002")));
  const auto french =
      run({BDF_COMMAND, "validate", "--schema", "bdtopo", sample + "local.gpkg", "--lang", "fr"});
  EXPECT_THAT(french.out, HasSubstr("erreur ATTRIBUTE_NOT_UNIQUE (3)\n"));
  EXPECT_EQ(bdf({"validate", "--schema", "bdtopo", sample + "local.gpkg", "--quiet"}).out, "");
}

TEST(Validate, TheReferenceHasNoError) {
  EXPECT_EQ(bdf({"validate", "--schema", "bdtopo", sample + "reference.gpkg"}).code, 0);
}

TEST(Validate, AThemeSaysItsSchemaItsLayersAndItsTerritory) {
  const support::Desk desk;
  PlainLayer reaches{plain_schema("troncon_hydrographique", "LINESTRING"), {}};
  reaches.schema.columns = {{"cleabs", ColumnType::text, "TEXT(24)"}};
  reaches.rows = {
      {1,
       line("LINESTRING (900000 6450000, 900100 6450000)"),
       {std::string("TRON_EAU0000000000000001")}},
      {2, line("LINESTRING (5.5 45.1, 5.6 45.1)"), {std::string("TRON_EAU0000000000000002")}}};
  PlainLayer hedges{plain_schema("haie", "LINESTRING"), {}};
  write_geopackage(desk / "theme.gpkg", {reaches, hedges});
  const auto ran = bdf({"validate", "--theme", "hydro", "--json", desk / "theme.gpkg"});
  EXPECT_EQ(ran.code, 1) << ran.err;
  const auto kinds = kinds_of(ran);
  EXPECT_THAT(kinds, Contains("ERROR ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT "
                              "troncon_hydrographique.geom"));
  EXPECT_THAT(kinds, Contains("INFO MULTITABLE_UNEXPECTED haie."));
  EXPECT_THAT(kinds, Contains("WARNING TABLE_MISSING_ATTRIBUTE troncon_hydrographique.nature"));
}

TEST(Validate, ALayerIsHeldAgainstTheVersionItIsOf) {
  const auto ran = bdf({"validate", "--theme", "hydro", sample + "local.gpkg"});
  EXPECT_THAT(ran.out, AllOf(HasSubstr("against bdtopo 3.3\n"), Not(HasSubstr("delimitation")),
                             Not(HasSubstr("trace_connu"))));
  const auto newest = bdf({"validate", "--schema", "bdtopo/3.5", sample + "local.gpkg"});
  EXPECT_THAT(newest.out, AllOf(HasSubstr("Version 3.5 calls the column “delimitation”"),
                                Not(HasSubstr("no column “trace_connu”"))));
}

TEST(Validate, WithoutASchemaOnlyGeometriesAreLookedAt) {
  const auto ran = bdf({"validate", sample + "local.gpkg"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out,
              AllOf(HasSubstr("without a schema"), HasSubstr("only the geometries are looked at")));
}

TEST(Validate, AFileOfWhichNothingIsLookedAtIsAnError) {
  const support::Desk desk;
  write_geopackage(desk / "f.gpkg", {{plain_schema("haie", "LINESTRING"), {}},
                                     {plain_schema("berge", "LINESTRING"), {}}});
  const auto ran = bdf({"validate", "--theme", "hydro", desk / "f.gpkg"});
  EXPECT_EQ(ran.code, 1) << ran.out;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("error FILE_MISSING_MANDATORY"),
                             HasSubstr("“haie” is of the class haie, which the theme hydro is not"),
                             HasSubstr("“berge” is no class of the schema bdtopo")));
  EXPECT_EQ(bdf({"validate", "--schema", "bdtopo", desk / "f.gpkg::berge"}).code, 1);
}

TEST(Validate, ALayerInAnotherSystemThanTheTerritorys) {
  const support::Desk desk;
  PlainLayer reaches{plain_schema("troncon_hydrographique", "LINESTRING"), {}};
  reaches.schema.crs = io::crs_named("EPSG:4326");
  reaches.schema.crs.srs_id = 4326;
  reaches.schema.columns = {{"cleabs", ColumnType::text, "TEXT(24)"}};
  reaches.rows = {
      {1, line("LINESTRING (5.5 45.1, 5.6 45.1)"), {std::string("TRON_EAU0000000000000001")}},
      {2, line("LINESTRING (5.5 45.1, 0 0)"), {std::string("TRON_EAU0000000000000002")}}};
  write_geopackage(desk / "f.gpkg", {reaches});
  const auto ran = bdf({"validate", "--theme", "hydro", "--json", desk / "f.gpkg"});
  std::vector<std::string> away;
  for (const auto& finding : findings_of(ran))
    if (finding["code"] == "ATTRIBUTE_GEOMETRY_INVALID_DATA_EXTENT") away.push_back(finding["id"]);
  EXPECT_EQ(away, std::vector<std::string>{"2"}) << ran.err;
}

TEST(Validate, AClassThatTheFileHasNot) {
  const support::Desk desk;
  write_geopackage(desk / "f.gpkg", spoiled_layers());
  const auto ran = bdf({"validate", "--schema", "bdtopo/3.5/haie", desk / "f.gpkg", "--json"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(kinds_of(ran), Contains("ERROR FILE_MISSING_MANDATORY ."));
}

TEST(Validate, RefusesWhatItCannotRead) {
  EXPECT_EQ(bdf({"validate", "--schema", "bdtopo", "nowhere.gpkg"}).code, 3);
  const auto schema = bdf({"validate", "--schema", "bdtop", sample + "local.gpkg"});
  EXPECT_EQ(schema.code, 3);
  EXPECT_THAT(schema.err, HasSubstr("Did you mean “bdtopo”?"));
  const auto producer = bdf({"validate", "--schema", "ddt52", sample + "local.gpkg"});
  EXPECT_EQ(producer.code, 3);
  EXPECT_THAT(producer.err, HasSubstr("There is no schema “ddt52”. Did you mean “ddt51”?"));
  for (const std::string option : {"--theme", "--schema"}) {
    const support::Desk desk;
    std::filesystem::create_directories(desk / "folder.yaml");
    const auto folder = bdf({"validate", option, desk / "folder.yaml", sample + "local.gpkg"});
    EXPECT_EQ(folder.code, 3) << option;
    EXPECT_THAT(folder.err, HasSubstr("is a folder")) << option;
  }
  EXPECT_EQ(bdf({"validate", "--theme", "genric", sample + "local.gpkg"}).code, 3);
  EXPECT_EQ(bdf({"validate"}).code, 2);
}

class RealDelivery : public testing::TestWithParam<const char*> {};

TEST_P(RealDelivery, Of33HasNoError) {
  const auto folder = support::real_data("bdtopo_v3_redon35236");
  if (!folder)
    GTEST_SKIP() << "NOT TESTED: the real data are not installed (BDF_REALDATA names their folder)";
  const auto file = *folder / (std::string(GetParam()) + ".shp");
  const auto ran = bdf({"validate", "--schema", "bdtopo/3.3", file, "--json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  for (const auto& kind : kinds_of(ran)) EXPECT_THAT(kind, HasSubstr("INFO VALIDATOR_INFO"));
}

INSTANTIATE_TEST_SUITE_P(Redon, RealDelivery,
                         testing::Values("HAIE", "ZONE_DE_VEGETATION", "SURFACE_HYDROGRAPHIQUE",
                                         "PLAN_D_EAU"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace bdf::tests
