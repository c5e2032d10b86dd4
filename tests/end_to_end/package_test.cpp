// SPDX-License-Identifier: MIT
// bdf package build: packages of both themes, in all forms and places, whole and differential.
#include <cpl_conv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogr_geometry.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "package/archive.h"
#include "package/manifest.h"
#include "rules/theme.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::bdf;
using support::Sql;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;
using Words = std::vector<std::string>;

/// Where the samples are put, and how far from where they lie.
struct Place {
  const char* territory;
  const char* in_names;
  const char* crs;
  const char* short_name;
  const char* eastwards;
  const char* northwards;
};
void PrintTo(const Place& place, std::ostream* out) { *out << place.territory; }

constexpr Place metropole{"FXX", "FXX", "EPSG:2154", "LAMB93", "0", "0"};
constexpr Place reunion{"974", "D974", "EPSG:2975", "RGR92UTM40S", "-541000", "1242000"};
constexpr Place guadeloupe{"GLP", "GLP", "EPSG:5490", "RGAF09UTM20", "-229000", "-4630000"};

class PackageOf : public testing::TestWithParam<std::tuple<Place, std::string>> {
 protected:
  void SetUp() override {
    for (const auto* edition : {"ancestor", "reference"})
      move_sample(sample_file(theme(), edition), input(edition), place().crs, place().eastwards,
                  place().northwards);
  }
  static const Place& place() { return std::get<0>(GetParam()); }
  static const std::string& theme() { return std::get<1>(GetParam()); }
  [[nodiscard]] std::string input(const std::string& edition) const {
    return desk_ / (edition + ".gpkg");
  }
  static std::string name(const std::string& product, const std::string& format,
                          const std::string& date) {
    return product + "_1-0_" + (theme() == "hydro" ? "HYDRO" : "VEGETATION") + "_" + format + "_" +
           (format == "GEOJSON" ? "WGS84G" : place().short_name) + "_" + place().in_names + "_" +
           date;
  }
  [[nodiscard]] Ran build(const std::string& edition, const std::string& date, Words more) const {
    Words all{"--from",          input(edition), "--theme", theme(), "--territory",
              place().territory, "--edition",    date,      "--as",  "folder"};
    all.insert(all.end(), more.begin(), more.end());
    return build_package(desk_ / "out", all);
  }
  [[nodiscard]] fs::path built(const std::string& name) const { return desk_ / ("out/" + name); }

  support::Desk desk_;
};

TEST_P(PackageOf, IsReadByGdalInAllForms) {
  Words complaints;
  const auto source = seen_by_gdal(input("ancestor"), complaints);
  for (const auto& [format, ending] : {std::pair<std::string, std::string>{"GPKG", ".gpkg"},
                                       {"FLATGEOBUF", ".fgb"},
                                       {"SHP", ".shp"},
                                       {"GEOJSON", ".geojson"}}) {
    const auto ran = build("ancestor", "2026-03-15", {"--format", format});
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto package = built(name("BDFRANCETOPO", format, "2026-03-15"));
    ASSERT_TRUE(fs::is_directory(package)) << ran.out;
    const auto verified = bdf({"package", "verify", package});
    EXPECT_EQ(verified.code, 0) << verified.out << verified.err;
    EXPECT_THAT(verified.out, HasSubstr("is what it says"));

    std::map<std::string, std::size_t> found;
    for (const auto& file : files_ending(package, ending)) {
      for (const auto& [layer, seen] : seen_by_gdal(file, complaints)) {
        if (tests::is_of_delivery(layer)) continue;
        found[layer] += seen.rows.size();
        if (format == "GEOJSON")  // with heights or without
          EXPECT_THAT(seen.crs, testing::AnyOf("EPSG:4326", "EPSG:4979")) << file;
        else
          EXPECT_EQ(seen.crs, place().crs) << file;
      }
    }
    EXPECT_THAT(complaints, IsEmpty()) << format;
    EXPECT_THAT(found, SizeIs(source.size()));
    for (const auto& [layer, rows] : source) {
      auto called = layer;
      if (format == "SHP")
        for (auto& c : called) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      EXPECT_EQ(found.at(called), rows.rows.size()) << format << " " << layer;
    }
  }
}

