// SPDX-License-Identifier: MIT
// Shapefiles as they come: cut short, without their encoding, with what they cannot say.
#include "io/shapefile.h"

#include <cstdlib>

#include "base/error.h"
#include "geometry/wkb.h"
#include "io/source.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* some_rows =
    "id,nom,rang,jour,bool,WKT\n"
    "R1,Isère,1,2024-05-01,Oui,\"LINESTRING (0 0,10 0)\"\n"
    "R2,Drac,2,,Non,\"LINESTRING (0 10,10 10)\"\n"
    "R3,Guiers,3,2024-05-03,,\"LINESTRING (0 20,10 20)\"\n";

class ShapefileTest : public IoTest {
 protected:
  /// t.shp of the rows as ogr2ogr writes it.
  std::string write(const std::string& rows = some_rows, const std::string& encoding = "ISO-8859-1",
                    const std::string& more = "") {
    std::ofstream(file("t.csv")) << rows;
    std::ofstream(file("t.csvt"))
        << R"csv("String(8)","String(12)","Integer(3)","Date","String(3)","String")csv";
    const auto command = fmt::format(
        "ogr2ogr -q -overwrite {0}/t.shp {0}/t.csv -a_srs EPSG:2154 -lco ENCODING={1} {2} "
        "-sql 'SELECT id,nom,rang,jour,bool FROM t'",
        file("").string(), encoding, more);
    fs::remove(file("t.shp"));
    EXPECT_EQ(0, std::system(command.c_str()));
    return file("t.shp").string();
  }
  Source open(const std::string& path, const std::string& encoding = "") {
    fs::remove(file("staged.gpkg"));
    SourceOptions options;
    options.encoding = encoding;
    return open_source(parse_source(path), options, file(""), "staged");
  }
  FeatureTable read(const std::string& path, const std::string& encoding = "") {
    auto database = Database::open_input(open(path, encoding).geopackage);
    return read_all_features(database, read_catalog(database).layers.at(0));
  }
  void expect_refused(const std::string& path, const std::vector<std::string>& words,
                      const std::string& encoding = "") {
    const auto message = message_of<InputError>([&] { (void)open(path, encoding); });
    for (const auto& word : words) EXPECT_NE(message.find(word), std::string::npos) << message;
  }
  /// As an older program leaves it: without .cpg, with that language driver.
  void forget_encoding(char language) {
    fs::remove(file("t.cpg"));
    overwrite("t.dbf", 29, std::string(1, language));
  }
  void overwrite(const std::string& name, std::streamoff at, const std::string& bytes) {
    std::fstream part(file(name), std::ios::in | std::ios::out | std::ios::binary);
    part.seekp(at);
    part << bytes;
  }
  void cut(const std::string& name, std::uintmax_t bytes) { fs::resize_file(file(name), bytes); }
  /// Where that text stands in the .dbf file.
  std::streamoff place_of(const std::string& text) {
    std::ifstream part(file("t.dbf"), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(part), {});
    return static_cast<std::streamoff>(bytes.find(text));
  }
};

TEST_F(ShapefileTest, IsReadAsItIs) {
  const auto table = read(write());
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table.columns[1][0], ValueView("Isère"));
  EXPECT_EQ(table.columns[3][0], ValueView("2024-05-01"));
  EXPECT_EQ(table.columns[3][1], ValueView(Null{})) << "00000000";
  EXPECT_EQ(table.columns[4][0], ValueView("Oui")) << "a text, not a boolean";
  EXPECT_EQ(table.columns[4][2], ValueView(Null{}));
  EXPECT_TRUE(open(file("t.shp")).findings.empty());
}

TEST_F(ShapefileTest, ATableCutShortIsRefused) {
  const auto path = write();
  const auto whole = fs::file_size(file("t.dbf"));
  for (const std::uintmax_t bytes : {whole - 40, std::uintmax_t{200}}) {
    cut("t.dbf", bytes);
    expect_refused(path, {"t.dbf", "3 records"});
  }
  for (const std::uintmax_t bytes : {100U, 20U, 0U}) {
    cut("t.dbf", bytes);
    expect_refused(path, {"t.dbf", "header"});
  }
}

