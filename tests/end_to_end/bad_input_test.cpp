// SPDX-License-Identifier: MIT
// Inputs that cannot be synchronised: each is refused in plain words, and nothing is left behind.
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "support/rivers.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::Sql;

class BadInput : public Rivers {
 protected:
  /// The local side is another file.
  [[nodiscard]] Ran sync_local(const std::string& local, const Lines& more = {}) const {
    Lines line{"sync", "--theme",     "generic",         "--key", "id",  "--local",
               local,  "--reference", file("reference"), "--out", out(), "--quiet"};
    line.insert(line.end(), more.begin(), more.end());
    return support::bdf(line);
  }
};

TEST_F(BadInput, AFileThatIsNotThere) {
  const std::string missing = desk_ / "missing.gpkg";
  expect_refused(sync_local(missing), 3, {missing, "no such file"});
  expect_refused(sync_local(desk_ / "missing.shp"), 3, {"missing.shp", "no such file"});
}

TEST_F(BadInput, AFolderForAFile) { expect_refused(sync_local(desk_.path()), 3, {desk_.path()}); }

/// A reader of a pipe waits for somebody who writes to it.
TEST_F(BadInput, WhatIsNoFile) {
  const std::string base = desk_ / "base.gpkg", links = desk_ / "links.csv",
                    other = desk_ / "o.gpkg";
  ASSERT_EQ(support::bdf({"base", "init", "--base", base}).code, 0);
  for (const char* name : {"pipe.gpkg", "pipe.geojson", "pipe"}) {
    const std::string pipe = desk_ / name;
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    for (const Lines& words :
         std::vector<Lines>{{"sync", "--local", pipe, "--reference", file("reference"), "--key",
                             "id", "--out", out()},
                            {"validate", "--theme", "hydro", pipe},
                            {"diff", "--key", "id", pipe, file("reference"), "--out", other},
                            {"match", "--key", "id", file("reference"), pipe, "--out", links},
                            {"info", pipe},
                            {"apply", pipe, "--to", file("local"), "--out", other},
                            {"invert", pipe, "--out", other},
                            {"convert", pipe, "--out", other},
                            {"base", "integrate", pipe, "--base", base},
                            {"base", "import", pipe, "--key", "id", "--base", base},
                            {"base", "log", "--base", pipe}}) {
      Lines call{"/usr/bin/timeout", "20", BDF_COMMAND, "--lang", "en"};
      call.insert(call.end(), words.begin(), words.end());
      const auto ran = tests::run(call);
      const bool is_base = words[1] == "log";
      EXPECT_EQ(ran.code, is_base ? 4 : 3) << words[0] << ' ' << name << ": " << ran.err;
      EXPECT_NE(ran.err.find(pipe + ": this is no file"), std::string::npos)
          << words[0] << ": " << ran.err;
    }
    const auto package =
        tests::run({"/usr/bin/timeout", "20", BDF_COMMAND, "package", "verify", pipe});
    EXPECT_EQ(package.code, 3) << package.err;
    EXPECT_NE(package.err.find(pipe + ": this is no file"), std::string::npos) << package.err;
    const auto explained =
        tests::run({"/usr/bin/timeout", "20", BDF_COMMAND, "explain", pipe, "R1"});
    EXPECT_EQ(explained.code, 3) << explained.err;
  }
  expect_refused(sync_local("/dev/null"), 3, {"/dev/null: this is no file"});
}

TEST_F(BadInput, TextThatIsNoUtf8) {
  execute("local", "UPDATE river SET name = 'Is@re' WHERE id = 'R2'");
  for (const char* name : {"river.geojson", "river.fgb"})
    support::ogr2ogr({desk_ / name, file("local")});
  support::ogr2ogr({desk_ / "river.shp", file("local"), "-lco", "ENCODING=UTF-8"});
  for (const char* name : {"river.geojson", "river.fgb", "river.dbf"}) {
    std::ifstream in(desk_ / name, std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(in), {});
    const auto at = bytes.find("Is@re");
    ASSERT_NE(at, std::string::npos) << name;
    bytes[at + 2] = '\xE8';
    std::ofstream(desk_ / name, std::ios::binary) << bytes;
  }
  for (const char* name : {"river.geojson", "river.fgb", "river.shp"})
    expect_refused(sync_local(desk_ / name), 3,
                   {desk_ / name, "layer river", "fid ", "column name", "the text is not"});
}

TEST_F(BadInput, ALayerThatIsNotThere) {
  expect_refused(sync_local(file("local") + "::lake"), 3, {file("local"), "lake", "river"});
}

TEST_F(BadInput, ATruncatedFile) {
  fs::resize_file(file("local"), fs::file_size(file("local")) / 2);
  expect_refused(run_sync(), 3, {file("local"), "truncated"});
}

