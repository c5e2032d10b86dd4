// SPDX-License-Identifier: MIT
// Layers with everything that goes wrong in other forms, exported and read again by GDAL alone.
#include "io/export_layer.h"

#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "base/error.h"
#include "geometry/wkt.h"
#include "io/source.h"
#include "io/staging.h"
#include "unit/io_fixture.h"

namespace bdf::io {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr ExportForm forms[] = {ExportForm::flatgeobuf, ExportForm::shapefile, ExportForm::geojson};

std::string ending(ExportForm form) {
  return form == ExportForm::flatgeobuf  ? ".fgb"
         : form == ExportForm::shapefile ? ".shp"
                                         : ".geojson";
}

/// A feature as GDAL reads it.
struct Read {
  std::map<std::string, std::optional<Value>> values;  ///< nullopt: a list, which is no value
  std::string wkt;                                     ///< "" for none
};

Value read_value(OGRFeature& feature, int i) {
  if (!feature.IsFieldSetAndNotNull(i)) return Null{};
  switch (feature.GetFieldDefnRef(i)->GetType()) {
    case OFTInteger:
    case OFTInteger64:
      return std::int64_t{feature.GetFieldAsInteger64(i)};
    case OFTReal:
      return feature.GetFieldAsDouble(i);
    case OFTBinary: {
      int size = 0;
      const auto* bytes = reinterpret_cast<const char*>(feature.GetFieldAsBinary(i, &size));
      return Blob{std::string(bytes, static_cast<std::size_t>(size))};
    }
    default:
      return std::string(feature.GetFieldAsString(i));
  }
}

std::string iso_wkt(const OGRGeometry& geometry) {
  std::string wkb(geometry.WkbSize(), '\0');
  geometry.exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()), wkbVariantIso);
  return geometry::to_wkt(wkb);
}

struct ReadFile {
  OGRwkbGeometryType kind = wkbNone;
  std::vector<std::string> columns;
  std::map<std::string, Read> features;  ///< by cleabs, else by place
};

ReadFile read(const fs::path& file, const std::string& key = "cleabs") {
  GDALAllRegister();
  CPLPushErrorHandler(CPLQuietErrorHandler);
  const GDALDatasetUniquePtr dataset(
      GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
  ReadFile all;
  EXPECT_TRUE(dataset) << file;
  if (dataset) {
    auto* layer = dataset->GetLayer(0);
    all.kind = layer->GetGeomType();
    auto& definition = *layer->GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i)
      all.columns.emplace_back(definition.GetFieldDefn(i)->GetNameRef());
    const int at = definition.GetFieldIndex(key.c_str());
    for (const auto& feature : *layer) {
      Read one;
      for (int i = 0; i < definition.GetFieldCount(); ++i)
        one.values[all.columns[static_cast<std::size_t>(i)]] = read_value(*feature, i);
      if (const auto* geometry = feature->GetGeometryRef()) one.wkt = iso_wkt(*geometry);
      const auto id = at < 0 ? std::to_string(all.features.size()) : feature->GetFieldAsString(at);
      EXPECT_TRUE(all.features.emplace(id, std::move(one)).second) << id;
    }
  }
  CPLPopErrorHandler();
  return all;
}

/// "2020/01/02 03:04:05.678+02" is what GDAL says of a time, "2020/01/02" of a date.
std::string in_gdals_words(std::string text) {
  for (auto& c : text)
    if (c == '-') c = '/';
  return text;
}

