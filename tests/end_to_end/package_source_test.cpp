// SPDX-License-Identifier: MIT
// What goes into a package: of which territory, layers and state it is, and what no package holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <fstream>
#include <nlohmann/json.hpp>

#include "package/manifest.h"
#include "support/package_desk.h"
#include "unit/archive_samples.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using support::bdf;
using support::Sql;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Words = std::vector<std::string>;

const std::string reach = "troncon_hydrographique";
const std::string detail = "detail_hydrographique";

/// A blob as GeoPackage has it, in hexadecimals: `type` of WKB, then counts and coordinates.
class Blob {
 public:
  explicit Blob(std::uint32_t type) {
    hex_ = "475000016A080000";  // GP, version 0, little endian, EPSG:2154
    hex_ += "01";
    number(type);
  }
  Blob& number(std::uint32_t value) { return add(value); }
  Blob& point(double x, double y) {
    return add(std::bit_cast<std::uint64_t>(x)).add(std::bit_cast<std::uint64_t>(y));
  }
  [[nodiscard]] std::string sql() const { return "x'" + hex_ + "'"; }

 private:
  template <class Number>
  Blob& add(Number value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (std::size_t i = 0; i < sizeof value; ++i, value >>= 8U) {
      hex_ += digits[(value >> 4U) & 15U];
      hex_ += digits[value & 15U];
    }
    return *this;
  }
  std::string hex_;
};

class PackageOrigin : public testing::Test {
 protected:
  /// A copy of the sample to be spoilt.
  [[nodiscard]] std::string copied(const std::string& name,
                                   const std::string& edition = "ancestor") const {
    const auto file = desk_ / name;
    fs::copy_file(sample_file("hydro", edition), file);
    return file;
  }
  [[nodiscard]] Ran build(Words more, const std::string& out = "out") const {
    const Words otherwise{"--theme", "hydro", "--edition", "2026-03-15", "--as", "folder"};
    for (std::size_t i = 0; i < otherwise.size(); i += 2)
      if (std::find(more.begin(), more.end(), otherwise[i]) == more.end())
        more.insert(more.end(), {otherwise[i], otherwise[i + 1]});
    return build_package(desk_ / out, more);
  }
  [[nodiscard]] package::Manifest manifest_in(const std::string& out) const {
    return package::read_manifest(package_in(desk_ / out));
  }
  [[nodiscard]] std::string dictionary_in(const std::string& out) const {
    return bytes_of(files_ending(desk_ / out, "dictionnaire.csv").at(0));
  }
  void expect_refused(const Ran& ran, int code, const Words& says) const {
    EXPECT_EQ(ran.code, code) << ran.out << ran.err;
    for (const auto& said : says) EXPECT_THAT(ran.err, HasSubstr(said));
    EXPECT_FALSE(fs::exists(desk_ / "out"));
  }
  /// Two areas side by side, that meet in the middle of the sample.
  void draw_zones(const std::string& layer, const std::string& column, const std::string& file,
                  const Words& more = {}, const std::string& code = "038") const {
    std::ofstream(desk_ / "zones.csv")
        << column << ",wkt\n"
        << code << ",\"POLYGON ((870000 6410000,881103.37 6410000,881103.37 6430000,"
        << "870000 6430000,870000 6410000))\"\n026,\"POLYGON ((881103.37 6410000,890000 6410000,"
        << "890000 6430000,881103.37 6430000,881103.37 6410000))\"\n";
    Words all{desk_ / file, desk_ / "zones.csv",
              "-nln",       layer,
              "-a_srs",     "EPSG:2154",
              "-oo",        "GEOM_POSSIBLE_NAMES=wkt",
              "-oo",        "KEEP_GEOM_COLUMNS=NO",
              "-oo",        "AUTODETECT_TYPE=NO"};
    all.insert(all.end(), more.begin(), more.end());
    support::ogr2ogr(all);
  }
  static std::uint64_t features_of(const package::Manifest& manifest) {
    std::uint64_t all = 0;
    for (const auto& layer : manifest.layers) all += layer.count;
    return all;
  }
  static std::map<std::string, std::string> digests_of(const package::Manifest& manifest) {
    std::map<std::string, std::string> digests;
    for (const auto& layer : manifest.layers) digests[layer.name] = layer.digest;
    return digests;
  }
  void make_base() const {
    run_base({"init", "--now", "2026-01-01T08:00:00Z"});
    run_base({"import", sample_file("hydro", "ancestor"), "--theme", "hydro", "--edition",
              "2026-03-15", "--now", "2026-03-15T08:00:00Z"});
  }
  void run_base(Words words) const {
    words.insert(words.begin(), "base");
    words.insert(words.end(), {"--base", base()});
    const auto ran = bdf(words);
    ASSERT_EQ(ran.code, 0) << ran.err;
  }
  [[nodiscard]] std::string base() const { return desk_ / "base.gpkg"; }