TEST_F(BadInput, ADamagedFile) {
  std::fstream damaged(file("local"), std::ios::in | std::ios::out | std::ios::binary);
  damaged.seekp(4096);
  damaged << std::string(static_cast<std::size_t>(fs::file_size(file("local"))) - 4096, 'x');
  damaged.close();
  expect_refused(run_sync(), 3, {file("local")});
}

TEST_F(BadInput, ADatabaseThatIsNoGeoPackage) {
  Sql(desk_ / "other.gpkg").execute("CREATE TABLE river (id TEXT)");
  expect_refused(sync_local(desk_ / "other.gpkg"), 3, {"other.gpkg", "GeoPackage"});
}

TEST_F(BadInput, AFileThatIsNoDatabase) {
  std::ofstream(desk_ / "note.gpkg") << "This is a note and nothing else, but long enough.\n";
  expect_refused(sync_local(desk_ / "note.gpkg"), 3, {"note.gpkg", "not an SQLite database"});
  std::ofstream(desk_ / "empty.gpkg").close();
  expect_refused(sync_local(desk_ / "empty.gpkg"), 3, {"empty.gpkg"});
}

TEST_F(BadInput, AKeyThatIsNotThere) {
  expect_refused(run_sync({}, "idd"), 3, {".gpkg", "river", "“idd”", "Did you mean “id”?"});
  execute("reference", "ALTER TABLE river RENAME COLUMN id TO code");
  expect_refused(run_sync(), 3, {file("reference"), "river", "“id”", "code"});
}

TEST_F(BadInput, OtherGeometries) {
  fs::remove(file("reference"));
  make("reference", "POINT", "EPSG:2154");
  expect_refused(run_sync(), 3, {file("reference"), "river", "LINESTRING", "POINT"});
}

TEST_F(BadInput, AnotherReferenceSystem) {
  fs::remove(file("reference"));
  make("reference", "LINESTRING", "EPSG:3857");
  expect_refused(run_sync(), 3, {file("reference"), "river", "2154", "3857"});
}

TEST_F(BadInput, NoReferenceSystem) {
  std::ofstream(desk_ / "bare.csv") << "id,WKT\nR1,\"" << wkt_of(1) << "\"\n";
  support::ogr2ogr({desk_ / "bare.shp", desk_ / "bare.csv", "-nlt", "LINESTRING"});
  fs::remove(desk_ / "bare.prj");
  const std::string bare = desk_ / "bare.shp";
  expect_refused(sync_local(bare), 3, {bare, "--crs"});
  const auto told = sync_local(bare, {"--crs", "EPSG:2154"});
  EXPECT_LE(told.code, 1) << told.err;
  EXPECT_EQ(in_merged("SELECT srs_id FROM gpkg_geometry_columns"), "2154");
}

TEST_F(BadInput, AShapefileWithABrokenTable) {
  support::ogr2ogr({desk_ / "river.shp", file("local")});
  const auto table = desk_ / "river.dbf";
  fs::resize_file(table, fs::file_size(table) - 30);
  expect_refused(sync_local(desk_ / "river.shp"), 3, {"river.dbf", "cut short"});
  fs::resize_file(table, 40);
  expect_refused(sync_local(desk_ / "river.shp"), 3, {"river.dbf", "header"});
}

TEST_F(BadInput, AShapefileThatDoesNotSayItsEncoding) {
  execute("local", "UPDATE river SET name = 'Is\u00e8re' WHERE id = 'R1'");
  support::ogr2ogr({desk_ / "river.shp", file("local"), "-lco", "ENCODING=ISO-8859-1"});
  fs::remove(desk_ / "river.cpg");
  std::fstream table(desk_ / "river.dbf", std::ios::in | std::ios::out | std::ios::binary);
  table.seekp(29);
  table.put('\0');
  table.close();
  const std::string river = desk_ / "river.shp";
  expect_refused(sync_local(river), 3, {river, "name", "--encoding ISO-8859-1"});
  const auto told = sync_local(river, {"--encoding", "ISO-8859-1", "--ancestor", file("ancestor")});
  EXPECT_LE(told.code, 1) << told.err;
  EXPECT_EQ(in_merged("SELECT name FROM river WHERE id = 'R1'"), "Is\u00e8re");
}

TEST_F(BadInput, NoReferenceSystemInAGeoPackage) {
  for (const char* side : {"ancestor", "local", "reference"})
    execute(side,
            "UPDATE gpkg_geometry_columns SET srs_id = 0; UPDATE gpkg_contents SET srs_id = 0");
  expect_refused(run_sync(), 3, {".gpkg", "river", "--crs"});
  expect_refused(run_sync({"--crs", "EPSG:99"}), 2, {"--crs", "EPSG:99"});
  EXPECT_EQ(sync({"--crs", "EPSG:2154"}).ran.code, 0);
}

