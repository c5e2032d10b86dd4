// SPDX-License-Identifier: MIT
#include "io/changeset.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkt.h"
#include "io/change_rows.h"
#include "io/changeset_layout.h"
#include "io/json_value.h"
#include "table_definitions.h"

namespace bdf::io {
namespace {

constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

Blob wkb(const char* wkt) { return {geometry::wkb_from_wkt(wkt)}; }

/// Names that clash with ours, and one column of each type.
Schema river_schema() {
  Schema schema;
  schema.layer = "river";
  schema.primary_key = "fid";
  schema.geometry_column = "geom";
  schema.z = 2;
  schema.crs = {2154, "EPSG", 2154, "PROJCS[\"RGF93 / Lambert-93\"]"};
  schema.columns = {
      {"id", ColumnType::text, "TEXT(24)"},       {"geometry", ColumnType::text, "TEXT"},
      {"Bdf_Op", ColumnType::text, "TEXT"},       {"\\length", ColumnType::real, "REAL"},
      {"number", ColumnType::integer, "INTEGER"}, {"raw", ColumnType::blob, "BLOB"}};
  return schema;
}

struct Row {
  std::int64_t fid;
  std::vector<Value> values;
  Value geometry;
};

void push(FeatureTable& table, const Row& row) {
  table.fids.push_back(row.fid);
  for (std::size_t i = 0; i < row.values.size(); ++i)
    table.columns[i].push_back(view_of(row.values[i]));
  table.geometries.push_back(view_of(row.geometry));
}

Row row_at(const FeatureTable& table, std::size_t at) {
  Row row{table.fids[at], {}, to_value(table.geometries[at])};
  for (const auto& column : table.columns) row.values.push_back(to_value(column[at]));
  return row;
}

bool operator==(const Row& a, const Row& b) {
  return a.fid == b.fid && a.values == b.values && a.geometry == b.geometry;
}

Change change_of(Op op, std::string id, FeatureRef feature) {
  Change change;
  change.op = op;
  change.id = std::move(id);
  change.feature = feature;
  return change;
}

class ChangesetTest : public ::testing::Test {
 protected:
  ChangesetTest() {
    set_language("en");
    push(target_, {7, {"R1", "a", "b", 1.0, std::int64_t{5}, Blob{"\1\2"}}, wkb("POINT (1 2)")});
    push(target_, {least + 1, {"R2", Null{}, "", 0.1, greatest, Null{}}, Null{}});
    push(target_, {9, {"R4", "x\xff", Null{}, Null{}, least, "text"}, Blob{"no geometry"}});
    push(other_, {1, {"R3", std::int64_t{1}}, wkb("POINT Z (3 4 5)")});
    layer_ = {river_schema(), {"id"}, {updated(), removed(), inserted()}};
  }

  Change updated() const {
    auto change = change_of(Op::update, "R1", {&target_, 0});
    change.values = {{1, "a", Null{}, Status::offered},
                     {3, 1.0, 1e300, Status::proposed},
                     {4, std::int64_t{5}, greatest, Status::taken},
                     {5, Blob{"\1\2"}, "\xfftext", Status::taken}};
    change.geometry = GeometryChange{wkb("POINT (1 2)"), wkb("POINT (8 9)"), Status::offered};
    return change;
  }
  Change removed() const {
    auto change = change_of(Op::remove, "R2", {&target_, 1});
    change.status = Status::proposed;
    return change;
  }
  Change inserted() const {
    auto change = change_of(Op::insert, "R3", {&other_, 0});
    change.values = {{1, Null{}, "laid over", Status::offered}};
    change.status = Status::offered;
    change.fid = 40;
    return change;
  }

  static FeatureTable other_table() {
    auto schema = river_schema();
    schema.columns = {{"ID", ColumnType::text, "TEXT"}, {"private", ColumnType::integer, "INT"}};
    return empty_table(schema);
  }

  std::filesystem::path write(const std::string& name, const std::vector<LayerChanges>& layers) {
    write_changeset(folder_.file(name), head_, layers);
    return folder_.file(name);
  }

