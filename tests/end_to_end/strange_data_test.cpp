// SPDX-License-Identifier: MIT
// Data as real files hold them: broken geometries, values that do not fit their column, names that
// are half SQL. Findings, never a crash, never dropped, and byte for byte where nothing changes.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "geometry/wkt.h"
#include "support/rivers.h"

namespace bdf::tests {
namespace {

namespace fs = std::filesystem;
using support::Sql;

/// What the summary says of the layer.
nlohmann::json layer_in(const Synced& synced) {
  return nlohmann::json::parse(synced.ran.out).at("layers").at(0);
}

/// Writes a value into R1 of the local side, and expects it in merged exactly as it stands there.
class StrangeData : public Rivers {
 protected:
  void expect_kept(const std::string& column, const std::string& sql_value) const {
    const std::string read =
        "SELECT typeof(" + column + ") || ' ' || hex(" + column + ") FROM river WHERE id = 'R1'";
    execute("local", "UPDATE river SET " + column + " = " + sql_value + " WHERE id = 'R1'");
    const auto stored = Sql(file("local")).value(read);
    EXPECT_EQ(sync({"--overwrite"}).ran.code, 0);
    EXPECT_EQ(in_merged(read), stored) << sql_value;
  }
  void set_geometry(const std::string& side, const std::string& sql_blob) const {
    execute(side, "UPDATE river SET geom = " + sql_blob + " WHERE id = 'R1'");
  }
  /// R1's geometry in merged is the local one, byte for byte, and the finding names R1.
  void expect_finding(const std::string& sql_blob, const std::string& code) const {
    set_geometry("local", sql_blob);
    const auto synced = sync({"--overwrite"});
    EXPECT_EQ(synced.count(code), 1) << synced.ran.out;
    for (const auto& finding : synced.findings) {
      EXPECT_EQ(finding.feature, "R1");
      EXPECT_EQ(finding.input, "local");
      EXPECT_EQ(finding.layer, "river");
    }
    EXPECT_EQ(in_merged("SELECT geom IS " + sql_blob + " FROM river WHERE id = 'R1'"), "1");
    EXPECT_EQ(in_merged("SELECT count(*) FROM river"), "6");
  }
};

TEST_F(StrangeData, AGeometryThatIsInvalid) {
  expect_finding(blob("LINESTRING (700100 6600000, 700100 6600000)"), "geometry_invalid");
  expect_finding(blob("POLYGON ((0 0, 10 10, 10 0, 0 10, 0 0))"), "geometry_invalid");
}

TEST_F(StrangeData, AGeometryThatIsEmpty) {
  expect_finding(blob("LINESTRING EMPTY"), "geometry_empty");
}

TEST_F(StrangeData, AGeometryThatIsMissing) { expect_finding("NULL", "geometry_missing"); }

TEST_F(StrangeData, AGeometryThatIsNoGeometry) {
  expect_finding("x'4750000100000000'", "geometry_malformed");
  expect_finding("x'47500001080000000102000000FFFFFF7F0000'", "geometry_malformed");
  expect_finding("'LINESTRING (0 0, 1 1)'", "geometry_malformed");
  expect_finding("x''", "geometry_malformed");
}

TEST_F(StrangeData, ACoordinateThatIsNoNumber) {
  // NaN as the Y of the second vertex.
  const auto sound = blob("LINESTRING (700100 6600000, 700100 6600050)");
  expect_finding(sound.substr(0, sound.size() - 17) + "000000000000f87f'", "geometry_invalid");
}

TEST_F(StrangeData, BrokenGeometriesOnAllSides) {
  set_geometry("ancestor", "NULL");
  set_geometry("local", blob("LINESTRING (700100 6600000, 700100 6600000)"));
  set_geometry("reference", "x'00'");
  const auto synced = sync();
  EXPECT_EQ(synced.ran.code, 1);
  EXPECT_EQ(layer_in(synced).at("conflicts").at("geometry"), 1);
  for (const char* code : {"geometry_missing", "geometry_invalid", "geometry_malformed"})
    EXPECT_EQ(synced.count(code), 1) << code;
  EXPECT_EQ(in_merged("SELECT count(*) FROM river"), "6");
}

/// A line's bytes with the type of a circular string, which has the same layout.
std::string arc() {
  auto wkb = geometry::wkb_from_wkt("LINESTRING (700100 6600000, 700120 6600030, 700100 6600050)");
  wkb[1] = 8;
  return blob_of_wkb(wkb);
}

TEST_F(StrangeData, MeasuresAndCurvesAreKeptByteForByte) {
  for (const auto& shape :
       {blob("LINESTRING M (700100 6600000 5, 700100 6600070 6)"),
        blob("LINESTRING ZM (700100 6600000 1 5, 700100 6600070 1 6)"), arc()}) {
    set_geometry("local", shape);
    const auto synced = sync({"--overwrite"});
    EXPECT_EQ(synced.ran.code, 0);
    EXPECT_EQ(synced.findings.size(), 0U) << synced.ran.out;
    EXPECT_EQ(in_merged("SELECT geom IS " + shape + " FROM river WHERE id = 'R1'"), "1") << shape;
    EXPECT_EQ(Sql(out() + "/contribution.gpkg")
                  .value("SELECT wkb(geom) IS wkb(" + shape + ") FROM river"),
              "1");
  }
}

TEST_F(StrangeData, MeasuresAndCurvesOfTheReferenceAreTaken) {
  for (const auto& shape : {blob("LINESTRING M (700100 6600000 5, 700100 6600070 6)"), arc()}) {
    set_geometry("reference", shape);
    EXPECT_EQ(sync({"--overwrite"}).ran.code, 0);
    EXPECT_EQ(in_merged("SELECT geom IS " + shape + " FROM river WHERE id = 'R1'"), "1") << shape;
  }
}

TEST_F(StrangeData, ManyBrokenGeometriesAreCounted) {
  execute("local",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203) "
          "INSERT INTO river (geom, id) SELECT " +
              blob("LINESTRING EMPTY") + ", 'E' || i FROM n");
  const auto synced = sync();
  EXPECT_EQ(synced.count("geometry_empty"), 1000);
  EXPECT_EQ(synced.count("geometry_findings_left_out"), 1);
  EXPECT_NE(synced.ran.out.find("203 more"), std::string::npos);
  EXPECT_EQ(in_merged("SELECT count(*) FROM river"), "1209");
}

TEST_F(StrangeData, ValuesThatDoNotFitTheirColumn) {
  expect_kept("width", "'about 5 m'");
  expect_kept("width", "9e999");
  expect_kept("name", "CAST(x'61620063' AS TEXT)");
  expect_kept("name", "CAST(x'ff61fe' AS TEXT)");
  expect_kept("name", "x'00ff'");
  expect_kept("name", "12");
  expect_kept("name", "'  blanks and \"quotes'' '");
  expect_kept("name", "'Rivière de l''Œuf 🐟'");
}

TEST_F(StrangeData, TextThatIsNoUtf8IsKeptAndTold) {
  expect_kept("name", "CAST(x'ff61fe' AS TEXT)");
  const auto synced = sync({"--overwrite"});
  EXPECT_EQ(synced.count("text_not_utf8"), 1) << synced.ran.out;
  ASSERT_EQ(synced.findings.size(), 1U);
  EXPECT_EQ(synced.findings[0].input, "local");
  EXPECT_EQ(synced.findings[0].layer, "river");
  EXPECT_EQ(synced.findings[0].feature, "fid 1");
  execute("local", "UPDATE river SET name = 'legible' WHERE id = 'R1'");
  EXPECT_EQ(sync({"--overwrite"}).count("text_not_utf8"), 0);
}

TEST_F(StrangeData, NumbersOfSixtyFourBits) {
  expect_kept("rank", "9223372036854775807");
  expect_kept("rank", "-9223372036854775808");
  expect_kept("rank", "9007199254740993");
  execute("reference", "UPDATE river SET rank = 9007199254740995 WHERE id = 'R2'");
  EXPECT_EQ(sync({"--overwrite"}).ran.code, 0);
  EXPECT_EQ(in_merged("SELECT rank FROM river WHERE id = 'R2'"), "9007199254740995");
}

TEST_F(StrangeData, TimesStayAsTheyAreWritten) {
  for (const char* side : {"ancestor", "local", "reference"})
    execute(side,
            "ALTER TABLE river ADD COLUMN seen DATETIME; ALTER TABLE river ADD COLUMN day "
            "DATE; UPDATE river SET seen = '2026-03-01T10:00:00.123456+02:00', day = "
            "'2026-03-01'");
  execute("local", "UPDATE river SET seen = '2026-03-01T08:00:00.123456Z' WHERE id = 'R2'");
  const auto synced = sync();
  EXPECT_EQ(layer_in(synced).at("contribution"), nlohmann::json::object());
  EXPECT_EQ(in_merged("SELECT seen FROM river WHERE id = 'R1'"),
            "2026-03-01T10:00:00.123456+02:00");
  EXPECT_EQ(in_merged("SELECT seen FROM river WHERE id = 'R2'"), "2026-03-01T08:00:00.123456Z");
  expect_kept("seen", "'yesterday'");
  expect_kept("day", "'2026-02-31'");
}

TEST_F(StrangeData, KeysOfAllKinds) {
  for (const char* side : {"local", "reference"})
    execute(side, "UPDATE river SET width = 99 WHERE id = 'R" +
                      std::string(side[0] == 'l' ? "1'" : "2'"));
  const auto expect_both = [&](const std::string& key) {
    const auto synced = sync({"--overwrite"}, key);
    EXPECT_EQ(synced.count("key_missing") + synced.count("key_duplicate"), 0) << key;
    EXPECT_EQ(in_merged("SELECT group_concat(id) FROM river WHERE width = 99"), "R1,R2") << key;
    EXPECT_EQ(in_merged("SELECT count(*) FROM river"), "6") << key;
  };
  for (const char* key : {"id", "ID", "rank", "id,rank", "Rank,ID", "fid", ""}) expect_both(key);
  // The same numbers, held as text on one side.
  execute("local", "ALTER TABLE river ADD COLUMN code TEXT; UPDATE river SET code = rank");
  for (const char* side : {"ancestor", "reference"})
    execute(side, "ALTER TABLE river ADD COLUMN code INTEGER; UPDATE river SET code = rank");
  expect_both("code");
}

TEST_F(StrangeData, NamesThatAreHalfSql) {
  const std::string layer = "select \"a'b\"; DROP TABLE river -- é";
  const std::string column = "order by \"x'; --";
  const auto quoted = [](const std::string& name) {
    std::string all;
    for (const char c : name) all += c == '"' ? std::string("\"\"") : std::string(1, c);
    return '"' + all + '"';
  };
  const auto text = [](const std::string& name) {
    std::string all;
    for (const char c : name) all += c == '\'' ? std::string("''") : std::string(1, c);
    return '\'' + all + '\'';
  };
  for (const char* side : {"ancestor", "local", "reference"}) {
    support::ogr2ogr(
        {desk_ / "renamed.gpkg", file(side), "river", "-nln", "river", "-lco", "SPATIAL_INDEX=NO"});
    fs::rename(desk_ / "renamed.gpkg", file(side));
    Sql sql(file(side));
    for (const auto& trigger : sql.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND "
                                        "tbl_name = 'river'"))
      sql.execute("DROP TRIGGER " + quoted(trigger));
    sql.execute("ALTER TABLE river RENAME COLUMN name TO " + quoted(column));
    sql.execute("ALTER TABLE river RENAME TO " + quoted(layer));
    for (const char* table : {"gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents"})
      sql.execute("UPDATE " + std::string(table) + " SET table_name = " + text(layer));
    sql.execute("UPDATE gpkg_contents SET identifier = table_name");
  }
  execute("local",
          "UPDATE " + quoted(layer) + " SET " + quoted(column) + " = 'ours' WHERE id = 'R1'");
  execute("reference", "UPDATE " + quoted(layer) + " SET " + quoted(column) +
                           " = 'theirs' WHERE id = 'R2';"
                           "DELETE FROM " +
                           quoted(layer) + " WHERE id = 'R3'");
  EXPECT_EQ(sync().ran.code, 0);
  EXPECT_EQ(
      Sql(merged()).rows("SELECT " + quoted(column) + " FROM " + quoted(layer) + " ORDER BY id"),
      (Lines{"ours", "theirs", "River 4", "River 5", "River 6"}));
  EXPECT_EQ(support::bdf({"apply", out() + "/update.gpkg", "--to", file("local"), "--out",
                          desk_ / "applied.gpkg"})
                .code,
            0);
  EXPECT_EQ(support::bdf({"explain", out(), "R3"}).code, 0);
  EXPECT_EQ(support::bdf({"info", merged()}).code, 0);
}