TEST_F(BadInput, NoKeyThatLasts) {
  support::ogr2ogr({desk_ / "river.shp", file("local")});
  expect_refused(support::bdf({"sync", "--local", desk_ / "river.shp", "--reference",
                               file("reference"), "--out", out()}),
                 2, {"river.shp", "--key"});
}

TEST_F(BadInput, FilesFromElsewhere) {
  for (const char* remote : {"/vsicurl/http://localhost/a.gpkg", "http://localhost/a.gpkg",
                             "/vsizip/a.zip/a.gpkg", "s3://bucket/a.gpkg", "/vsimem/a.gpkg"})
    expect_refused(sync_local(remote), 3, {remote, "remote"});
}

TEST_F(BadInput, DriversThatReadAnythingAndRunThings) {
  std::ofstream(desk_ / "river.vrt")
      << "<OGRVRTDataSource><OGRVRTLayer name=\"river\"><SrcDataSource>" << file("local")
      << "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>";
  expect_refused(sync_local(desk_ / "river.vrt"), 3, {"river.vrt"});
}

TEST_F(BadInput, AViewForALayer) {
  execute("local",
          "CREATE VIEW wide AS SELECT * FROM river WHERE width > 2;"
          "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
          "VALUES ('wide', 'features', 'wide', 2154);"
          "INSERT INTO gpkg_geometry_columns VALUES ('wide', 'geom', 'LINESTRING', 2154, 0, 0)");
  expect_refused(sync_local(file("local") + "::wide"), 3, {file("local"), "wide"});
}

TEST_F(BadInput, AFileThatAnotherProgramHolds) {
  Sql other(file("local"));
  other.execute("BEGIN EXCLUSIVE");
  expect_refused(run_sync(), 3, {file("local"), "another program"});
  other.execute("COMMIT");
  EXPECT_EQ(run_sync().code, 0);
}

TEST_F(BadInput, UnsavedEditsOfAnOpenProgramAreInMerged) {
  Sql other(file("local"));
  other.execute("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0");
  other.execute("UPDATE river SET name = 'in the log' WHERE id = 'R2'");
  ASSERT_GT(fs::file_size(file("local") + "-wal"), 0U);
  EXPECT_EQ(sync().ran.code, 0);
  EXPECT_EQ(in_merged("SELECT name FROM river WHERE id = 'R2'"), "in the log");
  EXPECT_EQ(in_merged("PRAGMA journal_mode"), "delete");
}

TEST_F(BadInput, AnEmptySideMeetsTheDeletionGuard) {
  execute("local", "DELETE FROM river");
  expect_refused(run_sync(), 3, {"river", "6", "local", "--confirm-deletions"});
  EXPECT_EQ(sync({"--confirm-deletions"}).ran.code, 0);
  EXPECT_EQ(in_merged("SELECT count(*) FROM river"), "0");
  EXPECT_EQ(Sql(out() + "/contribution.gpkg").rows("SELECT bdf_op, count(*) FROM river GROUP BY 1"),
            Lines{"delete|6"});
}

TEST_F(BadInput, AnEmptyReferenceMeetsTheDeletionGuard) {
  execute("reference", "DELETE FROM river");
  expect_refused(run_sync(), 3, {"river", "6", "reference", "--confirm-deletions"});
  EXPECT_EQ(sync({"--confirm-deletions"}).ran.code, 0);
  EXPECT_EQ(in_merged("SELECT count(*) FROM river"), "0");
}

TEST_F(BadInput, NothingOnAnySideIsAnAnswer) {
  for (const char* side : {"ancestor", "local", "reference"}) execute(side, "DELETE FROM river");
  EXPECT_EQ(sync().ran.code, 0);
  EXPECT_EQ(in_merged("SELECT count(*) FROM river"), "0");
}

TEST_F(BadInput, PartsOfFiles) {
  support::ogr2ogr({desk_ / "river.shp", file("local")});
  fs::resize_file(desk_ / "river.shp", 150);
  expect_refused(sync_local(desk_ / "river.shp"), 3, {"river.shp"});
  fs::remove(desk_ / "river.dbf");
  expect_refused(sync_local(desk_ / "river.shp"), 3, {"river.shp", ".dbf"});
  std::ofstream(desk_ / "river.geojson") << "{\"type\": \"FeatureCollection\", \"features\": [";
  expect_refused(sync_local(desk_ / "river.geojson"), 3, {"river.geojson", "line 1"});
}