  support::Desk desk_;
};

/// As of a base: the same features, wherever the areas stand and in whatever system.
TEST_F(PackageOrigin, AFilesFeaturesAreChosenByTheTerritory) {
  draw_zones("territory", "code", "zones.gpkg");
  make_base();
  run_base({"import", desk_ / "zones.gpkg", "--key", "code", "--now", "2026-03-15T09:00:00Z"});
  ASSERT_EQ(build({"--base", base(), "--territory", "038"}, "of_base").code, 0);
  const auto wanted = digests_of(manifest_in("of_base"));
  const auto all = [&] {
    EXPECT_EQ(build({"--from", sample_file("hydro", "ancestor")}, "all").code, 0);
    return features_of(manifest_in("all"));
  }();
  EXPECT_GT(features_of(manifest_in("of_base")), 10U);
  EXPECT_LT(features_of(manifest_in("of_base")), all);

  support::ogr2ogr({desk_ / "degrees.gpkg", desk_ / "zones.gpkg", "-t_srs", "EPSG:4326"});
  const auto own = copied("own.gpkg");
  draw_zones("departement", "code_insee", "own.gpkg", {"-update"}, "38");
  const std::map<std::string, Words> ways{
      {"beside",
       {"--from", sample_file("hydro", "ancestor"), "--boundaries", desk_ / "zones.gpkg"}},
      {"layer",
       {"--from", sample_file("hydro", "ancestor"), "--boundaries",
        (desk_ / "zones.gpkg").string() + "::territory"}},
      {"degrees",
       {"--from", sample_file("hydro", "ancestor"), "--boundaries", desk_ / "degrees.gpkg"}},
      {"own", {"--from", own}}};
  for (const auto& [way, words] : ways) {
    auto more = words;
    more.insert(more.end(), {"--territory", "38"});
    const auto ran = build(more, way);
    ASSERT_EQ(ran.code, 0) << way << ran.err;
    const auto manifest = manifest_in(way);
    EXPECT_EQ(manifest.territory, "038");
    EXPECT_EQ(digests_of(manifest), wanted) << way;
  }
  // Both together are everything, once.
  ASSERT_EQ(build({"--from", own, "--territory", "038,026", "--called", "R84"}, "both").code, 0);
  EXPECT_EQ(features_of(manifest_in("both")), all);
}

TEST_F(PackageOrigin, AFileOfWhichItIsNotKnownWhereItIsIsRefused) {
  const auto file = sample_file("hydro", "ancestor");
  expect_refused(build({"--from", file, "--territory", "075"}), 2,
                 {"--territory 075", "ancestor.gpkg", "--boundaries", "--whole"});
  draw_zones("territory", "code", "zones.gpkg");
  expect_refused(
      build({"--from", file, "--territory", "075", "--boundaries", desk_ / "zones.gpkg"}), 2,
      {"zones.gpkg", "no area of 075"});
  expect_refused(build({"--from", file, "--territory", "075", "--boundaries", file + "::" + reach}),
                 3, {reach, "code_insee"});
  expect_refused(build({"--from", file, "--whole"}), 2, {"--whole", "--territory"});
  expect_refused(build({"--base", base(), "--territory", "075", "--whole"}), 2, {"--from"});
  expect_refused(build({"--from", file, "--territory", "075", "--whole", "--boundaries", file}), 2,
                 {"either --whole or --boundaries"});
  // It is the user's word, then.
  const auto whole = build({"--from", file, "--territory", "075", "--whole"}, "whole");
  ASSERT_EQ(whole.code, 0) << whole.err;
  ASSERT_EQ(build({"--from", file}, "all").code, 0);
  EXPECT_EQ(digests_of(manifest_in("whole")), digests_of(manifest_in("all")));
}