  tests::TestFolder folder_;
  FeatureTable target_ = empty_table(river_schema());
  FeatureTable other_ = other_table();
  LayerChanges layer_;
  const ChangesetHead head_{1,    "generic", "1",   "aa",      "2024-09",
                            "bb", "DDT 972", "972", "1,2,3,4", "2026-11-24T01:00:00Z",
                            ""};
};

void expect_same_change(const Change& a, const Change& b) {
  EXPECT_EQ(a.op, b.op) << a.id;
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.fid, b.fid) << a.id;
  EXPECT_EQ(a.status, b.status) << a.id;
  EXPECT_EQ(a.lineage_group, b.lineage_group) << a.id;
  ASSERT_EQ(a.values.size(), b.values.size()) << a.id;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    EXPECT_EQ(a.values[i].column, b.values[i].column) << a.id;
    EXPECT_EQ(a.values[i].before, b.values[i].before) << a.id;
    EXPECT_EQ(a.values[i].after, b.values[i].after) << a.id;
    EXPECT_EQ(a.values[i].status, b.values[i].status) << a.id;
  }
  ASSERT_EQ(a.geometry.has_value(), b.geometry.has_value()) << a.id;
  if (!a.geometry) return;
  EXPECT_EQ(a.geometry->before, b.geometry->before) << a.id;
  EXPECT_EQ(a.geometry->after, b.geometry->after) << a.id;
  EXPECT_EQ(a.geometry->status, b.geometry->status) << a.id;
}

/// The same changes, leaving the same rows, of the same features before.
void expect_same_layer(const LayerChanges& a, const LayerChanges& b) {
  EXPECT_EQ(a.target.layer, b.target.layer);
  EXPECT_EQ(a.target.primary_key, b.target.primary_key);
  EXPECT_EQ(a.target.geometry_column, b.target.geometry_column);
  EXPECT_EQ(a.target.z, b.target.z);
  EXPECT_EQ(a.target.crs.code, b.target.crs.code);
  EXPECT_EQ(a.target.columns, b.target.columns);
  EXPECT_EQ(a.key, b.key);
  const auto rows_a = materialised(a);
  const auto rows_b = materialised(b);
  ASSERT_EQ(a.changes.size(), b.changes.size());
  for (std::size_t i = 0; i < a.changes.size(); ++i) {
    expect_same_change(a.changes[i], b.changes[i]);
    EXPECT_TRUE(row_at(rows_a, i) == row_at(rows_b, i)) << a.changes[i].id;
    if (adds_feature(a.changes[i])) continue;
    EXPECT_TRUE(row_at(*a.changes[i].feature.table, a.changes[i].feature.row) ==
                row_at(*b.changes[i].feature.table, b.changes[i].feature.row))
        << a.changes[i].id;
  }
}

TEST_F(ChangesetTest, ReadsBackAsWritten) {
  const auto digest = write_changeset(folder_.file("c.gpkg"), head_, {layer_});
  const auto read = read_changeset(folder_.file("c.gpkg"));
  EXPECT_EQ(read.head.content_digest, digest);
  EXPECT_EQ(read.head.theme, "generic");
  EXPECT_EQ(read.head.base_digest, "bb");
  EXPECT_EQ(read.head.producer, "DDT 972");
  EXPECT_EQ(read.head.time, head_.time);
  ASSERT_EQ(read.layers.size(), 1u);
  expect_same_layer(layer_, read.layers[0]);
}

TEST_F(ChangesetTest, KeepsBytesThatAreNoGeometry) {
  layer_.changes = {change_of(Op::remove, "R4", {&target_, 2})};
  const auto read = read_changeset(write("c.gpkg", {layer_}));
  expect_same_layer(layer_, read.layers.at(0));
}

TEST_F(ChangesetTest, ALayerWithoutChangesIsKept) {
  layer_.changes.clear();
  const auto read = read_changeset(write("c.gpkg", {layer_}));
  ASSERT_EQ(read.layers.size(), 1u);
  expect_same_layer(layer_, read.layers[0]);
  EXPECT_TRUE(read_changeset(write("empty.gpkg", {})).layers.empty());
}

