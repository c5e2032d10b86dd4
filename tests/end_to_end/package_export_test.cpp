// SPDX-License-Identifier: MIT
// bdf package build --format FLATGEOBUF, SHP, GEOJSON of data that these cannot hold: nothing is
// altered, dropped or invented without a word.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "geometry/wkt.h"
#include "io/csv.h"
#include "io/geometry_blob.h"
#include "package/archive.h"
#include "package/manifest.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::bdf;
using support::Sql;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Words = std::vector<std::string>;

constexpr const char* reach = "troncon_hydrographique";

/// Waters that are spoilt before they are packed.
class PackageOfAnything : public testing::Test {
 protected:
  PackageOfAnything() : input_(desk_ / "input.gpkg") {
    fs::copy_file(sample_file("hydro", "ancestor"), input_);
    const Sql sql(input_);
    keys_ = sql.rows(std::string("SELECT cleabs FROM ") + reach + " ORDER BY cleabs");
    geometry_ = sql.value("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = '" +
                          std::string(reach) + "'");
  }

  void set(std::size_t feature, const std::string& column, const std::string& sql) const {
    Sql(input_).execute(std::string("UPDATE ") + reach + " SET \"" + column + "\" = " + sql +
                        " WHERE cleabs = '" + keys_.at(feature) + "'");
  }
  void set_geometry(std::size_t feature, const std::string& wkt) const {
    const auto blob = io::geometry_blob(geometry::wkb_from_wkt(wkt), 2154);
    set(feature, geometry_, "x'" + to_hex(blob) + "'");
  }

  [[nodiscard]] Ran build(const std::string& format, const Words& more = {}) const {
    Words all{"--from", input_,   "--theme",  "hydro", "--edition", "2026-03-15",
              "--as",   "folder", "--format", format,  "--json"};
    all.insert(all.end(), more.begin(), more.end());
    return build_package(desk_ / format, all);
  }
  [[nodiscard]] fs::path package(const std::string& format) const {
    return package_in(desk_ / format);
  }
  /// Codes of findings of the reaches.
  static Words codes(const Ran& ran) {
    Words codes;
    const auto findings = json::parse(ran.out)["findings"];
    for (const auto& finding : findings)
      if (finding["layer"] == reach) codes.push_back(finding["code"]);
    return codes;
  }
  [[nodiscard]] std::vector<io::CsvRow> table(const std::string& format,
                                              const std::string& ending) const {
    const auto files = files_ending(package(format), ending);
    EXPECT_THAT(files, SizeIs(1)) << format;
    return files.empty() ? std::vector<io::CsvRow>() : io::read_csv(files.front());
  }
  void expect_sound(const std::string& format) const {
    const auto ran = bdf({"package", "verify", package(format)});
    EXPECT_EQ(ran.code, 0) << format << ran.out << ran.err;
  }

  support::Desk desk_;
  fs::path input_;
  Words keys_;
  std::string geometry_;
};

TEST_F(PackageOfAnything, FeaturesWithoutGeometryStandBesideAFlatGeobuf) {
  set(0, geometry_, "NULL");
  set_geometry(1, "LINESTRING EMPTY");
  const auto ran = build("FLATGEOBUF");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(codes(ran), Contains("feature_without_geometry"));
  EXPECT_THAT(ran.out, HasSubstr(std::string(reach) + "_sans_geometrie.csv"));
  const auto rows = table("FLATGEOBUF", "_sans_geometrie.csv");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].cells.front(), "cleabs");
  EXPECT_EQ(rows[1].cells.front(), keys_[0]);
  EXPECT_EQ(rows[1].cells.back(), "");
  EXPECT_EQ(rows[2].cells.front(), keys_[1]);
  EXPECT_EQ(rows[2].cells.back(), "LINESTRING EMPTY");
  const auto nature = Sql(input_).value(std::string("SELECT nature FROM ") + reach +
                                        " WHERE cleabs = '" + keys_[0] + "'");
  EXPECT_THAT(rows[1].cells, Contains(nature));
  Words complaints;
  const auto files = files_ending(package("FLATGEOBUF"), std::string(reach) + ".fgb");
  EXPECT_THAT(seen_by_gdal(files.at(0), complaints).begin()->second.rows, SizeIs(keys_.size() - 2));
  EXPECT_THAT(complaints, IsEmpty());
  expect_sound("FLATGEOBUF");
  const auto manifest = package::read_manifest(package("FLATGEOBUF"));
  std::map<std::string, std::size_t> counts;
  for (const auto& layer : manifest.layers) counts[layer.name] = layer.count;
  EXPECT_EQ(counts.at(reach), keys_.size());
  for (const std::string format : {"SHP", "GEOJSON"}) {
    ASSERT_EQ(build(format).code, 0);
    EXPECT_THAT(files_ending(package(format), "_sans_geometrie.csv"), IsEmpty());
    // GeoJSON has empty lines.
    const auto listed = format == "SHP" ? table(format, "_valeurs.csv").at(1).cells.back() : "";
    EXPECT_EQ(listed, format == "SHP" ? "LINESTRING EMPTY" : "");
    expect_sound(format);
  }
}