/// What GeoJSON holds is longitude and latitude, where the territory is.
TEST_P(PackageOf, LiesInItsTerritory) {
  ASSERT_EQ(build("ancestor", "2026-03-15", {"--format", "GEOJSON"}).code, 0);
  const auto degrees =
      rules::find_territory(rules::load_territories("bdtopo"), place().territory)->degrees;
  const auto files = files_ending(desk_ / "out", ".geojson");
  ASSERT_THAT(files, Not(IsEmpty()));
  std::size_t placed = 0;
  for (const auto& file : files) {
    const auto box = json::parse(bytes_of(file)).value("bbox", json::array());
    if (box.empty()) continue;
    ++placed;
    EXPECT_GT(box[0], degrees.min_x);
    EXPECT_GT(box[1], degrees.min_y);
    EXPECT_LT(box[box.size() / 2], degrees.max_x);
    EXPECT_LT(box[box.size() / 2 + 1], degrees.max_y);
  }
  EXPECT_GT(placed, 1U);
}

/// The differential leads from one edition to the next: row by row, as GDAL sees them.
TEST_P(PackageOf, TheDifferentialLeadsToTheNextEdition) {
  ASSERT_EQ(build("ancestor", "2026-03-15", {}).code, 0);
  const auto before = built(name("BDFRANCETOPO", "GPKG", "2026-03-15"));
  ASSERT_EQ(build("reference", "2026-06-15", {}).code, 0);
  const auto after = built(name("BDFRANCETOPO", "GPKG", "2026-06-15"));
  const auto told =
      build("reference", "2026-06-15", {"--differential", "--previous", before, "--json"});
  ASSERT_EQ(told.code, 0) << told.err;
  const auto differential = built(name("BDFRANCETOPO-DIFF", "GPKG", "2026-06-15"));
  EXPECT_EQ(bdf({"package", "verify", differential}).code, 0);

  const auto applied = bdf({"apply", geopackage_in(differential), "--to", geopackage_in(before),
                            "--out", desk_ / "applied.gpkg"});
  ASSERT_EQ(applied.code, 0) << applied.err;
  Words complaints;
  const auto then = seen_by_gdal(geopackage_in(before), complaints);
  const auto now = seen_by_gdal(geopackage_in(after), complaints);
  const auto made = seen_by_gdal(desk_ / "applied.gpkg", complaints);
  static_cast<void>(seen_by_gdal(geopackage_in(differential), complaints));
  EXPECT_THAT(complaints, IsEmpty());

  json counted = json::array();
  for (const auto& layer : package::read_manifest(after).layers) {
    const auto& rows = now.at(layer.name).rows;
    EXPECT_EQ(made.at(layer.name).rows, rows) << layer.name;
    EXPECT_EQ(made.at(layer.name).columns, now.at(layer.name).columns);
    std::size_t added = 0, changed = 0, removed = 0;
    const auto& old_rows = then.at(layer.name).rows;
    for (const auto& [id, row] : rows)
      if (const auto old = old_rows.find(id); old == old_rows.end())
        ++added;
      else if (old->second != row)
        ++changed;
    for (const auto& [id, row] : old_rows) removed += rows.contains(id) ? 0 : 1;
    counted.push_back(
        {{"layer", layer.name}, {"added", added}, {"changed", changed}, {"removed", removed}});
  }
  EXPECT_GT(counted[0]["added"], 0);
  EXPECT_GT(counted[0]["changed"], 0);
  EXPECT_GT(counted[0]["removed"], 0);
  EXPECT_EQ(json::parse(told.out)["changes"], counted);
  const auto compared = bdf({"package", "diff", before, after, "--json"});
  ASSERT_EQ(compared.code, 0) << compared.err;
  EXPECT_EQ(json::parse(compared.out)["layers"], counted);
  EXPECT_EQ(json::parse(bdf({"package", "diff", after, after, "--json"}).out)["differences"],
            json::array());

  // The manifest's digests of content say the same.
  const auto target = build_package(
      desk_ / "again", {"--from", desk_ / "applied.gpkg", "--theme", theme(), "--territory",
                        place().territory, "--edition", "2026-06-15", "--as", "folder"});
  ASSERT_EQ(target.code, 0) << target.err;
  EXPECT_EQ(package::read_manifest(package_in(desk_ / "again")).layers,
            package::read_manifest(after).layers);
}

