// SPDX-License-Identifier: MIT
#include "io/source.h"

#include <ogr_spatialref.h>

#include <cstdlib>

#include "base/error.h"
#include "io/crs.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

namespace fs = std::filesystem;

class SourceTest : public IoTest {
 protected:
  Source open(const std::string& text, const SourceOptions& options = {}) {
    return open_source(parse_source(text), options, file(""), "staged");
  }
  std::string refusal(const std::string& text, const SourceOptions& options = {}) {
    return message_of<InputError>([&] { (void)open(text, options); });
  }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(file(name)) << text;
    return file(name).string();
  }
  /// The rivers, with every type of column that a format may carry, as another format.
  std::string rivers_as(const std::string& name) {
    if (!fs::exists(file("rivers.gpkg"))) create_rivers(file("rivers.gpkg"), 20);
    const auto command = fmt::format("ogr2ogr {} {} troncon 2>&1", file(name).string(),
                                     file("rivers.gpkg").string());
    EXPECT_EQ(0, std::system(command.c_str()));
    return file(name).string();
  }
};

FeatureTable read(const Source& source) {
  auto database = Database::open_input(source.geopackage);
  const auto catalog = read_catalog(database);
  EXPECT_FALSE(catalog.layers.empty());
  return read_all_features(database, catalog.layers.at(0));
}

void expect_in(const std::string& message, const std::string& part) {
  EXPECT_NE(std::string::npos, message.find(part)) << message;
}

TEST_F(SourceTest, NamesAreSplitAtTheLastDoubleColon) {
  EXPECT_EQ("a.gpkg", parse_source("a.gpkg").path);
  EXPECT_EQ("", parse_source("a.gpkg").layer);
  EXPECT_EQ("troncon", parse_source("a.gpkg::troncon").layer);
  EXPECT_EQ("a::b.gpkg", parse_source("a::b.gpkg::troncon").path);
  const auto odd = write("a::b", "x");
  EXPECT_EQ(odd, parse_source(odd).path);
  EXPECT_EQ("PG:dbname=x", parse_source("PG:dbname=x::eau").path);
}

TEST_F(SourceTest, BothWaysGiveTheSameContent) {
  for (const char* name : {"rivers.fgb", "rivers.shp", "rivers.geojsonl", "rivers.geojson"}) {
    SCOPED_TRACE(name);
    const auto path = rivers_as(name);
    const bool geographic = path.ends_with(".geojsonl");
    fs::remove(file("staged.gpkg"));
    const auto source = open(path);
    EXPECT_TRUE(source.staged);
    const auto direct = read({file("rivers.gpkg"), "", false});
    const auto staged = read(source);
    ASSERT_EQ(direct.size(), staged.size());
    ASSERT_EQ(3u, staged.columns.size());
    EXPECT_EQ(geographic ? 4326 : 2154, staged.schema.crs.code);
    EXPECT_EQ("LINESTRING", staged.schema.geometry_type);
    for (std::size_t row = 0; row < direct.size(); ++row) {
      // A FlatGeobuf file has its own order.
      const auto same =
          static_cast<std::size_t>(std::get<std::int64_t>(staged.columns[2][row])) - 1;
      for (std::size_t column = 0; column < 3; ++column)
        EXPECT_EQ(direct.columns[column][same], staged.columns[column][row]);
      if (!geographic) {
        EXPECT_EQ(direct.geometries[same], staged.geometries[row]);
      }
    }
  }
}