/// By the letter, and of numbers by value.
bool is_same(const Value& layer, const Value& file) {
  if (layer == file) return true;
  const auto* whole = std::get_if<std::int64_t>(&layer);
  const auto* real = std::get_if<double>(&layer);
  if (const auto* number = std::get_if<double>(&file))
    return whole != nullptr && std::abs(*number) < 9.2e18 &&
           static_cast<std::int64_t>(*number) == *whole;
  if (const auto* number = std::get_if<std::int64_t>(&file))
    return real != nullptr && *real == static_cast<double>(*number);
  const auto* text = std::get_if<std::string>(&file);
  if (text == nullptr || std::holds_alternative<Null>(layer)) return false;
  const auto said = to_text(view_of(layer));
  if (*text == said || *text == in_gdals_words(said)) return true;
  static const std::map<std::string, std::string> times{
      {"2020-01-02T03:04:05Z", "2020/01/02 03:04:05+00"},
      {"2020-01-02T03:04:05.678+05:30", "2020/01/02 03:04:05.678+0530"},
      {"2020-01-02T03:04:05", "2020/01/02 03:04:05"},
      {"2020-01-02 03:04", "2020/01/02 03:04:00"},
      {"2020-01-02T03:04:05-03:00", "2020/01/02 03:04:05-03"}};
  const auto found = times.find(said);
  return found != times.end() && found->second == *text;
}

struct Feature {
  std::vector<Value> values;
  std::string wkt;  ///< "" for none
};

class ExportTest : public IoTest {
 protected:
  Schema create(Schema schema, const std::vector<Feature>& features) {
    auto database = Database::open_output(file("layer.gpkg"));
    create_geopackage(database);
    schema = create_layer(database, schema);
    Transaction transaction(database);
    FeatureWriter writer(database, schema, names_of(schema));
    for (std::size_t i = 0; i < features.size(); ++i) {
      std::vector<ValueView> values;
      for (const auto& value : features[i].values) values.push_back(view_of(value));
      const auto wkb =
          features[i].wkt.empty() ? std::string() : geometry::wkb_from_wkt(features[i].wkt);
      writer.add(static_cast<std::int64_t>(i + 1), values,
                 wkb.empty() ? ValueView{Null{}} : ValueView{BlobView{wkb}});
    }
    finish_layer(database, schema, "2026-11-24T01:09:08Z");
    transaction.commit();
    return schema;
  }

  [[nodiscard]] fs::path target(ExportForm form) const { return file("layer" + ending(form)); }

  ExportedLayer export_as(ExportForm form, const Schema& schema,
                          const std::vector<std::string>& key = {"cleabs"}) {
    ExportJob job;
    job.form = form;
    job.target = target(form);
    for (const auto& column : schema.columns) job.columns.push_back({column.name, column.name, 0});
    job.key = key;
    job.time = "2026-11-24T01:09:08Z";
    auto database = Database::open_input(file("layer.gpkg"));
    return export_layer(database, schema, job);
  }

  /// Points, lines …, called F1, F2 …
  Schema shapes(const std::vector<std::string>& wkt) {
    Schema schema;
    schema.layer = "forme";
    schema.geometry_column = "geom";
    schema.geometry_type = "GEOMETRY";
    schema.z = schema.m = 2;
    schema.crs = {2154, "EPSG", 2154, "undefined"};
    schema.columns = {{"cleabs", ColumnType::text, "TEXT"}};
    std::vector<Feature> features;
    for (std::size_t i = 0; i < wkt.size(); ++i)
      features.push_back({{Value{"F" + std::to_string(i + 1)}}, wkt[i]});
    return create(schema, features);
  }
};