TEST_F(ShapefileTest, FewerRecordsThanShapesAreRefused) {
  const auto path = write();
  overwrite("t.dbf", 4, "\x02");
  expect_refused(path, {"t.shp", "3 shapes", "2 records"});
}

TEST_F(ShapefileTest, OtherPartsCutShortAreRefused) {
  const auto path = write();
  const auto whole = fs::file_size(file("t.shx"));
  cut("t.shx", whole - 4);
  expect_refused(path, {"t.shx", "cut short"});
  cut("t.shx", 50);
  expect_refused(path, {"t.shx", "header"});
  fs::remove(file("t.shx"));
  expect_refused(path, {"t.shp", ".shx", "missing"});
  write();
  cut("t.shp", fs::file_size(file("t.shp")) - 8);
  expect_refused(path, {"t.shp", "cut short"});
  cut("t.shp", 0);
  expect_refused(path, {"t.shp", "header"});
}

TEST_F(ShapefileTest, AFolderIsNone) { expect_refused(file(""), {"folder"}); }

TEST_F(ShapefileTest, TextOfAnUnknownEncodingIsAskedFor) {
  const auto path = write();
  forget_encoding('\0');
  expect_refused(path, {"t.shp", "column nom", "--encoding ISO-8859-1"});
  EXPECT_EQ(read(path, "ISO-8859-1").columns[1][0], ValueView("Isère"));
  expect_refused(path, {"UTF-8", "--encoding says"}, "UTF-8");
}

TEST_F(ShapefileTest, Utf8ThatDoesNotSaySoIsRecognised) {
  const auto path = write(some_rows, "UTF-8");
  for (const char language : {'\0', '\x57'}) {
    forget_encoding(language);
    EXPECT_EQ(read(path).columns[1][0], ValueView("Isère"));
    EXPECT_TRUE(open(path).findings.empty());
  }
}

TEST_F(ShapefileTest, AnsiIsReadAsInWesternEurope) {
  const auto path = write();
  forget_encoding('\x57');
  overwrite("t.dbf", place_of("Drac"), "c\x9cur");
  const auto table = read(path);
  EXPECT_EQ(table.columns[1][0], ValueView("Isère"));
  EXPECT_EQ(table.columns[1][1], ValueView("cœur"));
  const auto findings = open(path).findings;
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, "encoding_assumed");
  EXPECT_EQ(read(path, "ISO-8859-5").columns[1][0], ValueView("Isшre"));
}

TEST_F(ShapefileTest, AWrongCpgIsNoticed) {
  const auto path = write();
  std::ofstream(file("t.cpg")) << "UTF-8";
  expect_refused(path, {"column nom", ".cpg", "--encoding"});
}

TEST_F(ShapefileTest, ACharacterCutAtTheEndOfItsColumnIsLeftOut) {
  const auto path =
      write("id,nom,rang,jour,bool,WKT\nR1,elevenbytes,1,,,\"POINT (0 0)\"\n", "UTF-8");
  overwrite("t.dbf", place_of("elevenbytes"), "elevenbytes\xc3");
  EXPECT_EQ(read(path).columns[1][0], ValueView("elevenbytes"));
  forget_encoding('\x57');
  EXPECT_EQ(read(path).columns[1][0], ValueView("elevenbytes"));
}

/// GDAL and QGIS write a number that is none so, and IGN's own deliveries hold them.
TEST_F(ShapefileTest, StarsForANumberAreNone) {
  const auto path = write();
  overwrite("t.dbf", place_of("  1"), "***");
  EXPECT_EQ(read(path).columns[2][0], ValueView(Null{}));
  EXPECT_TRUE(open(path).findings.empty());
}

TEST_F(ShapefileTest, ADamagedRecordIsRefused) {
  const auto path = write();
  overwrite("t.dbf", place_of("R2") - 1, "R");
  expect_refused(path, {"t.dbf", "record 2 of 3"});
}

TEST_F(ShapefileTest, OtherProgramsMarksAndNumbersAreNoDamage) {
  const auto path = write();
  overwrite("t.dbf", place_of("R2") - 1, std::string(1, '\0'));
  overwrite("t.shp", 100, std::string(4, '\0'));
  EXPECT_EQ(read(path).size(), 3U);
}