TEST_F(SourceTest, EveryTypeComesAsTheGeopackageHasIt) {
  const auto path = write("types.geojson", R"({"type":"FeatureCollection","features":[
    {"type":"Feature","id":7,"geometry":{"type":"Point","coordinates":[1,2,3]},"properties":
     {"fid":"own","Geom":"text","a":true,"A":[1,2],"big":9007199254740993,"real":1.5,
      "when":"2024-05-01T10:00:00.250+02:00","day":"2024-05-01","text":"é","list":["x","y"]}},
    {"type":"Feature","id":3,"geometry":null,"properties":{"real":null}}]})");
  const auto table = read(open(path));
  const auto value = [&](const char* name, std::size_t row) {
    return table.columns[table.schema.find(name).value()][row];
  };
  EXPECT_EQ("ogc_fid", table.schema.primary_key);
  EXPECT_EQ("geom_1", table.schema.geometry_column);
  EXPECT_EQ((std::vector<std::int64_t>{3, 7}), table.fids);
  EXPECT_EQ(ValueView("own"), value("fid", 1));
  EXPECT_EQ(ValueView(std::int64_t{1}), value("a", 1));
  EXPECT_EQ(ValueView("[ 1, 2 ]"), value("A_1", 1));
  EXPECT_EQ(ValueView(std::int64_t{9007199254740993}), value("big", 1));
  EXPECT_EQ(ValueView("2024-05-01T08:00:00.250Z"), value("when", 1));
  EXPECT_EQ(ValueView("2024-05-01"), value("day", 1));
  EXPECT_EQ(ValueView("[ \"x\", \"y\" ]"), value("list", 1));
  EXPECT_EQ(ColumnType::boolean, table.schema.columns[table.schema.find("a").value()].type);
  EXPECT_EQ(ValueView(Null{}), value("real", 0));
  EXPECT_EQ(ValueView(Null{}), table.geometries[0]);
}

TEST_F(SourceTest, TimesAreWrittenAsGdalWritesThem) {
  create_rivers(file("rivers.gpkg"), 1);
  PlainSqlite(file("rivers.gpkg"))
      .run(
          "ALTER TABLE troncon ADD COLUMN at DATETIME;"
          "UPDATE troncon SET at = '2024-05-01T10:00:00.250Z'");
  const auto table = read(open(rivers_as("rivers.fgb")));
  EXPECT_EQ(ValueView("2024-05-01T10:00:00.250Z"), table.columns[3][0]);
}

TEST_F(SourceTest, AGeopackageIsUsedAsItIs) {
  create_rivers(file("a.gpkg"), 1);
  const auto source = open(file("a.gpkg").string() + "::TRONCON");
  EXPECT_FALSE(source.staged);
  EXPECT_EQ(file("a.gpkg"), source.geopackage);
  expect_in(refusal(file("a.gpkg").string() + "::lac"), "troncon");
}

TEST_F(SourceTest, RefusalsSayWhatIsWrong) {
  expect_in(refusal(file("none.shp")), "no such file");
  expect_in(refusal("/vsicurl/http://example.org/a.gpkg"), "remote");
  expect_in(refusal("https://example.org/a.geojson"), "remote");
  expect_in(refusal(write("a.csv", "x,y\n1,2\n")), "cannot be opened");
  expect_in(refusal(write("a.vrt", "<OGRVRTDataSource></OGRVRTDataSource>")), "cannot be opened");
  expect_in(refusal(write("a.gpkg", "no database at all, and over a hundred bytes?")),
            "not an SQLite database");
  PlainSqlite(file("a.sqlite")).run("CREATE TABLE t (x)");
  expect_in(refusal(file("a.sqlite")), "no GeoPackage");
  expect_in(refusal(rivers_as("rivers.fgb") + "::lac"), "rivers");
}

TEST_F(SourceTest, AShapefileNeedsItsParts) {
  const auto path = rivers_as("rivers.shp");
  fs::remove(file("rivers.shx"));
  expect_in(refusal(path), ".shx");
}

TEST_F(SourceTest, BrokenFilesAreErrors) {
  expect_in(refusal(write("a.geojson", R"({"type":"FeatureCollection","features":[{"type":)")),
            "a.geojson");
  const auto path = rivers_as("rivers.fgb");
  fs::resize_file(path, fs::file_size(path) - 200);
  expect_in(refusal(path), "rivers.fgb");
}