std::vector<Value> nasty_values() {
  std::string accents;
  for (int i = 0; i < 200; ++i) accents += "é";
  using Real = std::numeric_limits<double>;
  using Whole = std::numeric_limits<std::int64_t>;
  std::vector<Value> values{Null{}};
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, std::int64_t{-1},
        std::int64_t{9007199254740993}, std::int64_t{999999999999999999},
        std::int64_t{1000000000000000000}, std::int64_t{-99999999999999999},
        std::int64_t{-100000000000000000}, Whole::max(), Whole::min()})
    values.emplace_back(number);
  for (const double number :
       {0.1, 1.0 / 3, 2.5, 1e-20, 1e15, 1e21, -1e22, 1e22, 1e300, 123456789.5, -123456789.123,
        Real::infinity(), -Real::infinity(), Real::denorm_min()})
    values.emplace_back(number);
  for (const std::string text : {"",
                                 " ",
                                 "x ",
                                 " x",
                                 "abc",
                                 "1",
                                 "true",
                                 "null",
                                 "[1, 2]",
                                 "[1,2]",
                                 "{\"a\": 1}",
                                 "2020-01-02",
                                 "2020-02-30",
                                 "0000-00-00",
                                 "20200102",
                                 "2020-01-02T03:04:05Z",
                                 "2020-01-02T03:04:05.678+05:30",
                                 "2020-01-02T03:04:05-03:00",
                                 "2020-01-02T03:04:05",
                                 "2020-01-02 03:04",
                                 "2020-01-02T03:04:05.123456Z",
                                 "2020-01-02T03:04:60Z",
                                 "2020-01-02T03:04:05+00:07",
                                 "12:30",
                                 "a\nb\t\"c\",d;\\x",
                                 "\xff\xfe",
                                 "caf\xc3",
                                 "NaN"})
    values.emplace_back(text);
  values.emplace_back(std::string("a\0b", 3));
  values.emplace_back(accents);
  values.emplace_back("x" + accents);
  for (const std::size_t size : {0U, 4U, 127U, 200U})
    values.emplace_back(Blob{std::string(size, '\xfe')});
  return values;
}

/// Every kind of value in every kind of column. What is the same in the file is not listed; what is
/// not, is, as it was.
TEST_F(ExportTest, ListsExactlyWhatIsNotTheSame) {
  Schema schema;
  schema.layer = "tout";
  schema.geometry_column = "geom";
  schema.geometry_type = "POINT";
  schema.crs = {2154, "EPSG", 2154, "undefined"};
  schema.columns = {{"cleabs", ColumnType::text, "TEXT"}};
  for (const auto& [type, word] : column_type_words)
    schema.columns.push_back({"c_" + std::string(word), type, ""});
  std::vector<Feature> features;
  for (const auto& value : nasty_values()) {
    std::vector<Value> values{Value{"F" + std::to_string(features.size() + 1)}};
    values.resize(schema.columns.size(), value);
    features.push_back(
        {values, "POINT (700000 " + std::to_string(6600000 + features.size()) + ")"});
  }
  schema = create(schema, features);
  // As SQLite keeps them: it makes numbers of some texts.
  std::map<std::string, std::map<std::string, Value>> kept;
  {
    auto database = Database::open_input(file("layer.gpkg"));
    auto rows = database.prepare("SELECT * FROM tout");
    const int first = rows.column_count() - static_cast<int>(schema.columns.size());
    while (rows.step())
      for (std::size_t i = 0; i < schema.columns.size(); ++i)
        kept[to_text(rows.column(first))][schema.columns[i].name] =
            to_value(rows.column(first + static_cast<int>(i)));
  }
  for (const auto form : forms) {
    const auto exported = export_as(form, schema);
    EXPECT_THAT(exported.not_in_file, IsEmpty());
    std::map<std::pair<std::string, std::string>, std::optional<std::string>> listed;
    for (const auto& one : exported.not_held) {
      EXPECT_FALSE(one.is_geometry) << one.key;
      EXPECT_TRUE(listed.emplace(std::pair(one.key, one.column), one.value).second);
    }
    EXPECT_GT(listed.size(), 10U) << ending(form);
    const auto found = read(target(form));
    ASSERT_EQ(found.features.size(), features.size()) << ending(form);
    for (const auto& [key, row] : kept)
      for (const auto& [column, value] : row) {
        const auto& there = *found.features.at(key).values.at(column);
        const auto entry = listed.find({key, column});
        const bool same = is_same(value, there);
        // GDAL makes a list of this text, which it shows as it was.
        const bool is_list =
            form == ExportForm::geojson && to_text(view_of(value)).find_first_of("[{") == 0;
        EXPECT_TRUE(is_list || same == (entry == listed.end()))
            << ending(form) << " " << key << " " << column << ": " << to_text(view_of(value))
            << " is " << to_text(view_of(there)) << (same ? ", and is listed" : "");
        EXPECT_TRUE(!is_list || entry != listed.end()) << key << column;
        if (entry != listed.end()) {
          const bool null = std::holds_alternative<Null>(value);
          EXPECT_EQ(entry->second, null ? std::nullopt : std::optional(to_text(view_of(value))));
        }
      }
  }
}