TEST_F(ShapefileTest, ADamagedShapeIsRefused) {
  constexpr std::streamoff first = 100, of_a_line_of_two = 8 + 80;
  for (const std::streamoff at : {4, 8}) {
    const auto path = write();
    overwrite("t.shp", first + of_a_line_of_two + at, "\x7f\x7f\x7f\x7f");
    expect_refused(path, {"t.shp", "shape 2 of 3"});
  }
  const auto path = write();
  overwrite("t.shx", 100 + 16, "\x7f\x7f");
  expect_refused(path, {"t.shp", "shape 3 of 3"});
}

TEST_F(ShapefileTest, OnePartOfManyMakesThemAllMulti) {
  const auto table =
      read(write("id,nom,rang,jour,bool,WKT\n"
                 "R1,a,1,,,\"LINESTRING Z (0 0 5,10 0 6)\"\n"
                 "R2,b,2,,,\"MULTILINESTRING Z ((0 0 5,10 0 6),(0 9 5,10 9 6))\"\n"));
  EXPECT_EQ(table.schema.geometry_type, "MULTILINESTRING");
  EXPECT_EQ(table.schema.z, 1);
  for (std::size_t row = 0; row < 2; ++row)
    EXPECT_EQ(geometry::type_name_of_wkb(std::get<BlobView>(table.geometries[row]).bytes),
              "MULTILINESTRING Z");
}

TEST_F(ShapefileTest, PolygonsAreMultiWhereOneIs) {
  const std::string head = "id,nom,rang,jour,bool,WKT\nS1,a,1,,,\"POLYGON ((0 0,0 1,1 1,0 0))\"\n";
  EXPECT_EQ(read(write(head)).schema.geometry_type, "POLYGON");
  const auto table =
      read(write(head + "S2,b,2,,,\"MULTIPOLYGON (((0 0,0 1,1 1,0 0)),((5 5,5 6,6 6,5 5)))\"\n"
                        "S3,c,3,,,\"POLYGON EMPTY\"\n"));
  EXPECT_EQ(table.schema.geometry_type, "MULTIPOLYGON");
  EXPECT_EQ(geometry::type_name_of_wkb(std::get<BlobView>(table.geometries[0]).bytes),
            "MULTIPOLYGON");
  EXPECT_EQ(table.geometries[2], ValueView(Null{}));
}

TEST_F(ShapefileTest, MStaysOnlyWhereAShapeHasOne) {
  const std::string rows =
      "id,nom,rang,jour,bool,WKT\n"
      "R1,a,1,,,\"LINESTRING ZM (0 0 5 -2e38,10 0 6 -2e38)\"\n";
  auto table = read(write(rows, "UTF-8", "-lco SHPT=ARCZM"));
  EXPECT_EQ(table.schema.m, 0);
  EXPECT_EQ(geometry::type_name_of_wkb(std::get<BlobView>(table.geometries[0]).bytes),
            "LINESTRING Z");
  table = read(
      write(rows + "R2,b,2,,,\"LINESTRING ZM (0 0 5 1,10 0 6 2)\"\n", "UTF-8", "-lco SHPT=ARCZM"));
  EXPECT_EQ(table.schema.m, 1);
  EXPECT_EQ(geometry::type_name_of_wkb(std::get<BlobView>(table.geometries[1]).bytes),
            "LINESTRING ZM");
}

TEST_F(ShapefileTest, UpperCaseEndingsAndAccentedFoldersAreFine) {
  write();
  const auto folder = file("Département de l'Isère");
  fs::create_directory(folder);
  for (const auto& [lower, upper] : {std::pair(".shp", ".SHP"),
                                     {".shx", ".SHX"},
                                     {".dbf", ".DBF"},
                                     {".prj", ".PRJ"},
                                     {".cpg", ".CPG"}})
    fs::rename(file(std::string("t") + lower), folder / (std::string("TRONCON") + upper));
  const auto table = read(folder / "TRONCON.SHP");
  EXPECT_EQ(table.schema.layer, "TRONCON");
  EXPECT_EQ(table.schema.crs.code, 2154);
  EXPECT_EQ(table.columns[1][0], ValueView("Isère"));
}

}  // namespace
}  // namespace bdf::io