TEST_F(SourceTest, AMissingReferenceSystemIsAskedFor) {
  const auto path = rivers_as("rivers.shp");
  fs::remove(file("rivers.prj"));
  expect_in(refusal(path), "--crs");
  fs::remove(file("staged.gpkg"));
  SourceOptions options;
  options.crs = "EPSG:2154";
  EXPECT_EQ(2154, read(open(path, options)).schema.crs.code);
}

TEST_F(SourceTest, EncodingIsForTextThatDoesNotSayItsOwn) {
  auto path = rivers_as("rivers.shp");
  fs::remove(file("rivers.cpg"));
  std::fstream table(file("rivers.dbf"), std::ios::in | std::ios::out | std::ios::binary);
  table.seekp(29);
  table.put('\0');
  table.seekp(32 * 4 + 2);  // after the header of three fields and the deletion mark
  table.put('\xe9');
  table.close();
  SourceOptions options;
  options.encoding = "ISO-8859-2";
  EXPECT_EQ(ValueView("\u00e91"), read(open(path, options)).columns[0][0]);
  fs::remove(file("staged.gpkg"));
  options.encoding = "CP866";
  EXPECT_EQ(ValueView("\u04491"), read(open(path, options)).columns[0][0]);
}

TEST_F(SourceTest, PasswordsAreNotShown) {
  for (const char* name : {"PG:host=127.0.0.1 port=1 password=hunter2 dbname=x",
                           "PG:host=127.0.0.1 port=1 password = 'hunter2 \\' x'",
                           "postgresql://user:hunter2@127.0.0.1:1/x"})
    EXPECT_EQ(std::string::npos, refusal(name).find("hunter2")) << refusal(name);
}

TEST(ReferenceSystem, IsNamedAndCompared) {
  const auto lambert = crs_named("EPSG:2154");
  EXPECT_EQ("EPSG", lambert.organization);
  EXPECT_EQ(2154, lambert.code);
  EXPECT_THROW((void)crs_named("EPSG:99999999"), UsageError);
  EXPECT_THROW((void)crs_named("/etc/passwd"), UsageError);
  EXPECT_TRUE(same_crs(lambert, {9, "epsg", 2154, ""}));
  EXPECT_TRUE(same_crs(lambert, {9, "NONE", 100000, lambert.definition}));
  EXPECT_FALSE(same_crs(lambert, crs_named("EPSG:4326")));
  EXPECT_FALSE(same_crs({}, {}));
  EXPECT_TRUE(same_crs(crs_named("EPSG:4326"), crs_named("OGC:CRS84")));
}

TEST(ReferenceSystem, IsRecognisedWithoutItsCode) {
  const auto from_prj = crs_named(
      "PROJCS[\"RGF93_Lambert_93\",GEOGCS[\"GCS_RGF93\",DATUM[\"D_RGF_1993\","
      "SPHEROID[\"GRS_1980\",6378137,298.257222101]],PRIMEM[\"Greenwich\",0],"
      "UNIT[\"Degree\",0.017453292519943295]],PROJECTION[\"Lambert_Conformal_Conic\"],"
      "PARAMETER[\"standard_parallel_1\",49],PARAMETER[\"standard_parallel_2\",44],"
      "PARAMETER[\"latitude_of_origin\",46.5],PARAMETER[\"central_meridian\",3],"
      "PARAMETER[\"false_easting\",700000],PARAMETER[\"false_northing\",6600000],"
      "UNIT[\"Meter\",1]]");
  EXPECT_TRUE(same_crs(from_prj, crs_named("EPSG:2154")));
  EXPECT_EQ(2154, from_prj.code);
  EXPECT_EQ(2154, crs_named("IGNF:LAMB93").code);
  EXPECT_EQ("NONE", crs_named("+proj=lcc +lat_0=46 +lon_0=3.5 +lat_1=44 +lat_2=49").organization);
}