/// Nothing that is merely usual is listed.
TEST_F(ExportTest, SoundValuesAreHeldByAllForms) {
  auto schema = river_schema();
  schema.primary_key = "";
  schema.columns.push_back({"vu", ColumnType::boolean, "BOOLEAN"});
  schema.columns.push_back({"jour", ColumnType::date, "DATE"});
  schema.columns.push_back({"heure", ColumnType::datetime, "DATETIME"});
  schema = create(
      schema,
      {{{"T1", 0.25, std::int64_t{-7}, std::int64_t{1}, "2020-02-29", "2020-02-29T23:59:59.999Z"},
        "LINESTRING (700000.1 6600000.2, 700001.3 6600000.4)"},
       {{"T2", 12345.678, std::int64_t{123456789012345678}, Null{}, Null{}, Null{}},
        "LINESTRING (700000 6600000, 700001.37 6600000.123, 700002 6600009)"}});
  for (const auto form : forms) {
    const auto exported = export_as(form, schema);
    EXPECT_THAT(exported.not_held, IsEmpty()) << ending(form);
    EXPECT_THAT(exported.not_in_file, IsEmpty());
    const auto found = read(target(form));
    EXPECT_EQ(found.features.size(), 2U);
    EXPECT_EQ(found.features.at("T2").values.at("rang"), Value{std::int64_t{123456789012345678}});
  }
}

std::vector<std::string> geometries_listed(const ExportedLayer& exported) {
  std::vector<std::string> listed;
  for (const auto& one : exported.not_held) {
    EXPECT_TRUE(one.is_geometry);
    EXPECT_EQ(one.column, "geom");
    listed.push_back(one.key + " " + one.value.value_or("NULL"));
  }
  return listed;
}

TEST_F(ExportTest, AFlatGeobufHoldsWhatHasAGeometry) {
  const auto schema = shapes({"POINT (1 2)", "", "POINT EMPTY", "POINT Z (3 4 5)"});
  for (const std::vector<std::string>& key : {std::vector<std::string>{"cleabs"}, {}}) {
    const auto exported = export_as(ExportForm::flatgeobuf, schema, key);
    EXPECT_THAT(exported.not_in_file, ElementsAre(2, 3));
    EXPECT_EQ(exported.without_heights, 1U);
    EXPECT_THAT(exported.not_held, IsEmpty()) << "a height that is NaN is none";
    const auto found = read(target(ExportForm::flatgeobuf));
    EXPECT_EQ(found.kind, wkbPoint25D);
    ASSERT_EQ(found.features.size(), 2U);
    EXPECT_THAT(found.features.at("F1").wkt, HasSubstr("nan"));
    EXPECT_EQ(found.features.at("F4").wkt, "POINT Z (3 4 5)");
  }
}

/// Such a file can be opened, too.
TEST_F(ExportTest, AFlatGeobufMayHoldNothing) {
  for (const std::vector<std::string>& wkt :
       {std::vector<std::string>{}, {""}, {"POINT EMPTY", ""}}) {
    fs::remove(file("layer.gpkg"));
    const auto schema = shapes(wkt);
    const auto exported = export_as(ExportForm::flatgeobuf, schema, {});
    EXPECT_EQ(exported.not_in_file.size(), wkt.size());
    EXPECT_THAT(read(target(ExportForm::flatgeobuf)).features, IsEmpty());
  }
}