INSTANTIATE_TEST_SUITE_P(Territories, PackageOf,
                         testing::Combine(testing::Values(metropole, reunion, guadeloupe),
                                          testing::Values("hydro", "vegetation")),
                         [](const auto& of) {
                           return std::string(std::get<0>(of.param).in_names) +
                                  std::get<1>(of.param);
                         });

class Package : public testing::Test {
 protected:
  [[nodiscard]] Ran build(Words more, const std::string& out = "out") const {
    const std::map<std::string, std::string> otherwise{
        {"--from", sample_file("hydro", "ancestor")}, {"--theme", "hydro"}, {"--as", "folder"}};
    for (const auto& [option, value] : otherwise)
      if (std::find(more.begin(), more.end(), option) == more.end())
        more.insert(more.end(), {option, value});
    return build_package(desk_ / out, more);
  }
  /// A node of the sample as it is in a file.
  static std::pair<double, double> place_of_a_node(const fs::path& file) {
    Sql sql(file);
    const auto column = sql.value(
        "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = 'noeud_hydrographique'");
    const auto hex = sql.value("SELECT hex(wkb(" + column +
                               ")) FROM noeud_hydrographique ORDER BY cleabs LIMIT 1");
    OGRGeometry* read = nullptr;
    int size = 0;
    auto* bytes = CPLHexToBinary(hex.c_str(), &size);
    OGRGeometryFactory::createFromWkb(bytes, nullptr, &read, static_cast<std::size_t>(size));
    CPLFree(bytes);
    const std::unique_ptr<OGRGeometry> held(read);
    return {read->toPoint()->getX(), read->toPoint()->getY()};
  }

  support::Desk desk_;
};

/// Each territory has its system, and packages say its short name.
TEST_F(Package, EveryTerritoryHasItsSystem) {
  const auto territories = rules::load_territories("bdtopo");
  ASSERT_THAT(territories, SizeIs(9));
  const std::map<std::string, std::string> names{
      {"FXX", "LAMB93"},      {"GLP", "RGAF09UTM20"}, {"MTQ", "RGAF09UTM20"},
      {"BLM", "RGAF09UTM20"}, {"MAF", "RGAF09UTM20"}, {"GUF", "UTM22RGFG95"},
      {"REU", "RGR92UTM40S"}, {"SPM", "RGSPM06U21"},  {"MYT", "RGM04UTM38S"}};
  for (const auto& territory : territories) {
    const auto file = desk_ / (territory.code + ".gpkg");
    const auto& domain = territory.domain;
    move_sample(sample_file("hydro", "ancestor"), file, territory.crs,
                std::to_string((domain.min_x + domain.max_x) / 2 - 881100),
                std::to_string((domain.min_y + domain.max_y) / 2 - 6421900));
    // By where the data lie, and not by being told.
    const auto ran = build({"--from", file, "--edition", "2026-03-15"}, territory.code);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto package = package_in(desk_ / territory.code);
    EXPECT_EQ(package.filename(), "BDFRANCETOPO_1-0_HYDRO_GPKG_" + names.at(territory.code) + "_" +
                                      territory.code + "_2026-03-15");
    EXPECT_EQ(bdf({"package", "verify", package}).code, 0);
    Words complaints;
    for (const auto& [layer, seen] : seen_by_gdal(geopackage_in(package), complaints))
      EXPECT_EQ(seen.crs, tests::is_of_delivery(layer) ? "" : territory.crs);
    EXPECT_THAT(complaints, IsEmpty());
  }
}