TEST(ReferenceSystem, IsRecognisedInEsrisWords) {
  for (const int code : {2154, 2972, 2975, 3945, 4326, 4467, 4471, 4559, 5490, 27572, 32620}) {
    OGRSpatialReference system;
    ASSERT_EQ(OGRERR_NONE, system.importFromEPSG(code));
    const char* const options[] = {"FORMAT=WKT1_ESRI", nullptr};
    char* wkt = nullptr;
    ASSERT_EQ(OGRERR_NONE, system.exportToWkt(&wkt, options));
    EXPECT_EQ(std::string(wkt).find("AUTHORITY"), std::string::npos);
    EXPECT_EQ(code, crs_named(wkt).code) << wkt;
    CPLFree(wkt);
  }
}

TEST(ReferenceSystem, IsNamedForPeople) {
  EXPECT_EQ(name_of({1, "EPSG", 2154, ""}), "EPSG:2154");
  EXPECT_EQ(name_of({1, "NONE", 0, "PROJCS[\"My system\",GEOGCS[\"x\"]]"}), "My system");
  EXPECT_TRUE(is_projected_in_metres(crs_named("EPSG:2154")));
  EXPECT_FALSE(is_projected_in_metres(crs_named("EPSG:4326")));
  EXPECT_FALSE(is_projected_in_metres(crs_named("EPSG:2263"))) << "feet";
  EXPECT_FALSE(is_projected_in_metres({}));
}

TEST(ReferenceSystem, IsCompletedOnlyWhereItIsMissing) {
  auto schema = river_schema();
  complete_crs(schema, "", "a.gpkg");
  EXPECT_EQ(2154, schema.crs.code);
  schema.crs = {-1, "NONE", -1, "undefined"};
  expect_in(message_of<InputError>([&] { complete_crs(schema, "", "a.gpkg"); }), "--crs");
  complete_crs(schema, "EPSG:2975", "a.gpkg");
  EXPECT_EQ(2975, schema.crs.code);
  EXPECT_EQ(-1, schema.crs.srs_id);
  schema.geometry_column = "";
  schema.crs = {};
  complete_crs(schema, "", "a.gpkg");
}

TEST(WithoutPassword, NothingOfItIsLeft) {
  const std::pair<const char*, const char*> addresses[] = {
      {"postgresql://me:geheim@host/db", "postgresql://me@host/db"},
      {"postgresql://me:ge@heim@host/db", "postgresql://me@host/db"},
      {"postgresql://me:ge/heim@host/db", "postgresql://me@host/db"},
      {"postgresql://me:ge?heim@host/db", "postgresql://me@host/db"},
      {"POSTGRESQL://me:geheim@host/db", "POSTGRESQL://me@host/db"},
      {"postgresql://host/db?password=geheim&user=me", "postgresql://host/db?user=me"},
      {"postgresql://host/db?user=me&p%61ssword=geheim", "postgresql://host/db?user=me"},
      {"PG:host=h password=geheim dbname=d", "PG:host=h dbname=d"},
      {"PG:host=h password=ge&heim dbname=d", "PG:host=h dbname=d"},
      {"PG:host=h password=ge\\ heim dbname=d", "PG:host=h dbname=d"},
      {"PG:host=h password='ge heim' dbname=d", "PG:host=h dbname=d"},
      {"host=h PASSWORD = geheim", "host=h"},
      {"PG:password=geheim", "PG:"}};
  for (const auto& [address, expected] : addresses) EXPECT_EQ(without_password(address), expected);
  for (const auto* plain : {"a file.gpkg", "postgresql://me@host:5432/db?connect_timeout=3",
                            "PG:service=base", "C:/passwords/file.gpkg"})
    EXPECT_EQ(without_password(plain), plain);
}

}  // namespace
}  // namespace bdf::io