/// What was taken out of a base as a territory is that territory.
TEST_F(PackageOrigin, AFileTakenOutOfABaseSaysWhatItIs) {
  draw_zones("territory", "code", "zones.gpkg");
  make_base();
  run_base({"import", desk_ / "zones.gpkg", "--key", "code", "--now", "2026-03-15T09:00:00Z"});
  ASSERT_EQ(build({"--base", base(), "--territory", "038"}, "of_base").code, 0);
  const std::string file = desk_ / "taken.gpkg";
  run_base({"checkout", "--territory", "038", "--out", file});
  const auto ran = build({"--from", file, "--territory", "38"}, "of_file");
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(digests_of(manifest_in("of_file")), digests_of(manifest_in("of_base")));
  expect_refused(build({"--from", file, "--territory", "026"}), 2, {"taken.gpkg", "--boundaries"});
  expect_refused(build({"--from", file, "--territory", "026", "--whole"}), 2,
                 {"taken.gpkg", "038", "--territory 026"});
  const std::string wider = desk_ / "wider.gpkg";
  run_base({"checkout", "--territory", "038", "--halo", "100", "--out", wider});
  expect_refused(build({"--from", wider, "--territory", "038"}), 2, {"--boundaries"});
}

TEST_F(PackageOrigin, APackageWithNothingInItSaysSo) {
  draw_zones("territory", "code", "zones.gpkg");
  move_sample(sample_file("hydro", "ancestor"), desk_ / "far.gpkg", "EPSG:2154", "-200000", "0");
  const auto ran = build({"--from", desk_ / "far.gpkg", "--territory", "038", "--boundaries",
                          desk_ / "zones.gpkg", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(json::parse(ran.out)["findings"].at(0).at("code"), "package_empty");
  EXPECT_EQ(features_of(manifest_in("out")), 0U);
}

TEST_F(PackageOrigin, LayersLeftOutAreTold) {
  const auto file = copied("more.gpkg");
  support::ogr2ogr({file, sample_file("hydro", "ancestor"), "noeud_hydrographique", "-nln",
                    "carnet_de_barnabe", "-update", "-select", "date_creation"});
  const auto ran = build({"--from", file, "--json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto findings = json::parse(ran.out)["findings"];
  ASSERT_EQ(findings.size(), 1U) << findings;
  EXPECT_EQ(findings[0]["code"], "layer_left_out");
  EXPECT_EQ(findings[0]["layer"], "carnet_de_barnabe");
  EXPECT_THAT(findings[0]["message"], AllOf(HasSubstr("carnet_de_barnabe"), HasSubstr("hydro")));
  EXPECT_THAT(dictionary_in("out"), HasSubstr("\r\n…;;;;;;non;"));
  for (const auto& [path, bytes] : tree_in(desk_ / "out"))
    EXPECT_THAT(bytes, Not(HasSubstr("barnabe"))) << path << ": somebody's own name";
}

TEST_F(PackageOrigin, ALayerThatIsGoneIsCounted) {
  ASSERT_EQ(build({"--from", sample_file("hydro", "ancestor")}, "before").code, 0);
  const std::string before = package_in(desk_ / "before");
  const auto file = copied("fewer.gpkg");
  const auto gone = Sql(file).number("SELECT count(*) FROM " + detail);
  Sql(file)
      .execute("DELETE FROM gpkg_contents WHERE table_name = '" + detail + "'")
      .execute("DELETE FROM gpkg_geometry_columns WHERE table_name = '" + detail + "'")
      .execute("DROP TABLE " + detail);
  const Words next{"--from", file, "--edition", "2026-06-15", "--previous", before};
  auto words = next;
  words.emplace_back("--json");
  const auto ran = build(words, "next");
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto told = json::parse(ran.out);
  const json wanted{{"layer", detail}, {"added", 0}, {"changed", 0}, {"removed", gone}};
  EXPECT_EQ(told["changes"].back(), wanted);
  ASSERT_EQ(told["findings"].size(), 1U);
  EXPECT_EQ(told["findings"][0]["code"], "layer_gone");
  EXPECT_THAT(bytes_of(files_ending(desk_ / "next", ".html").back()), HasSubstr(detail));
  words = next;
  words.emplace_back("--differential");
  expect_refused(build(words), 3, {detail, "full package"});
}

TEST_F(PackageOrigin, ALayerWithoutItsKeyIsRefused) {
  const auto file = copied("keyless.gpkg");
  Sql(file).execute("ALTER TABLE " + detail + " DROP COLUMN cleabs");
  expect_refused(build({"--from", file}), 3, {detail, "cleabs"});
}

/// Its folder for temporary files need not lie on the disk that the package comes to.
TEST_F(PackageOrigin, TheWorkMayBeDoneOnAnotherDisk) {
  if (!fs::exists("/dev/shm")) GTEST_SKIP() << "there is no other disk";
  const Words words{"--from",    sample_file("hydro", "ancestor"), "--theme", "hydro", "--edition",
                    "2026-03-15"};
  for (const std::string form : {"zip", "folder"}) {
    auto all = words;
    all.insert(all.end(), {"--as", form});
    ASSERT_EQ(build_package(desk_ / (form + "_here"), all, {{"TMPDIR", desk_.path()}}).code, 0);
    ASSERT_EQ(build_package(desk_ / (form + "_there"), all, {{"TMPDIR", "/dev/shm"}}).code, 0);
    EXPECT_TRUE(tree_in(desk_ / (form + "_here")) == tree_in(desk_ / (form + "_there"))) << form;
    EXPECT_EQ(bdf({"package", "verify", package_in(desk_ / (form + "_there"))}).code, 0);
  }
}

/// What no program could read is named before anything is delivered.
TEST_F(PackageOrigin, WhatIsBrokenIsRefused) {
  struct Flaw {
    std::string column, value;
    Words says;
  };
  const Blob cut = Blob(2).number(2).point(880000, 6420000);
  const Blob nowhere = Blob(1).point(std::numeric_limits<double>::quiet_NaN(), 6420000);
  const Blob line = Blob(2).number(2).point(880000, 6420000).point(880010, 6420000);
  const Blob curve = Blob(8).number(3).point(0, 0).point(1, 1).point(2, 0);
  const std::vector<Flaw> flaws{
      {"toponyme", "CAST(x'4CE9' AS TEXT)", {"toponyme", "UTF-8"}},
      {"cleabs", "CAST(x'4CE9' AS TEXT)", {"cleabs", "UTF-8", "fid 2"}},
      {"cleabs", "NULL", {"cleabs", "fid 2"}},
      {"cleabs", "' '", {"cleabs", "fid 2"}},
      {"cleabs", "(SELECT cleabs FROM " + detail + " WHERE fid = 1)", {"two features"}},
      {"cleabs",
       "(SELECT ' ' || cleabs || ' ' FROM " + detail + " WHERE fid = 1)",
       {"two features"}},
      {"geometrie", cut.sql(), {"geometry is broken"}},
      {"geometrie", "x'00112233'", {"geometry is broken"}},
      {"geometrie", "'POINT (0 0)'", {"geometry is broken"}},
      {"geometrie", nowhere.sql(), {"no numbers"}},
      {"geometrie", line.sql(), {"LINESTRING", "POINT"}},
      {"geometrie", curve.sql(), {"CIRCULARSTRING"}}};
  int number = 0;
  for (const auto& flaw : flaws) {
    const auto file = copied(std::to_string(++number) + ".gpkg");
    Sql sql(file);
    const auto key = sql.value("SELECT cleabs FROM " + detail + " WHERE fid = 2");
    sql.execute("UPDATE " + detail + " SET " + flaw.column + " = " + flaw.value + " WHERE fid = 2");
    auto says = flaw.says;
    says.insert(says.end(), {std::to_string(number) + ".gpkg", detail});
    if (flaw.column != "cleabs") says.push_back("feature " + key);
    expect_refused(build({"--from", file}), 3, says);
  }
}

TEST_F(PackageOrigin, CurvesAreRefusedByTheLayersName) {
  const auto file = copied("curved.gpkg");
  Sql(file).execute(
      "UPDATE gpkg_geometry_columns SET geometry_type_name = 'COMPOUNDCURVE' "
      "WHERE table_name = '" +
      reach + "'");
  expect_refused(build({"--from", file}), 3, {reach, "COMPOUNDCURVE"});
}

/// Some programs write the kind of geometries in their own letters.
TEST_F(PackageOrigin, KindsAreSpelledAsTheStandardDoes) {
  const auto file = copied("spelled.gpkg");
  Sql(file).execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'LineString' WHERE " +
                    ("table_name = '" + reach + "'"));
  ASSERT_EQ(build({"--from", file}).code, 0);
  EXPECT_EQ(manifest_in("out").layers.at(0).geometry, "LINESTRING");
  EXPECT_EQ(Sql(geopackage_in(package_in(desk_ / "out")))
                .value("SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = '" +
                       reach + "'"),
            "LINESTRING");
}

/// Where a column compares without regard to case, equal keys need not lie side by side.
TEST_F(PackageOrigin, KeysAreComparedByTheirBytes) {
  const auto file = copied("nocase.gpkg");
  {
    Sql sql(file);
    sql.execute("PRAGMA writable_schema = 1");
    sql.execute(
        "UPDATE sqlite_master SET sql = replace(sql, '\"cleabs\" TEXT(24)', '\"cleabs\" "
        "TEXT(24) COLLATE NOCASE') WHERE name = '" +
        detail + "'");
  }
  Sql sql(file);
  const auto set = [&](int fid, const std::string& key) {
    sql.execute("UPDATE " + detail + " SET cleabs = '" + key +
                "' WHERE fid = " + std::to_string(fid));
  };
  set(1, "detail");
  set(2, "DETAIL");
  ASSERT_EQ(sql.number("SELECT count(*) FROM " + detail + " WHERE cleabs = 'Detail'"), 2);
  EXPECT_EQ(build({"--from", file}, "two").code, 0) << "these are two";
  set(3, "detail");
  expect_refused(build({"--from", file}), 3, {detail, "two features are called “detail”"});
}

/// Extents are declared by whoever wrote the file, and may say nothing, or something else.
TEST_F(PackageOrigin, WhereTheDataLieIsReadFromThem) {
  const std::map<std::string, std::string> extents{
      {"none", "min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL"},
      {"false", "min_x = 0, min_y = 0, max_x = 1, max_y = 1"}};
  for (const auto& [name, extent] : extents) {
    const auto file = copied(name + ".gpkg");
    Sql(file).execute("UPDATE gpkg_contents SET " + extent);
    const auto ran = build({"--from", file}, name);
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(manifest_in(name).territory, "FXX");
  }
}

/// Nor does a layer decide that the package does not have.
TEST_F(PackageOrigin, LayersOfTheThemeSayWhereItIs) {
  const auto file = desk_ / "mixed.gpkg";
  move_sample(sample_file("hydro", "ancestor"), desk_ / "there.gpkg", "EPSG:2975", "-541000",
              "1242000");
  support::ogr2ogr({file, desk_ / "there.gpkg", "noeud_hydrographique", "-nln", "ailleurs",
                    "-select", "date_creation"});
  support::ogr2ogr({file, sample_file("hydro", "ancestor"), "-update"});
  const auto ran = build({"--from", file});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(manifest_in("out").territory, "FXX");
}

TEST_F(PackageOrigin, DataOfAnotherTerritoryAreToldFromAMissingOperation) {
  expect_refused(build({"--from", sample_file("hydro", "ancestor"), "--territory", "974"}), 3,
                 {"ancestor.gpkg", reach, "is in EPSG:2154", "longitude 5.", "La Réunion",
                  "EPSG:2975", "--territory"});
}

/// The base goes on with other layers: the package stays the one that it was.
TEST_F(PackageOrigin, OtherLayersMakeNoOtherEdition) {
  make_base();
  const Words of_base{"package", "build", "--base", base(),  "--theme",
                      "hydro",   "--as",  "folder", "--now", "2026-06-20T10:00:00Z",
                      "--out"};
  const auto built = [&](const std::string& out) {
    auto words = of_base;
    words.push_back(desk_ / out);
    const auto ran = bdf(words);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return tree_in(desk_ / out);
  };
  const auto first = built("first");
  EXPECT_EQ(manifest_in("first").edition, "2026-03-15");
  run_base({"import", sample_file("vegetation", "ancestor"), "--theme", "vegetation", "--now",
            "2026-04-01T08:00:00Z"});
  EXPECT_TRUE(built("second") == first) << manifest_in("second").edition;
  // What its layers hold has changed, and nobody has given that a name.
  run_base({"import", sample_file("hydro", "reference"), "--theme", "hydro", "--now",
            "2026-05-01T08:00:00Z", "--confirm-deletions"});
  static_cast<void>(built("third"));
  EXPECT_EQ(manifest_in("third").edition, "@4");
  const auto lineage = bytes_of(files_ending(desk_ / "third", "genealogie.json").at(0));
  EXPECT_THAT(lineage, HasSubstr("2026-04-01T08"));
}

/// The theme that a base has taken is not the one that is installed here.
TEST_F(PackageOrigin, TheBasesThemeMeasures) {
  auto text = bytes_of(std::string(BDF_REPOSITORY) + "/themes/hydro.yaml");
  const std::string name = "name: hydro";
  text.replace(text.find(name), name.size(), "name: eaux");
  write_bytes(desk_ / "eaux.yaml", text);
  make_base();
  run_base({"adopt", desk_ / "eaux.yaml", "--now", "2026-04-01T08:00:00Z"});
  fs::remove(desk_ / "eaux.yaml");
  const auto ran = build({"--base", base(), "--theme", "eaux"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(manifest_in("out").theme.name, "eaux");
  // In an edition's name there is no theme.
  EXPECT_EQ(manifest_in("out").edition, "2026-03-15");
}

}  // namespace
}  // namespace bdf::tests