struct Legacy {
  const char* territory;
  const char* crs;
  const char* eastwards;
  const char* northwards;
  double at_least;  ///< metres that the coordinates change by
};

/// By the operation that the territory declares, and no other.
TEST_F(Package, LegacySystemsComeIntoTheTerritorys) {
  for (const auto& legacy : {Legacy{"GLP", "EPSG:4559", "-229000", "-4630000", 0.1},
                             Legacy{"MTQ", "EPSG:4559", "-165000", "-4800000", 0.1},
                             Legacy{"GLP", "EPSG:32620", "-229000", "-4630000", 0},
                             Legacy{"FXX", "EPSG:3945", "800000", "-2200000", 1e5}}) {
    const std::string name = std::string(legacy.territory) + std::string(legacy.crs).substr(5);
    const auto file = desk_ / (name + ".gpkg");
    move_sample(sample_file("hydro", "ancestor"), file, legacy.crs, legacy.eastwards,
                legacy.northwards);
    const auto ran =
        build({"--from", file, "--territory", legacy.territory, "--edition", "2026-03-15"}, name);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto territory =
        *rules::find_territory(rules::load_territories("bdtopo"), legacy.territory);
    const auto declared = std::find_if(territory.operations.begin(), territory.operations.end(),
                                       [&](const auto& one) { return one.from == legacy.crs; });
    ASSERT_NE(declared, territory.operations.end());
    OGRCoordinateTransformationOptions options;
    options.SetCoordinateOperation(declared->pipeline.c_str(), false);
    const std::unique_ptr<OGRCoordinateTransformation> way(
        OGRCreateCoordinateTransformation(nullptr, nullptr, options));
    ASSERT_TRUE(way);
    const auto [x, y] = place_of_a_node(file);
    double wanted_x = x, wanted_y = y;
    ASSERT_TRUE(way->Transform(1, &wanted_x, &wanted_y));
    const auto package = package_in(desk_ / name);
    const auto [found_x, found_y] = place_of_a_node(geopackage_in(package));
    EXPECT_NEAR(found_x, wanted_x, 1e-6) << name;
    EXPECT_NEAR(found_y, wanted_y, 1e-6) << name;
    EXPECT_GE(std::hypot(found_x - x, found_y - y), legacy.at_least) << name;
    EXPECT_EQ(package::read_manifest(package).crs, territory.crs);
    EXPECT_EQ(bdf({"package", "verify", package}).code, 0);
  }
}