TEST_F(ExportTest, AFlatGeobufHoldsAllKinds) {
  const auto schema =
      shapes({"LINESTRING ZM (1 2 3 4, 5 6 7 8)", "MULTILINESTRING ZM ((1 2 3 4, 5 6 7 8))",
              "GEOMETRYCOLLECTION ZM (POINT ZM (1 2 3 4))",
              "CIRCULARSTRING ZM (0 0 1 1, 1 1 1 1, 2 0 1 1)",
              "MULTIPOLYGON ZM (((0 0 1 1, 1 0 1 1, 1 1 1 1, 0 0 1 1)))", "LINESTRING (1 2, 3 4)"});
  const auto exported = export_as(ExportForm::flatgeobuf, schema);
  EXPECT_THAT(geometries_listed(exported), ElementsAre("F6 LINESTRING (1 2, 3 4)"));
  EXPECT_EQ(exported.without_heights, 1U);
  const auto found = read(target(ExportForm::flatgeobuf));
  EXPECT_EQ(found.features.size(), 6U);
  EXPECT_EQ(found.features.at("F1").wkt, "LINESTRING ZM (1 2 3 4, 5 6 7 8)");
  EXPECT_THAT(found.features.at("F4").wkt, HasSubstr("CIRCULARSTRING ZM"));
}

TEST_F(ExportTest, TheKindIsThatOfTheFeatures) {
  auto schema = shapes({"LINESTRING (1 2, 3 4)", "LINESTRING (5 6, 7 8)"});
  for (const int z : {0, 1, 2}) {
    schema.z = z;
    EXPECT_THAT(export_as(ExportForm::flatgeobuf, schema).not_held, IsEmpty());
    EXPECT_EQ(read(target(ExportForm::flatgeobuf)).kind, wkbLineString) << z;
    EXPECT_THAT(export_as(ExportForm::shapefile, schema).not_held, IsEmpty());
    const auto shapefile = read(target(ExportForm::shapefile));
    EXPECT_EQ(shapefile.kind, wkbLineString) << z;
    EXPECT_EQ(shapefile.features.at("F1").wkt, "LINESTRING (1 2, 3 4)");
  }
}

TEST_F(ExportTest, AShapefileKeepsMeasures) {
  const auto schema =
      shapes({"LINESTRING ZM (1 2 3 4, 5 6 7 8)", "LINESTRING ZM (1 2 3 4, 9 9 9 9)"});
  EXPECT_THAT(export_as(ExportForm::shapefile, schema).not_held, IsEmpty());
  EXPECT_EQ(read(target(ExportForm::shapefile)).features.at("F1").wkt,
            "LINESTRING ZM (1 2 3 4, 5 6 7 8)");
}

TEST_F(ExportTest, AShapefileSaysWhichGeometriesAreOthers) {
  const auto schema =
      shapes({"LINESTRING Z (1 2 3, 5 6 7)", "LINESTRING (1 2, 3 4)", "LINESTRING EMPTY", "",
              "MULTILINESTRING Z ((1 2 3, 5 6 7))", "MULTILINESTRING Z (EMPTY, (1 2 3, 5 6 7))"});
  const auto exported = export_as(ExportForm::shapefile, schema);
  EXPECT_THAT(geometries_listed(exported),
              ElementsAre("F2 LINESTRING (1 2, 3 4)", "F3 LINESTRING EMPTY",
                          "F6 MULTILINESTRING Z (EMPTY, (1 2 3, 5 6 7))"));
  EXPECT_EQ(exported.without_heights, 1U);
  EXPECT_EQ(read(target(ExportForm::shapefile)).features.size(), 6U);
}

TEST_F(ExportTest, RingsMayTurnAndPointsMayBeOneOfMany) {
  const auto areas = shapes({"POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 1 1))",
                             "POLYGON ((0 0, 0 9, 9 9, 9 0, 0 0), (1 1, 2 1, 2 2, 1 1))",
                             "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0)), ((20 0, 29 0, 29 9, 20 "
                             "0), (22 1, 24 1, 24 2, 22 1)))"});
  EXPECT_THAT(export_as(ExportForm::shapefile, areas).not_held, IsEmpty());
  fs::remove(file("layer.gpkg"));
  const auto points = shapes({"POINT (1 2)", "MULTIPOINT ((1 2), (3 4))"});
  EXPECT_THAT(export_as(ExportForm::shapefile, points).not_held, IsEmpty());
  EXPECT_EQ(read(target(ExportForm::shapefile)).features.at("F1").wkt, "MULTIPOINT ((1 2))");
}