TEST_F(StrangeData, TriggersAndViewsNeverRunAndAreDroppedAloud) {
  execute("local",
          "CREATE TRIGGER eraser AFTER UPDATE ON river BEGIN DELETE FROM river; END;"
          "CREATE TRIGGER greedy AFTER INSERT ON river BEGIN DELETE FROM river; END;"
          "CREATE VIEW tempting AS SELECT load_extension('/tmp/evil.so') FROM river");
  execute("reference",
          "UPDATE river SET name = 'new' WHERE id = 'R2'; INSERT INTO river (geom, id) "
          "SELECT geom, 'R7' FROM river WHERE id = 'R6'");
  const auto synced = sync();
  EXPECT_EQ(synced.count("dropped_from_merged"), 3);
  for (const char* name : {"eraser", "greedy", "tempting"})
    EXPECT_NE(synced.ran.out.find(name), std::string::npos) << name;
  EXPECT_EQ(in_merged("SELECT count(*) FROM river"), "7");
  EXPECT_EQ(in_merged("SELECT name FROM river WHERE id = 'R2'"), "new");
  EXPECT_EQ(in_merged("SELECT count(*) FROM sqlite_schema WHERE name IN ('eraser', 'greedy', "
                      "'tempting')"),
            "0");
  EXPECT_EQ(Sql(file("local")).value("SELECT count(*) FROM sqlite_schema WHERE name = 'eraser'"),
            "1");
}