TEST_F(Package, AnOperationThatIsOnlyABallparkOneIsRefused) {
  move_sample(sample_file("hydro", "ancestor"), desk_ / "there.gpkg", "EPSG:2992", "-541000",
              "1242000");
  const auto ran = build({"--from", desk_ / "there.gpkg", "--territory", "974"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("ballpark"));
  EXPECT_FALSE(fs::exists(desk_ / "out"));
}

TEST_F(Package, DataThatLieElsewhereAreRefused) {
  move_sample(sample_file("hydro", "ancestor"), desk_ / "there.gpkg", "EPSG:2975", "0", "0");
  const auto ran = build({"--from", desk_ / "there.gpkg", "--territory", "974"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, HasSubstr("TRON_EAU0000002000000012 lies outside of La Réunion"));
  EXPECT_FALSE(fs::exists(desk_ / "out"));
}

/// Whoever builds it, wherever and whenever: the same bytes.
TEST_F(Package, TheSameSourceGivesTheSameBytes) {
  fs::create_directories(desk_ / "elsewhere");
  const auto copy = desk_ / "elsewhere/another_name.gpkg";
  fs::copy_file(sample_file("hydro", "ancestor"), copy);
  struct Way {
    std::string umask, threads, input;
    std::map<std::string, std::string> environment;
  };
  const std::vector<Way> ways{
      {"022", "1", sample_file("hydro", "ancestor"), {{"TZ", "UTC"}, {"LC_ALL", "C"}}},
      {"077",
       "4",
       copy,
       {{"TZ", "Pacific/Kiritimati"},
        {"LC_ALL", "C.UTF-8"},
        {"LANG", "fr_FR.UTF-8"},
        {"LANGUAGE", "fr"},
        {"USER", "somebody"}}},
      {"002", "2", copy, {{"TZ", "America/Cayenne"}, {"LC_ALL", "C.UTF-8"}, {"LANGUAGE", "en"}}}};
  EXPECT_THAT(tests::run({BDF_COMMAND, "package", "--help"}, ways[1].environment).out,
              HasSubstr("Utilisation"))
      << "one of them speaks French";
  for (const std::string form : {"zip", "7z", "folder"}) {
    std::map<std::string, std::string> first;
    for (std::size_t i = 0; i < ways.size(); ++i) {
      const auto& way = ways[i];
      const auto out = desk_ / (form + std::to_string(i));
      const auto ran =
          tests::run({"/bin/sh",    "-c",        "umask " + way.umask + "; exec \"$@\"",
                      "sh",         BDF_COMMAND, "package",
                      "build",      "--from",    way.input,
                      "--theme",    "hydro",     "--edition",
                      "2026-03-15", "--out",     out,
                      "--as",       form,        "--threads",
                      way.threads,  "--now",     "2026-03-16T08:00:00Z"},
                     way.environment);
      ASSERT_EQ(ran.code, 0) << ran.err;
      const auto bytes = tree_in(out);
      if (i == 0)
        first = bytes;
      else
        EXPECT_TRUE(first == bytes) << form << " " << i;
    }
    EXPECT_GE(first.size(), 3U);
  }
}

/// The archives hold what the folder is.
TEST_F(Package, AnArchiveHoldsTheFolder) {
  for (const std::string form : {"zip", "7z", "folder"})
    ASSERT_EQ(build({"--edition", "2026-03-15", "--as", form}, form).code, 0);
  const auto folder = tree_in(package_in(desk_ / "folder"));
  for (const std::string form : {"zip", "7z"}) {
    package::unpack(package_in(desk_ / form), desk_ / ("unpacked_" + form));
    EXPECT_TRUE(tree_in(desk_ / ("unpacked_" + form)) == folder) << form;
  }
}

TEST_F(Package, ShapefilesHaveTheNamesOfTheSchema) {
  ASSERT_EQ(build({"--format", "SHP"}).code, 0);
  const auto files = files_ending(desk_ / "out", "TRONCON_HYDROGRAPHIQUE.shp");
  ASSERT_THAT(files, SizeIs(1));
  Words complaints;
  const auto columns = seen_by_gdal(files[0], complaints).begin()->second.columns;
  EXPECT_THAT(complaints, IsEmpty());
  const auto theme = rules::load_theme("hydro");
  const auto& schema = *theme.find_layer("troncon_hydrographique")->schema;
  Words wanted;
  for (const auto& attribute : schema.attributes)
    if (!attribute.shapefile_name.empty()) wanted.push_back(attribute.shapefile_name);
  std::size_t by_schema = 0;
  for (const auto& column : columns) {
    EXPECT_LE(column.size(), 10U);
    by_schema += std::count(wanted.begin(), wanted.end(), column);
  }
  EXPECT_GT(by_schema, 20U);
  EXPECT_THAT(columns, IsSupersetOf({"ID", "NATURE", "FICTIF"}));
  EXPECT_EQ(std::set<std::string>(columns.begin(), columns.end()).size(), columns.size());
}

/// A dBASE table holds 254 bytes of a text.
TEST_F(Package, WhatAShapefileCannotHoldStandsWholeBesideIt) {
  fs::copy_file(sample_file("hydro", "ancestor"), desk_ / "long.gpkg");
  std::string comment;
  for (int i = 0; i < 150; ++i) comment += "é";
  comment = "x\"," + comment;
  Sql sql(desk_ / "long.gpkg");
  const auto key = sql.value("SELECT min(cleabs) FROM troncon_hydrographique");
  sql.execute("UPDATE troncon_hydrographique SET commentaire_sur_l_objet_hydro = '" + comment +
              "' WHERE cleabs = '" + key + "'");
  const auto ran = build({"--from", desk_ / "long.gpkg", "--format", "SHP", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto findings = json::parse(ran.out)["findings"];
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0]["level"], "warning");
  EXPECT_EQ(findings[0]["code"], "value_altered");
  EXPECT_EQ(findings[0]["layer"], "troncon_hydrographique");
  const auto tables = files_ending(desk_ / "out", "_valeurs.csv");
  ASSERT_THAT(tables, SizeIs(1));
  EXPECT_THAT(tables[0], HasSubstr("3_SUPPLEMENTS"));
  EXPECT_THAT(findings[0]["message"], HasSubstr(tables[0].filename().string()));
  EXPECT_EQ(bytes_of(tables[0]), "cle,attribut,valeur\r\n" + key +
                                     ",commentaire_sur_l_objet_hydro,\"x\"\"," + comment.substr(3) +
                                     "\"\r\n");
  Words complaints;
  const auto shapes = files_ending(desk_ / "out", "TRONCON_HYDROGRAPHIQUE.shp");
  const auto row = seen_by_gdal(shapes.at(0), complaints, "ID").begin()->second.rows.at(key);
  EXPECT_THAT(complaints, IsEmpty()) << "cut between letters";
  EXPECT_THAT(row, testing::Contains(HasSubstr(comment.substr(0, 253))));
  EXPECT_THAT(row, Each(Not(HasSubstr(comment.substr(0, 255)))));
  EXPECT_EQ(bdf({"package", "verify", package_in(desk_ / "out")}).code, 0);
}

/// A full package may follow one whose layers were others.
TEST_F(Package, AFullPackageMayFollowOneOfAnotherSchema) {
  ASSERT_EQ(build({"--edition", "2026-03-15"}).code, 0);
  const auto before = package_in(desk_ / "out");
  fs::copy_file(sample_file("hydro", "ancestor"), desk_ / "wider.gpkg");
  Sql(desk_ / "wider.gpkg")
      .execute(
          "UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY' "
          "WHERE table_name = 'detail_hydrographique'");
  const Words next{"--from", desk_ / "wider.gpkg", "--edition", "2026-06-15", "--previous", before};
  const auto full = build(next, "next");
  ASSERT_EQ(full.code, 0) << full.err;
  auto differential = next;
  differential.emplace_back("--differential");
  const auto refused = build(differential, "differential");
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.err, HasSubstr("detail_hydrographique"));
  EXPECT_THAT(refused.err, HasSubstr("make a full package"));
  const auto compared = bdf({"package", "diff", before, package_in(desk_ / "next"), "--json"});
  ASSERT_EQ(compared.code, 0) << compared.err;
  EXPECT_THAT(compared.out, HasSubstr("detail_hydrographique: other columns or geometry"));
}

/// The same where only heights came with the new edition, of which a manifest does not speak.
TEST_F(Package, AFullPackageMayFollowOneWithoutHeights) {
  ASSERT_EQ(build({"--edition", "2026-03-15"}).code, 0);
  const auto before = package_in(desk_ / "out");
  fs::copy_file(sample_file("hydro", "ancestor"), desk_ / "higher.gpkg");
  Sql(desk_ / "higher.gpkg")
      .execute("UPDATE gpkg_geometry_columns SET z = 2 WHERE table_name = 'detail_hydrographique'");
  const auto full = build(
      {"--from", desk_ / "higher.gpkg", "--edition", "2026-06-15", "--previous", before}, "next");
  ASSERT_EQ(full.code, 0) << full.err;
  const auto compared = bdf({"package", "diff", before, package_in(desk_ / "next")});
  EXPECT_EQ(compared.code, 0) << compared.err;
}

struct Refusal {
  Words words;
  int code;
  Words says;
};

TEST_F(Package, WhatCannotBeIsRefusedWithWhatToDo) {
  ASSERT_EQ(build({"--edition", "2026-03-15"}, "then").code, 0);
  const std::string before = package_in(desk_ / "then");
  const auto vegetation =
      build_package(desk_ / "other", {"--from", sample_file("vegetation", "ancestor"), "--theme",
                                      "vegetation", "--edition", "2026-03-15", "--as", "folder"});
  ASSERT_EQ(vegetation.code, 0);
  const std::string other = package_in(desk_ / "other");
  const std::vector<Refusal> refusals{
      {{"--theme", "generic"}, 2, {"generic", "packages"}},
      {{"--pack", "HYDRO-XX"}, 2, {"HYDRO-XX", "HYDRO, HYDRO-PE, HYDRO-BCAE"}},
      {{"--format", "DXF"}, 2, {"DXF", "GPKG, FLATGEOBUF, SHP and GEOJSON"}},
      {{"--territory", "999"}, 2, {"999", "hydro"}},
      {{"--date", "15/03/2026"}, 2, {"15/03/2026", "2026-12-15"}},
      {{"--date", "2026-02-30"}, 2, {"2026-02-30", "2026-12-15"}},
      {{"--as", "rar"}, 2, {"rar", "folder, zip and 7z"}},
      {{"--edition", "2026-06-15", "--previous", other}, 3, {"VEGETATION", "same product, pack"}},
      {{"--edition", "2026-03-15", "--previous", before}, 3, {"earlier date"}},
      {{"--edition", "2025-12-15", "--previous", before}, 3, {"earlier date"}},
      {{"--edition", "2026-06-15", "--differential"}, 2, {"--previous"}},
      {{"--base", desk_ / "base.gpkg"}, 2, {"either --base or --from"}},
      {{"--previous", desk_ / "nothing.zip", "--edition", "2026-06-15"}, 3, {"nothing.zip"}},
      {{"--at", "@3"}, 2, {"--at", "--base"}}};
  for (const auto& refusal : refusals) {
    const auto ran = build(refusal.words);
    EXPECT_EQ(ran.code, refusal.code) << testing::PrintToString(refusal.words) << ran.err;
    for (const auto& said : refusal.says) EXPECT_THAT(ran.err, HasSubstr(said));
    EXPECT_FALSE(fs::exists(desk_ / "out")) << testing::PrintToString(refusal.words);
  }
  const auto missing = build({"--from", desk_ / "none.gpkg"});
  EXPECT_NE(missing.code, 0);
  EXPECT_THAT(missing.err, HasSubstr("none.gpkg"));
}

TEST_F(Package, WhatIsThereIsReplacedOnlyIfSaid) {
  for (const std::string form : {"zip", "7z", "folder"}) {
    const Words call{"--edition", "2026-03-15", "--as", form};
    ASSERT_EQ(build(call, form).code, 0);
    const auto first = tree_in(desk_ / form);
    auto other = call;
    other.insert(other.end(), {"--from", sample_file("hydro", "reference")});
    const auto refused = build(other, form);
    EXPECT_EQ(refused.code, 2) << refused.err;
    EXPECT_THAT(refused.err, HasSubstr("--overwrite"));
    EXPECT_TRUE(tree_in(desk_ / form) == first);
    other.emplace_back("--overwrite");
    ASSERT_EQ(build(other, form).code, 0);
    EXPECT_FALSE(tree_in(desk_ / form) == first);
    EXPECT_EQ(bdf({"package", "verify", package_in(desk_ / form)}).code, 0);
  }
}

}  // namespace
}  // namespace bdf::tests