TEST_F(ExportTest, CurvesAreDrawnWhereTheyCannotBeSaid) {
  const auto schema = shapes({"CIRCULARSTRING (700000 6600000, 700001 6600001, 700002 6600000)"});
  for (const auto form : {ExportForm::shapefile, ExportForm::geojson}) {
    EXPECT_THAT(geometries_listed(export_as(form, schema)),
                ElementsAre("F1 CIRCULARSTRING (7e+05 6600000, 700001 6600001, 700002 6600000)"));
    EXPECT_THAT(read(target(form)).features.at("F1").wkt, HasSubstr("LINESTRING ("));
  }
}

TEST_F(ExportTest, WhatAFormDoesNotKnowIsRefusedByName) {
  const auto refusal = [&](ExportForm form, const std::vector<std::string>& wkt) {
    fs::remove(file("layer.gpkg"));
    const auto schema = shapes(wkt);
    const auto message = message_of<InputError>([&] { std::ignore = export_as(form, schema); });
    EXPECT_FALSE(fs::exists(target(form)));
    return message;
  };
  EXPECT_THAT(refusal(ExportForm::shapefile, {"LINESTRING (1 2, 3 4)", "", "POINT (1 2)"}),
              testing::AllOf(HasSubstr("F1"), HasSubstr("F3"), HasSubstr("POINT")));
  EXPECT_THAT(refusal(ExportForm::shapefile,
                      {"POINT (1 2)", "GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)))"}),
              testing::AllOf(HasSubstr("F2"), HasSubstr("GEOMETRYCOLLECTION")));
  EXPECT_THAT(refusal(ExportForm::geojson, {"POINT (1 2)", "TIN (((0 0, 1 0, 1 1, 0 0)))"}),
              testing::AllOf(HasSubstr("F2"), HasSubstr("TIN")));
}

TEST_F(ExportTest, GeoJsonSaysLongitudeAndLatitude) {
  const auto schema = shapes(
      {"POINT (700000 6600000)", "", "POINT EMPTY", "POINT Z (700000 6600000 12.345678)",
       "LINESTRING M (700000 6600000 1, 700009 6600000 2)",
       "GEOMETRYCOLLECTION (POINT (700000 6600000), LINESTRING (700003 6600000, 700009 6600000))",
       "POLYGON ((700000 6600000, 700000 6600009, 700009 6600009, 700000 6600000))"});
  const auto exported = export_as(ExportForm::geojson, schema);
  EXPECT_THAT(geometries_listed(exported),
              ElementsAre("F3 POINT EMPTY", "F5 LINESTRING M (7e+05 6600000 1, 700009 6600000 2)",
                          // GDAL drops its point.
                          HasSubstr("F6 GEOMETRYCOLLECTION (POINT (7e+05 6600000)")));
  EXPECT_EQ(exported.without_heights, 0U);
  const auto found = read(target(ExportForm::geojson));
  EXPECT_EQ(found.features.size(), 7U);
  EXPECT_EQ(found.features.at("F1").wkt, "POINT (3 46.5)");
  EXPECT_EQ(found.features.at("F4").wkt, "POINT Z (3 46.5 12.345678)");
  EXPECT_EQ(found.features.at("F2").wkt, "");
}