TEST_F(ChangesetTest, TheSameChangesGiveTheSameBytes) {
  EXPECT_EQ(tests::bytes_of(write("a.gpkg", {layer_})), tests::bytes_of(write("b.gpkg", {layer_})));
}

TEST_F(ChangesetTest, DigestDependsOnContentAndNotOnOrder) {
  auto other = layer_;
  other.target.layer = "bank";
  const auto digest = write_changeset(folder_.file("a.gpkg"), head_, {layer_, other});
  std::reverse(layer_.changes.begin(), layer_.changes.end());
  EXPECT_EQ(write_changeset(folder_.file("b.gpkg"), {}, {other, layer_}), digest);
  layer_.changes[0].values[0].status = Status::taken;
  EXPECT_NE(write_changeset(folder_.file("c.gpkg"), head_, {layer_, other}), digest);
}

TEST_F(ChangesetTest, WhatWasAlteredIsRefused) {
  const auto path = write("c.gpkg", {layer_});
  Database::open_output(path).execute("UPDATE river SET number = 6 WHERE bdf_id = 'R1'");
  EXPECT_THROW(static_cast<void>(read_changeset(path)), InputError);
}

TEST_F(ChangesetTest, WhatIsNoChangesetIsRefused) {
  const auto newer = write("newer.gpkg", {layer_});
  Database::open_output(newer).execute("UPDATE bdf_changeset SET format_version = 2");
  EXPECT_THROW(static_cast<void>(read_changeset(newer)), InputError);
  const auto bare = write("bare.gpkg", {layer_});
  Database::open_output(bare).execute("DROP TABLE bdf_changeset");
  EXPECT_THROW(static_cast<void>(read_changeset(bare)), InputError);
  EXPECT_THROW(static_cast<void>(read_changeset(folder_.file("none.gpkg"))), InputError);
  auto clashing = layer_;
  clashing.target.layer = "BDF_changeset";
  EXPECT_THROW(write("clash.gpkg", {clashing}), InputError);
}

/// Puts another bdf_changed into the update, under a digest that fits.
void forge(const std::filesystem::path& path, std::string_view changed) {
  auto database = Database::open_output(path);
  database.prepare("UPDATE river SET bdf_changed = ? WHERE bdf_id = 'R1'").bind(1, changed).run();
  const auto digest = content_digest(database);
  database.prepare("UPDATE bdf_changeset SET content_digest = ?").bind(1, digest).run();
}

TEST_F(ChangesetTest, BrokenJsonIsRefusedWithItsPlace) {
  const auto path = write("c.gpkg", {layer_});
  for (const char* text : {"{", "[]", R"({"nothing": "taken"})", R"({"number": "given"})"}) {
    forge(path, text);
    try {
      static_cast<void>(read_changeset(path));
      FAIL() << text;
    } catch (const InputError& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find("layer river, feature R1: "), std::string::npos) << message;
    }
  }
}

TEST_F(ChangesetTest, InvertsInsertionsDeletionsAndUpdates) {
  const auto read = read_changeset(write("c.gpkg", {layer_}));
  const auto back = inverted(read);
  const auto& changes = back.layers.at(0).changes;
  EXPECT_EQ(changes[0].op, Op::update);
  EXPECT_EQ(changes[0].values[1].before, Value(1e300));
  EXPECT_EQ(changes[0].values[1].after, Value(1.0));
  EXPECT_EQ(to_value(changes[0].feature.value(3)), Value(1e300));
  EXPECT_EQ(to_value(changes[0].feature.geometry()), Value(wkb("POINT (8 9)")));
  EXPECT_EQ(changes[1].op, Op::insert);
  EXPECT_EQ(changes[1].fid, least + 1);
  EXPECT_EQ(changes[2].op, Op::remove);
  EXPECT_EQ(changes[2].feature.fid(), 40);
  EXPECT_EQ(to_value(changes[2].feature.value(1)), Value("laid over"));
  EXPECT_TRUE(back.head.base_digest.empty());
}