/// What a table's declaration runs by itself: only functions that cannot do harm may.
TEST_F(StrangeData, DeclarationsThatCallFunctions) {
  execute(
      "local",
      "ALTER TABLE river ADD COLUMN twice AS (rank * 2);"
      "ALTER TABLE river ADD COLUMN stamp TEXT DEFAULT 'none';"
      "ALTER TABLE river ADD COLUMN checked INTEGER CHECK (checked IS NULL OR abs(checked) < 9)");
  execute("reference",
          "UPDATE river SET rank = 40 WHERE id = 'R2'; INSERT INTO river (geom, id) "
          "SELECT geom, 'R7' FROM river WHERE id = 'R6'");
  EXPECT_EQ(sync().ran.code, 0);
  EXPECT_EQ(in_merged("SELECT twice FROM river WHERE id = 'R2'"), "80");
  EXPECT_EQ(in_merged("SELECT stamp FROM river WHERE id = 'R7'"), "none");
}

/// As a hostile file would have them: SQLite itself would not let all of them be declared.
TEST_F(StrangeData, DeclarationsThatReachOutside) {
  execute("reference",
          "UPDATE river SET name = 'new' WHERE id = 'R2'; INSERT INTO river (geom, id) "
          "SELECT geom, 'R7' FROM river WHERE id = 'R6'");
  const auto sync_declaring = [&](const std::string& column) {
    fs::copy_file(file("ancestor"), file("local"), fs::copy_options::overwrite_existing);
    execute("local",
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
            "substr(sql, 1, length(sql) - 1) || ', evil TEXT " +
                column + ")' WHERE name = 'river'");
    return run_sync();
  };
  const std::string load = "(load_extension(''/tmp/evil.so''))";
  expect_refused(sync_declaring("AS " + load), 3, {file("local"), "river", "generated columns"});
  expect_refused(sync_declaring("CHECK " + load), 4, {"river", "R7"});
  expect_refused(sync_declaring("AS (readfile(name)) STORED"), 4, {"river", "R2", "readfile"});
  EXPECT_EQ(sync_declaring("DEFAULT " + load).code, 0);
  EXPECT_EQ(in_merged("SELECT name FROM river WHERE id = 'R2'"), "new");
  EXPECT_EQ(in_merged("SELECT evil IS NULL FROM river WHERE id = 'R7'"), "1");
}

TEST_F(StrangeData, ACheckThatForbidsWhatTheReferenceHolds) {
  execute("local", "ALTER TABLE river ADD COLUMN depth INTEGER CHECK (depth < 10)");
  execute("ancestor", "ALTER TABLE river ADD COLUMN depth INTEGER");
  execute("reference",
          "ALTER TABLE river ADD COLUMN depth INTEGER;"
          "UPDATE river SET depth = 50 WHERE id = 'R2'");
  expect_refused(run_sync(), 4, {"river", "depth"});
}

}  // namespace
}  // namespace bdf::tests