TEST_F(PackageOfAnything, ValuesThatAFormCannotHoldAreListed) {
  set(0, "fictif", "7");
  set(1, "date_d_apparition", "'un jour'");
  set(2, "commentaire_sur_l_objet_hydro", "CAST(x'610062' AS TEXT)");
  set(3, "commentaire_sur_l_objet_hydro", "'a '");
  set(4, "commentaire_sur_l_objet_hydro", "''");
  set(5, "precision_planimetrique", "1e300");
  for (const std::string format : {"FLATGEOBUF", "SHP", "GEOJSON"}) {
    const auto ran = build(format);
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(codes(ran), testing::ElementsAre("value_altered")) << format;
    EXPECT_THAT(ran.out, Not(HasSubstr("longer than")));
    Words listed;
    for (const auto& row : table(format, "_valeurs.csv"))
      listed.push_back(row.cells[0] + " " + row.cells[1] + " " + row.cells[2]);
    EXPECT_EQ(listed.at(0), "cle attribut valeur");
    const auto text = bytes_of(files_ending(package(format), "_valeurs.csv").at(0));
    const bool dbase = format == "SHP";
    // Which has dates where others have texts.
    const auto has = [&](std::size_t feature, const std::string& rest) {
      return std::find(listed.begin(), listed.end(), keys_[feature] + " " + rest) != listed.end();
    };
    EXPECT_TRUE(has(0, "fictif 7")) << format;
    EXPECT_EQ(has(1, "date_d_apparition un jour"), dbase) << format;
    EXPECT_TRUE(has(2, "commentaire_sur_l_objet_hydro \\x610062")) << format;
    EXPECT_EQ(has(3, "commentaire_sur_l_objet_hydro a "), dbase) << format;
    EXPECT_EQ(has(5, "precision_planimetrique 1e+300"), dbase) << format;
    EXPECT_EQ(text.find(keys_[4] + ",commentaire_sur_l_objet_hydro,\"\"\r\n") != std::string::npos,
              dbase)
        << format << ": an empty text is no NULL";
    expect_sound(format);
  }
}

TEST_F(PackageOfAnything, HeightsAreNotInvented) {
  set_geometry(0, "LINESTRING (880000 6420000, 880010 6420010)");
  for (const std::string format : {"FLATGEOBUF", "SHP", "GEOJSON"}) {
    const auto ran = build(format);
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto found = codes(ran);
    EXPECT_EQ(std::count(found.begin(), found.end(), "heights_missing"),
              format == "GEOJSON" ? 0 : 1)
        << format;
    EXPECT_EQ(std::count(found.begin(), found.end(), "geometry_altered"), format == "SHP" ? 1 : 0)
        << format;
    const auto listed = format == "SHP" ? table(format, "_valeurs.csv").at(1).cells.back() : "";
    EXPECT_EQ(listed, format == "SHP" ? "LINESTRING (880000 6420000, 880010 6420010)" : "");
    expect_sound(format);
  }
}