TEST_F(ChangesetTest, InvertingTwiceGivesTheSameRows) {
  const auto read = read_changeset(write("c.gpkg", {layer_}));
  const auto twice = inverted(inverted(read));
  auto expected = read_changeset(folder_.file("c.gpkg"));
  expected.layers[0].changes[2].values.clear();  // laid over: only the result is kept
  const auto table = materialised(read.layers[0]);
  expected.layers[0].changes[2].feature = {&table, 2};
  expect_same_layer(expected.layers[0], twice.layers.at(0));
  write_changeset(folder_.file("twice.gpkg"), twice.head, twice.layers);
  expect_same_layer(twice.layers[0], read_changeset(folder_.file("twice.gpkg")).layers.at(0));
}

TEST_F(ChangesetTest, AnInsertionWithoutFidHasNoneWhenInverted) {
  layer_.changes[2].fid.reset();
  const auto back = inverted(read_changeset(write("c.gpkg", {layer_})));
  EXPECT_EQ(back.layers.at(0).changes[2].feature.fid(), no_fid);
  write_changeset(folder_.file("back.gpkg"), back.head, back.layers);
  const auto read = read_changeset(folder_.file("back.gpkg"));
  EXPECT_EQ(fid_in_target(read.layers.at(0).changes[2]), std::nullopt);
}

TEST_F(ChangesetTest, ASplitInvertsIntoAMergeAndBack) {
  layer_.changes = {
      change_of(Op::remove, "R1", {&target_, 0}), change_of(Op::split, "R2", {&target_, 1}),
      change_of(Op::split, "R4", {&target_, 2}), change_of(Op::insert, "R3", {&other_, 0})};
  for (int i = 0; i < 3; ++i) layer_.changes[static_cast<std::size_t>(i)].lineage_group = "g";
  const auto back = inverted(read_changeset(write("c.gpkg", {layer_})));
  std::vector<Op> ops;
  for (const auto& change : back.layers.at(0).changes) ops.push_back(change.op);
  EXPECT_EQ(ops, (std::vector<Op>{Op::merge, Op::remove, Op::remove, Op::remove}));
  const auto again = inverted(back);
  ops.clear();
  for (const auto& change : again.layers.at(0).changes) ops.push_back(change.op);
  EXPECT_EQ(ops, (std::vector<Op>{Op::remove, Op::split, Op::split, Op::insert}));
}

TEST_F(ChangesetTest, JsonHoldsEverything) {
  write_changeset_json(folder_.file("c.json"), head_, {layer_});
  const auto json = Json::parse(tests::bytes_of(folder_.file("c.json")));
  EXPECT_EQ(json["format"], "bdf-changeset");
  const auto& layer = json["layers"][0];
  EXPECT_EQ(layer["columns"][0]["type"], "TEXT(24)");
  const auto& update = layer["changes"][0];
  EXPECT_EQ(update["changed"]["\\geometry"], "offered");
  EXPECT_EQ(update["changed"]["geometry"], "offered");
  EXPECT_EQ(update["changed"]["\\\\length"], "proposed");
  EXPECT_EQ(update["before"]["raw"]["blob"], "0102");
  EXPECT_EQ(update["values"]["number"], greatest);
  EXPECT_EQ(update["values"]["raw"]["text_hex"], "FF74657874");
  EXPECT_EQ(geometry_of(update["geometry"]), Value(wkb("POINT (8 9)")));
  EXPECT_EQ(layer["changes"][1]["before"], nullptr);
  EXPECT_EQ(layer["changes"][2]["fid"], 40);
}