TEST_F(BadInput, AnEnteredDayThatIsNone) {
  const std::map<std::string, std::string> days{
      {"ancestor", "2024-01-01"}, {"local", "2025-01-01"}, {"reference", "2026-01-01"}};
  for (const auto& [side, day] : days)
    execute(side, "ALTER TABLE river ADD COLUMN seen DATE; UPDATE river SET seen = '" + day + "'");
  ASSERT_EQ(run_sync().code, 1);
  const auto enter = [&](const std::string& text) {
    Sql(out() + "/conflicts.gpkg")
        .execute("UPDATE conflict SET resolution = 'value', resolution_value = '" + text + "'");
    return support::bdf({"resolve", out()});
  };
  const auto refused = enter("32/13/2020");
  EXPECT_EQ(refused.code, 3) << refused.err;
  EXPECT_NE(refused.err.find("seen"), std::string::npos) << refused.err;
  EXPECT_EQ(enter("2025-06-01").code, 0);
  EXPECT_EQ(Sql(merged()).value("SELECT DISTINCT seen FROM river"), "2025-06-01");
}

/// A decision that cannot be used leaves the folder as it is, and the conflict open.
TEST_F(BadInput, DecisionsThatMakeNoSense) {
  execute("local", "UPDATE river SET rank = 10 WHERE id = 'R1'; DELETE FROM river WHERE id = 'R2'");
  execute("reference", "UPDATE river SET rank = 20 WHERE id IN ('R1', 'R2')");
  ASSERT_EQ(run_sync().code, 1);
  const auto enter = [&](const std::string& kind, const std::string& word,
                         const std::string& text) {
    Sql(out() + "/conflicts.gpkg")
        .execute(
            "UPDATE conflict SET resolution = NULL, resolution_value = NULL; UPDATE conflict "
            "SET resolution = '" +
            word + "', resolution_value = '" + text + "' WHERE kind = '" + kind + "'");
    const auto before = support::bytes_below(out());
    const auto ran = support::bdf({"resolve", out()});
    EXPECT_EQ(support::bytes_below(out()) == before, true);
    EXPECT_EQ(ran.code, 3) << ran.err;
    EXPECT_NE(ran.err.find("conflicts.gpkg, conflict "), std::string::npos) << ran.err;
    return ran.err;
  };
  EXPECT_NE(enter("attribute", "value", "twelve").find("rank"), std::string::npos);
  EXPECT_NE(enter("attribute", "maybe", "").find("maybe"), std::string::npos);
  EXPECT_NE(enter("delete_edit", "value", "1").find("side"), std::string::npos);
  // The next sync keeps what can be used, and tells of the rest.
  const auto next = support::bdf({"sync", "--key", "id", "--ancestor", file("reference"), "--local",
                                  merged(), "--reference", file("reference"), "--out",
                                  desk_ / "next", "--quiet", "--json"});
  EXPECT_EQ(next.code, 1) << next.err;
  EXPECT_NE(next.out.find("resolution_unusable"), std::string::npos);
  EXPECT_EQ(support::conflict_ids(desk_ / "next"), support::conflict_ids(out()));
}

TEST_F(BadInput, AJobFileWithAWordThatMeansNothing) {
  std::ofstream(desk_ / "job.yaml") << "theme: generic\nlocal: local.gpkg\nreferense: r.gpkg\n";
  const auto ran = support::bdf({"sync", desk_ / "job.yaml", "--out", out()});
  expect_refused(ran, 3, {"job.yaml:3:1", "referense", "Did you mean “reference”?"});
}

TEST_F(BadInput, AThemeThatNobodyKnows) {
  const auto ran = support::bdf({"sync", "--theme", "genric", "--key", "id", "--local",
                                 file("local"), "--reference", file("reference"), "--out", out()});
  expect_refused(ran, 3, {"genric", "generic"});
}

TEST_F(BadInput, ACommunityThatTheThemeDoesNotKnow) {
  std::ofstream(desk_ / "t.yaml") << "name: t\nversion: 1\ndesks: [{name: d, community: ddt}]\n";
  const Lines sync{"sync",        "--theme",     desk_ / "t.yaml",  "--key", "id",  "--local",
                   file("local"), "--reference", file("reference"), "--out", out(), "--community"};
  auto mistyped = sync;
  mistyped.push_back("dtt");
  expect_refused(support::bdf(mistyped), 2, {"“dtt”", "Did you mean “ddt”?"});
}

TEST_F(BadInput, ATerritoryIsTheSameHoweverItIsWritten) {
  std::ofstream(desk_ / "t.yaml")
      << "name: t\nversion: 1\nschema: bdtopo\n"
         "special_cases: [{territories: [D038], authority: {attributes: "
         "{owner: producer}}}]\n";
  for (const std::string written : {"038", "38", "d038"}) {
    const auto ran =
        support::bdf({"sync", "--theme", desk_ / "t.yaml", "--key", "id", "--ancestor",
                      file("ancestor"), "--local", file("local"), "--reference", file("reference"),
                      "--territory", written, "--out", desk_ / written});
    EXPECT_EQ(support::conflict_ids(desk_ / written).size(), 0u) << written << ran.err;
  }
}

}  // namespace
}  // namespace bdf::tests