/// Before anything is built.
TEST_F(PackageOfAnything, WhatAShapefileDoesNotKnowIsRefused) {
  Sql(input_).execute(
      std::string("UPDATE gpkg_geometry_columns SET geometry_type_name = 'GEOMETRY' "
                  "WHERE table_name = '") +
      reach + "'");
  set_geometry(3, "POINT Z (880000 6420000 5)");
  const auto ran = build("SHP");
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.err, testing::AllOf(HasSubstr(reach), HasSubstr(keys_[3]), HasSubstr("POINT"),
                                      HasSubstr("GPKG")));
  EXPECT_FALSE(fs::exists(desk_ / "SHP"));
  for (const std::string format : {"FLATGEOBUF", "GEOJSON"}) {
    const auto other = build(format);
    ASSERT_EQ(other.code, 0) << other.err;
    EXPECT_THAT(codes(other), IsEmpty());
    expect_sound(format);
  }
}

/// The system of RFC 7946, wherever a package speaks of its system.
TEST_F(PackageOfAnything, GeoJsonSaysItsSystem) {
  ASSERT_EQ(build("GEOJSON").code, 0);
  const auto folder = package("GEOJSON");
  EXPECT_EQ(folder.filename(), "BDFRANCETOPO_1-0_HYDRO_GEOJSON_WGS84G_FXX_2026-03-15");
  auto manifest = package::read_manifest(folder);
  EXPECT_EQ(manifest.crs, "EPSG:4326");
  EXPECT_EQ(manifest.name.crs, "WGS84G");
  for (const auto* paper :
       {"iso19139.xml", "geodcat-ap.jsonld", "dictionnaire.csv", "dictionnaire.html"}) {
    const auto text = bytes_of(files_ending(folder, paper).at(0));
    EXPECT_THAT(text, HasSubstr("4326")) << paper;
    EXPECT_THAT(text, Not(HasSubstr("2154"))) << paper;
    EXPECT_THAT(text, Not(HasSubstr("LAMB93"))) << paper;
  }
  EXPECT_THAT(bytes_of(folder / "index.html"), HasSubstr("EPSG:4326"));

  const auto findings = [&] {
    for (const auto* ending : {".sha256", ".md5"}) fs::remove(folder.string() + ending);
    return bdf({"package", "verify", folder, "--json"}).out;
  };
  const auto honest = package::manifest_as_json(manifest);
  manifest.crs = "EPSG:2154";
  write_bytes(folder / "manifest.json", package::manifest_as_json(manifest));
  EXPECT_THAT(findings(), HasSubstr("crs_differs"));
  write_bytes(folder / "manifest.json", honest);
  EXPECT_THAT(findings(), Not(HasSubstr("\"error\"")));
}

/// Coordinates of a projection in a GeoJSON are found, though its files are those of the manifest.
TEST_F(PackageOfAnything, MetresAreNoDegrees) {
  ASSERT_EQ(build("GEOJSON").code, 0);
  const auto folder = package("GEOJSON");
  auto manifest = package::read_manifest(folder);
  const auto file = files_ending(folder, "detail_hydrographique.geojson").at(0);
  auto text = bytes_of(file);
  const auto at = text.find("\"coordinates\": [ ") + 17;
  text.insert(at, "88");
  write_bytes(file, text);
  for (auto& listed : manifest.files)
    if (folder / listed.path == file) {
      listed.size = text.size();
      const auto digests = digests_of_file(file);
      listed.sha256 = digests.sha256;
      listed.md5 = digests.md5;
    }
  write_bytes(folder / "manifest.json", package::manifest_as_json(manifest));
  for (const auto* ending : {".sha256", ".md5"}) fs::remove(folder.string() + ending);
  const auto ran = bdf({"package", "verify", folder, "--json"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_THAT(ran.out, HasSubstr("coordinates_outside"));
}

/// What a form cannot hold does not keep a package from being published and fetched.
TEST_F(PackageOfAnything, IsPublishedAndFetched) {
  set(0, geometry_, "NULL");
  set(1, "commentaire_sur_l_objet_hydro", "''");
  for (const std::string format : {"FLATGEOBUF", "SHP", "GEOJSON"}) {
    ASSERT_EQ(build(format).code, 0);
    const auto published =
        bdf({"package", "publish", package(format), "--out", desk_ / ("tree" + format)});
    ASSERT_EQ(published.code, 0) << published.err;
    const auto fetched =
        bdf({"package", "fetch", desk_ / ("tree" + format), "--into", desk_ / ("got" + format),
             "--pack", "HYDRO", "--territory", "FXX", "--format", format});
    EXPECT_EQ(fetched.code, 0) << format << fetched.out << fetched.err;
  }
}

}  // namespace
}  // namespace bdf::tests