TEST_F(ChangesetTest, GeoJsonHasAFeatureAChange) {
  push(target_, {50, {}, wkb("POINT M (1 2 3)")});
  for (auto& column : target_.columns) column.push_back(Null{});
  layer_.changes.push_back(change_of(Op::insert, "R5", {&target_, 3}));
  write_changeset_geojson(folder_.file("c.geojson"), head_, {layer_});
  const auto json = Json::parse(tests::bytes_of(folder_.file("c.geojson")));
  EXPECT_EQ(json["crs"]["properties"]["name"], "urn:ogc:def:crs:EPSG::2154");
  ASSERT_EQ(json["features"].size(), 4u);
  EXPECT_EQ(json["features"][0]["geometry"]["coordinates"], (std::vector<double>{8, 9}));
  EXPECT_EQ(json["features"][0]["properties"]["Bdf_Op"], "b");
  EXPECT_EQ(json["features"][1]["geometry"], nullptr);
  EXPECT_EQ(json["features"][2]["geometry"]["coordinates"], (std::vector<double>{3, 4, 5}));
  EXPECT_EQ(json["features"][2]["properties"]["bdf_changed"]["object"], "offered");
  EXPECT_EQ(json["features"][3]["geometry"], nullptr);
  EXPECT_EQ(json["features"][3]["properties"]["bdf_wkt"], "POINT M (1 2 3)");
}

TEST_F(ChangesetTest, TextThatCannotBeWrittenIsAFailureOfTheStore) {
  EXPECT_THROW(write_changeset_json(folder_.file("none/c.json"), head_, {}), StoreError);
  EXPECT_THROW(write_changeset_json("/dev/full", head_, {layer_}), StoreError);
}

TEST_F(ChangesetTest, SignaturesAreNoPartOfTheContent) {
  const auto path = write("c.gpkg", {layer_});
  EXPECT_TRUE(read_signatures(path).empty());
  const auto digest = read_changeset_head(path).content_digest;
  write_signatures(path, {{"{\"b\":1}", "z2"}, {"{\"a\":1}", "z1"}});
  EXPECT_EQ(read_changeset_head(path).content_digest, digest);
  const auto rows = read_signatures(path);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].statement, "{\"b\":1}");
  EXPECT_EQ(rows[1].signature, "z1");
  write_signatures(path, {rows[1]});
  EXPECT_EQ(read_signatures(path).size(), 1u);
  const auto read = read_changeset(path);
  write_changeset(folder_.file("inverse.gpkg"), inverted(read).head, inverted(read).layers);
  EXPECT_TRUE(read_signatures(folder_.file("inverse.gpkg")).empty());
}

TEST_F(ChangesetTest, TheHeadAloneIsHeldAgainstTheContentToo) {
  const auto path = write("c.gpkg", {layer_});
  EXPECT_EQ(read_changeset_head(path).producer, "DDT 972");
  Database::open_output(path).execute("UPDATE river SET number = 6 WHERE fid = 1");
  EXPECT_THROW(static_cast<void>(read_changeset_head(path)), InputError);
}

/// One at a place, as a producer says it.
Signalements said(const std::string& comment) {
  Signalement one;
  one.id = "1";
  one.comment = comment;
  one.theme = "hydrography";
  one.date = "2026-11-27";
  one.status = "submit";
  one.place = Blob{geometry::wkb_from_wkt("POINT (1 2)")};
  return {river_schema().crs, {one}};
}

TEST_F(ChangesetTest, SignalementsAreAPartOfTheContent) {
  const auto write_with = [&](const std::string& name, const Signalements& signalements) {
    return write_changeset(folder_.file(name), head_, to_write({layer_}), signalements);
  };
  const auto digest = write_with("a.gpkg", said("dry"));
  const auto read = read_changeset(folder_.file("a.gpkg"));
  EXPECT_EQ(read.signalements.all, said("dry").all);
  EXPECT_EQ(read.signalements.crs.code, river_schema().crs.code);
  ASSERT_EQ(read.layers.size(), 1u);
  expect_same_layer(read.layers[0], layer_);
  EXPECT_NE(write_with("b.gpkg", said("wet")), digest);
  // One without any is what it was before there were signalements.
  EXPECT_EQ(write_with("c.gpkg", {}), write_changeset(folder_.file("d.gpkg"), head_, {layer_}));
  EXPECT_TRUE(inverted(read).signalements.all.empty());
}

