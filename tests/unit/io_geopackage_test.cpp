// SPDX-License-Identifier: MIT
#include "io/geopackage.h"

#include "base/error.h"
#include "io_fixture.h"

namespace bdf::io {
namespace {

using GeopackageTest = IoTest;

TEST_F(GeopackageTest, CreatedLayerIsReadBackAsDeclared) {
  const auto created = create_rivers(file("a.gpkg"), 3);
  auto database = Database::open_input(file("a.gpkg"));
  const auto catalog = read_catalog(database);
  ASSERT_EQ(1u, catalog.layers.size());
  const auto& layer = catalog.layers[0];
  EXPECT_EQ("troncon", layer.layer);
  EXPECT_EQ("fid", layer.primary_key);
  EXPECT_EQ("geom", layer.geometry_column);
  EXPECT_EQ("LINESTRING", layer.geometry_type);
  EXPECT_EQ(2154, layer.crs.code);
  EXPECT_EQ("EPSG", layer.crs.organization);
  EXPECT_EQ(created.columns, layer.columns);
  EXPECT_NE(nullptr, catalog.find("TRONCON"));
  EXPECT_EQ(nullptr, catalog.find("zone"));
  EXPECT_TRUE(catalog.other_tables.empty());
}

TEST_F(GeopackageTest, ExtentAndTimeOfAFinishedLayer) {
  create_rivers(file("a.gpkg"), 3);
  auto database = Database::open_input(file("a.gpkg"));
  auto row =
      database.prepare("SELECT min_x, min_y, max_x, max_y, last_change, srs_id FROM gpkg_contents");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(ValueView(0.0), row.column(0));
  EXPECT_EQ(ValueView(10.0), row.column(1));
  EXPECT_EQ(ValueView(9.0), row.column(2));
  EXPECT_EQ(ValueView(30.0), row.column(3));
  EXPECT_EQ("2026-11-24T01:09:08.000Z", row.text(4));
  EXPECT_EQ(2154, row.integer(5));
}

TEST_F(GeopackageTest, HostileNamesAreOnlyNames) {
  Schema schema;
  schema.layer = "x\"; DROP TABLE gpkg_contents; --";
  schema.primary_key = "select";
  schema.geometry_column = "gé'o\"m";
  schema.columns = {{"", ColumnType::text, "TEXT"},
                    {"from", ColumnType::integer, "INTEGER"},
                    {"a b", ColumnType::text, "TEXT); DROP TABLE gpkg_contents; --"},
                    {"é", ColumnType::real, "REAL PRIMARY KEY"}};
  {
    auto database = Database::open_output(file("a.gpkg"));
    create_geopackage(database);
    schema = create_layer(database, schema);
    create_spatial_index(database, schema);
    FeatureWriter writer(database, schema, names_of(schema));
    const auto wkb = line_wkb({1, 2, 3, 4});
    const std::vector<ValueView> values{"v", std::int64_t{7}, Null{}, 1.5};
    EXPECT_EQ(12, writer.add(12, values, BlobView{wkb}));
    finish_layer(database, schema, "2026-11-24T01:09:08Z");
  }
  auto database = Database::open_input(file("a.gpkg"));
  const auto catalog = read_catalog(database);
  ASSERT_EQ(1u, catalog.layers.size());
  EXPECT_EQ(schema.layer, catalog.layers[0].layer);
  ASSERT_EQ(4u, catalog.layers[0].columns.size());
  EXPECT_EQ("TEXT", catalog.layers[0].columns[2].declared);
  EXPECT_EQ("REAL", catalog.layers[0].columns[3].declared);
  EXPECT_TRUE(catalog.unknown_triggers.empty());
  const auto features = read_all_features(database, catalog.layers[0]);
  EXPECT_EQ(ValueView("v"), features.columns[0][0]);
  EXPECT_EQ(1u, scan(file("a.gpkg"), plan_of(catalog.layers[0], {"from"}), 1).size());
}

TEST_F(GeopackageTest, EveryStorageClassIsKept) {
  create_rivers(file("a.gpkg"), 0);
  const std::string microseconds = "2024-05-01T10:00:00.123456+02:00";
  const std::string not_utf8 = "\xff\xfe";
  {
    auto database = Database::open_output(file("a.gpkg"));
    const auto schema = read_catalog(database).layers[0];
    FeatureWriter writer(database, schema, names_of(schema));
    writer.add(1, std::vector<ValueView>{BlobView{"\x01\x02"}, "wide", 7.5}, Null{});
    writer.add(2, std::vector<ValueView>{microseconds, Null{}, "x"}, "no geometry");
    writer.add(3, std::vector<ValueView>{not_utf8, 1.5, std::int64_t{3}}, BlobView{"GPnonsense"});
  }
  auto database = Database::open_input(file("a.gpkg"));
  const auto table = read_all_features(database, read_catalog(database).layers[0]);
  EXPECT_EQ(ValueView(BlobView{"\x01\x02"}), table.columns[0][0]);
  EXPECT_EQ(ValueView("wide"), table.columns[1][0]);
  EXPECT_EQ(ValueView(7.5), table.columns[2][0]);
  EXPECT_EQ(ValueView(microseconds), table.columns[0][1]);
  EXPECT_EQ(ValueView("x"), table.columns[2][1]);
  EXPECT_EQ(ValueView(not_utf8), table.columns[0][2]);
  EXPECT_EQ(ValueView(Null{}), table.geometries[0]);
  EXPECT_EQ(ValueView("no geometry"), table.geometries[1]);
  EXPECT_EQ(ValueView(BlobView{"GPnonsense"}), table.geometries[2]);
}

TEST_F(GeopackageTest, FeaturesByFid) {
  create_rivers(file("a.gpkg"), 9);
  auto database = Database::open_input(file("a.gpkg"));
  const auto schema = read_catalog(database).layers[0];
  const std::vector<std::int64_t> fids{7, 2};
  const auto table = read_features(database, schema, fids);
  ASSERT_EQ(2u, table.size());
  EXPECT_EQ(ValueView("T7"), table.columns[0][0]);
  EXPECT_EQ(ValueView("T2"), table.columns[0][1]);
  EXPECT_EQ(ValueView(BlobView{line_wkb({0, 20, 5, 20, 9, 20})}), table.geometries[1]);
  const std::vector<std::int64_t> unknown{70};
  const auto message =
      message_of<InputError>([&] { (void)read_features(database, schema, unknown); });
  EXPECT_NE(std::string::npos, message.find("70"));
}

TEST_F(GeopackageTest, TablesWithNoIntegerKeyAreReadByRowid) {
  create_rivers(file("a.gpkg"), 0);
  PlainSqlite other(file("a.gpkg"));
  other.run(
      "CREATE TABLE lake (code TEXT PRIMARY KEY, rowid TEXT, n INT GENERATED ALWAYS AS (1), odd, "
      "price DECIMAL(5,2), label VARCHAR(9));"
      "INSERT INTO lake (code, rowid) VALUES ('a', 'r');"
      "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('lake', 'features')");
  auto database = Database::open_input(file("a.gpkg"));
  const auto catalog = read_catalog(database);
  const auto& lake = *catalog.find("lake");
  EXPECT_EQ("_rowid_", lake.primary_key);
  EXPECT_EQ((std::vector<std::string>{"code", "rowid", "odd", "price", "label"}), names_of(lake));
  EXPECT_EQ(ColumnType::text, lake.columns[2].type);
  EXPECT_EQ(ColumnType::real, lake.columns[3].type);
  EXPECT_EQ(ColumnType::text, lake.columns[4].type);
  EXPECT_EQ(1, read_all_features(database, lake).fids[0]);
}

TEST_F(GeopackageTest, BrokenDeclarationsAreNamed) {
  create_rivers(file("a.gpkg"), 0);
  std::filesystem::copy(file("a.gpkg"), file("b.gpkg"));
  PlainSqlite(file("a.gpkg"))
      .run(
          "CREATE TABLE lake (code TEXT PRIMARY KEY) WITHOUT ROWID;"
          "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('lake', 'features')");
  PlainSqlite(file("b.gpkg")).run("UPDATE gpkg_geometry_columns SET column_name = 'shape'");
  for (const auto& [name, culprit] : {std::pair("a.gpkg", "lake"), std::pair("b.gpkg", "shape")}) {
    auto database = Database::open_input(file(name));
    const auto message = message_of<InputError>([&] { (void)read_catalog(database); });
    EXPECT_NE(std::string::npos, message.find(culprit)) << message;
    EXPECT_NE(std::string::npos, message.find(name)) << message;
  }
}

TEST_F(GeopackageTest, TriggersAndViewsNeitherRunNorStay) {
  auto schema = create_rivers(file("a.gpkg"), 2);
  {
    auto database = Database::open_output(file("a.gpkg"));
    create_spatial_index(database, schema);
  }
  PlainSqlite(file("a.gpkg"))
      .run(
          "CREATE VIEW v AS SELECT * FROM troncon;"
          "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('v', 'features');"
          "CREATE TABLE log (x);"
          "CREATE TRIGGER spy AFTER INSERT ON troncon BEGIN INSERT INTO log VALUES (1); END;"
          "CREATE TRIGGER rtree_troncon_geom_update3 AFTER UPDATE ON log BEGIN SELECT 1; END;"
          "CREATE TRIGGER trigger_insert_feature_count_troncon AFTER INSERT ON troncon "
          "BEGIN SELECT 1; END");
  auto database = Database::open_output(file("a.gpkg"));
  const auto catalog = read_catalog(database);
  EXPECT_EQ((std::vector<std::string>{"rtree_troncon_geom_update3", "spy"}),
            catalog.unknown_triggers);
  EXPECT_EQ(std::vector<std::string>{"v"}, catalog.views);
  EXPECT_EQ(std::vector<std::string>{"log"}, catalog.other_tables);
  EXPECT_EQ(1u, catalog.layers.size());
  FeatureWriter writer(database, schema, {});
  writer.add(50, {}, Null{});
  EXPECT_FALSE(database.prepare("SELECT 1 FROM log").step());
  EXPECT_THROW((void)database.prepare("SELECT * FROM v").step(), StoreError);
  EXPECT_EQ(3u, drop_unknown_triggers_and_views(database).size());
  const auto clean = read_catalog(database);
  EXPECT_TRUE(clean.unknown_triggers.empty());
  EXPECT_TRUE(clean.views.empty());
  EXPECT_FALSE(database.prepare("SELECT 1 FROM gpkg_contents WHERE table_name = 'v'").step());
}

TEST_F(GeopackageTest, ReferenceSystemsKeepTheirNumberWhereItIsFree) {
  auto database = Database::open_output(file("a.gpkg"));
  create_geopackage(database);
  auto schema = river_schema();
  EXPECT_EQ(2154, create_layer(database, schema).crs.srs_id);
  schema.layer = "same";
  schema.crs.srs_id = 9;
  EXPECT_EQ(2154, create_layer(database, schema).crs.srs_id);
  schema.layer = "other";
  schema.crs = {2154, "IGNF", 7, "PROJCS"};
  EXPECT_EQ(7, create_layer(database, schema).crs.srs_id);
  schema.layer = "undefined";
  schema.crs = {-1, "NONE", -1, "undefined"};
  EXPECT_EQ(-1, create_layer(database, schema).crs.srs_id);
  schema.layer = "private";
  schema.crs = {0, "NONE", 0, "LOCAL_CS"};
  EXPECT_LT(0, create_layer(database, schema).crs.srs_id);
}

TEST_F(GeopackageTest, PrimaryKeysAndAttributeTablesAreMadeUp) {
  auto database = Database::open_output(file("a.gpkg"));
  create_geopackage(database);
  Schema schema;
  schema.layer = "list";
  schema.columns = {{"FID", ColumnType::text, ""}, {"ogc_fid", ColumnType::boolean, ""}};
  const auto first = std::vector<Column>{{"bdf_op", ColumnType::text, "TEXT"}};
  const auto created = create_layer(database, schema, first);
  EXPECT_EQ("ogc_fid_1", created.primary_key);
  EXPECT_EQ((std::vector<std::string>{"bdf_op", "FID", "ogc_fid"}), names_of(created));
  const auto catalog = read_catalog(database);
  EXPECT_TRUE(catalog.layers.empty());
  EXPECT_EQ(std::vector<std::string>{"list"}, catalog.other_tables);
}

TEST_F(GeopackageTest, AnSqliteDatabaseNeedNotBeAGeopackage) {
  PlainSqlite(file("a.sqlite")).run("CREATE TABLE t (x)");
  auto database = Database::open_input(file("a.sqlite"));
  const auto message = message_of<InputError>([&] { (void)read_catalog(database); });
  EXPECT_NE(std::string::npos, message.find("no GeoPackage")) << message;
}

TEST(GeometryBlob, WrapsAndUnwraps) {
  const auto wkb = line_wkb({3, 4, 1, 2});
  const auto blob = geometry_blob(wkb, 2154);
  EXPECT_EQ(8 + 32 + wkb.size(), blob.size());
  EXPECT_EQ(little_endian(1) + little_endian(3) + little_endian(2) + little_endian(4),
            blob.substr(8, 32));
  EXPECT_EQ(wkb, wkb_of_blob(blob));
  const auto point = std::string("\x01\x01\0\0\0", 5) + little_endian(1) + little_endian(2);
  EXPECT_EQ(8 + point.size(), geometry_blob(point, 0).size());
  EXPECT_EQ(std::nullopt, wkb_of_blob("GP"));
  EXPECT_EQ(std::nullopt, wkb_of_blob(wkb));
  EXPECT_EQ(std::nullopt, wkb_of_blob(std::string_view("GP\0\x03\0\0\0\0", 8)));
}

TEST(Names, AreQuoted) {
  EXPECT_EQ("\"a\"\"b\"", sql_name("a\"b"));
  EXPECT_EQ("\"\"", sql_name(""));
}

}  // namespace
}  // namespace bdf::io