/// Of a file in an index's order, features are found by their key.
TEST_F(ExportTest, KeysThatAFileCannotHoldDoNotHideFeatures) {
  Schema schema = shapes({});
  fs::remove(file("layer.gpkg"));
  schema.primary_key = "";
  schema.columns.push_back({"n", ColumnType::integer, "INTEGER"});
  schema = create(schema, {{{std::string("a\0b", 3), std::int64_t{1}}, "POINT (9 9)"},
                           {{std::string("\xff"), std::int64_t{2}}, "POINT (1 1)"},
                           {{std::string("c"), std::string("trois")}, "POINT (5 5)"}});
  const auto exported = export_as(ExportForm::flatgeobuf, schema);
  std::vector<std::string> columns;
  for (const auto& one : exported.not_held) columns.push_back(one.column);
  EXPECT_THAT(columns, ElementsAre("cleabs", "cleabs", "n"));
  EXPECT_EQ(exported.not_held[0].value, std::string("a\0b", 3));
  EXPECT_EQ(read(target(ExportForm::flatgeobuf), "").features.size(), 3U);
}

TEST_F(ExportTest, FeaturesWithoutAKeyAreToldByTheirPlace) {
  auto schema = river_schema();
  schema.primary_key = "";
  schema = create(schema, {{{"a", 1.0, std::int64_t{1}}, "LINESTRING (0 0, 1 1)"},
                           {{"b ", 1.0, std::int64_t{1}}, "LINESTRING (0 0, 1 1)"}});
  const auto exported = export_as(ExportForm::shapefile, schema, {});
  ASSERT_EQ(exported.not_held.size(), 1U);
  EXPECT_EQ(exported.not_held[0].key, "#2");
  EXPECT_EQ(exported.not_held[0].value, "b ");
}

/// Names that mean something to a format or to a database mean nothing here.
TEST_F(ExportTest, ColumnsMayBeCalledAnything) {
  Schema schema = river_schema();
  schema.primary_key = "clé primaire";
  schema.columns.clear();
  for (const auto* name : {"cleabs", "fid", "id", "ID_1", "geometry", "ogc_fid", "type",
                           "properties", "coordinates", "forêt", "FORÊT", "a b", "x\"y", "crs"})
    schema.columns.push_back({name, ColumnType::text, "TEXT"});
  Feature feature{{}, "LINESTRING (700000 6600000, 700001 6600001)"};
  for (const auto& column : schema.columns) feature.values.emplace_back("in " + column.name);
  schema = create(schema, {feature});
  for (const auto form : {ExportForm::flatgeobuf, ExportForm::geojson}) {
    EXPECT_THAT(export_as(form, schema).not_held, IsEmpty()) << ending(form);
    const auto found = read(target(form));
    EXPECT_EQ(found.columns, names_of(schema)) << ending(form);
    const auto copy = file("copy" + ending(form) + ".gpkg");
    std::ignore = stage({target(form).string(), "layer"}, {}, "copy", copy);
    auto database = Database::open_input(copy);
    EXPECT_EQ(read_catalog(database).layers.at(0).columns.size(), schema.columns.size());
  }
}

TEST_F(ExportTest, TablesWithoutGeometryAreHeld) {
  Schema schema;
  schema.layer = "table";
  schema.columns = {{"cleabs", ColumnType::text, "TEXT"}};
  schema = create(schema, {{{"a"}, ""}, {{"b"}, ""}});
  for (const auto form : forms) {
    const auto exported = export_as(form, schema);
    EXPECT_THAT(exported.not_held, IsEmpty());
    auto there = target(form);
    if (form == ExportForm::shapefile) there.replace_extension(".dbf");
    const std::size_t set_aside = form == ExportForm::flatgeobuf ? 2 : 0;
    EXPECT_EQ(exported.not_in_file.size(), set_aside);
    EXPECT_EQ(read(there).features.size(), 2 - set_aside) << there;
  }
}

TEST_F(ExportTest, TheSameLayerGivesTheSameBytes) {
  const auto schema = shapes({"LINESTRING (1 2, 3 4)", "LINESTRING (700000 6600000, 7 8)"});
  const auto bytes = [](const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  for (const auto form : forms) {
    std::ignore = export_as(form, schema);
    const auto first = bytes(target(form));
    std::ignore = export_as(form, schema);
    EXPECT_EQ(bytes(target(form)), first);
    EXPECT_GT(first.size(), 100U);
  }
}

}  // namespace
}  // namespace bdf::io