TEST_F(ChangesetTest, NothingButSignalementsHasADigestOfItsOwn) {
  const std::vector<ChangesToWrite> none;
  const auto dry = write_changeset(folder_.file("a.gpkg"), head_, none, said("dry"));
  EXPECT_NE(write_changeset(folder_.file("b.gpkg"), head_, none, said("wet")), dry);
  EXPECT_NE(write_changeset(folder_.file("c.gpkg"), head_, none), dry);
  auto elsewhere = said("dry");
  elsewhere.all[0].place = Blob{geometry::wkb_from_wkt("POINT (1 3)")};
  EXPECT_NE(write_changeset(folder_.file("d.gpkg"), head_, none, elsewhere), dry);
}

TEST_F(ChangesetTest, ASignalementThatSaysNothingIsRefused) {
  for (const auto* column : {"id", "commentaire", "geom"}) {
    const auto path = folder_.file(std::string(column) + ".gpkg");
    auto unsaid = said("dry");
    if (column == std::string("id")) unsaid.all[0].id = "";
    if (column == std::string("commentaire")) unsaid.all[0].comment = "";
    if (column == std::string("geom")) unsaid.all[0].place = Null{};
    write_changeset(path, head_, to_write({layer_}), unsaid);
    EXPECT_THROW(static_cast<void>(read_changeset(path)), InputError) << column;
  }
}

TEST_F(ChangesetTest, TablesAreAsDefined) {
  layer_.target.layer = "layer";
  layer_.target.columns.clear();
  layer_.changes.clear();
  write_changeset(folder_.file("c.gpkg"), head_, to_write({layer_}), said("dry"));
  write_signatures(folder_.file("c.gpkg"), {{"{}", "z"}});
  auto written = Database::open_output(folder_.file("c.gpkg"));
  auto defined = tests::defined_in_schemas(folder_, "changeset.sql");
  EXPECT_EQ(tests::columns_of(written, "bdf_signalement"),
            tests::columns_of(defined, "bdf_signalement"));
  for (const auto* table : {"bdf_changeset", "bdf_changeset_layer", "bdf_signature", "layer"}) {
    auto columns = tests::columns_of(written, table);
    std::erase_if(columns, [](const auto& column) { return column.starts_with("geom "); });
    EXPECT_EQ(columns, tests::columns_of(defined, table)) << table;
  }
}

TEST(JsonValue, EveryValueReadsBack) {
  const std::vector<Value> values{Null{},
                                  std::int64_t{0},
                                  greatest,
                                  least,
                                  0.1,
                                  -0.0,
                                  1e22,
                                  5e-324,
                                  1e300,
                                  3.0,
                                  "",
                                  "a\"\0b é",
                                  "\xff",
                                  Blob{},
                                  Blob{"\0\xff"},
                                  std::numeric_limits<double>::infinity()};
  for (const auto& value : values) {
    const auto text = json_of(view_of(value)).dump();
    const auto read = value_of(parse_json(text));
    EXPECT_EQ(read, value) << text;
    EXPECT_EQ(read.index(), value.index()) << text;
  }
  EXPECT_TRUE(std::signbit(std::get<double>(value_of(json_of(-0.0)))));
  const auto nan = value_of(parse_json(json_of(std::nan("")).dump()));
  EXPECT_TRUE(std::isnan(std::get<double>(nan)));
}

TEST(JsonValue, WhatWeDoNotWriteIsRefused) {
  for (const char* text : {"true", "[1]", "{}", R"({"blob": 1})", R"({"blob": "0"})",
                           R"({"blob": "0g"})", R"({"real": "one"})", "9223372036854775808"})
    EXPECT_THROW(static_cast<void>(value_of(parse_json(text))), InputError) << text;
}

TEST(JsonValue, AttributesCalledAsOursAreEscaped) {
  for (const char* name : {"geometry", "Object", "\\x", "plain", ""})
    EXPECT_EQ(attribute_of_key(key_of_attribute(name)), name);
  EXPECT_EQ(key_of_attribute("GEOMETRY"), "\\GEOMETRY");
  EXPECT_EQ(key_of_attribute("plain"), "plain");
}

}  // namespace
}  // namespace bdf::io
