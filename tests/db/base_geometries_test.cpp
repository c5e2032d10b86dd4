// SPDX-License-Identifier: MIT
// Which geometries and reference systems a base takes.
#include <gmock/gmock.h>

#include "base/error.h"
#include "geometry/wkt.h"
#include "support/base_trial.h"

namespace bdf {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::PlainLayer;
using tests::refusal;

class BaseGeometries : public tests::BothBases {
 protected:
  /// A layer of geometries, each as WKT; "" for none.
  static PlainLayer layer_of(const std::string& type, const std::vector<std::string>& texts) {
    PlainLayer layer{tests::plain_schema("shape", type), {}};
    layer.schema.m = 2;  // as may be
    layer.schema.columns = {{"id", ColumnType::text, "TEXT"}};
    for (const auto& text : texts)
      layer.rows.push_back({std::nullopt, wkb_of(text), {std::to_string(layer.rows.size())}});
    return layer;
  }
  static Value wkb_of(const std::string& text) {
    return text.empty() ? Value{Null{}} : Value{Blob{geometry::wkb_from_wkt(text)}};
  }
  std::vector<Value> geometries_out(const std::string& at = "") {
    std::vector<Value> geometries;
    const auto layer = checked_out("shape", at);
    for (const auto& row : layer.rows) geometries.push_back(row.geometry);
    return geometries;
  }
  void expect_kept(const std::string& type, const std::vector<std::string>& texts) {
    expect_kept(layer_of(type, texts));
  }
  void expect_kept(const PlainLayer& layer) {
    import({layer});
    std::vector<Value> geometries;
    for (const auto& row : layer.rows) geometries.push_back(row.geometry);
    EXPECT_EQ(geometries_out(), geometries);
    EXPECT_FALSE(import({layer}).changed);
    auto turned = layer;
    for (std::size_t i = 0; i < layer.rows.size(); ++i)
      turned.rows[i].geometry = layer.rows[layer.rows.size() - 1 - i].geometry;
    import({turned});
    EXPECT_EQ(geometries_out("@2"), geometries);
    EXPECT_EQ(wrong(), "");
  }
};
BDF_ON_BOTH_BASES(BaseGeometries);

const std::string square = "POLYGON((0 0,10 0,10 10,0 10,0 0))";

TEST_P(BaseGeometries, AnObjectMayHaveNone) {
  expect_kept("POINT", {"POINT(1 2)", "", "POINT(3 4)", ""});
}

TEST_P(BaseGeometries, NoneAndAnEmptyOneAreTwo) {
  import({layer_of("LINESTRING", {"LINESTRING(0 0,1 1)", ""})});
  EXPECT_TRUE(
      import({layer_of("LINESTRING", {"LINESTRING(0 0,1 1)", "LINESTRING EMPTY"})}).changed);
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseGeometries, EmptyOnesAreKept) {
  expect_kept("GEOMETRY", {"POINT EMPTY", "LINESTRING EMPTY", "POLYGON EMPTY", "MULTIPOINT EMPTY",
                           "MULTIPOLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY"});
}

TEST_P(BaseGeometries, AltitudesAreKept) {
  expect_kept("LINESTRING", {"LINESTRING Z(0 0 1,1 1 2)", "LINESTRING Z(0 0 -1000,1 1 0.125)"});
}

TEST_P(BaseGeometries, MeasuresAreKept) {
  expect_kept("LINESTRING", {"LINESTRING M(0 0 1,1 1 2)", "LINESTRING M(5 0 1,1 5 2)"});
}

TEST_P(BaseGeometries, AltitudesWithMeasuresAreKept) {
  expect_kept("POINT", {"POINT ZM(1 2 3 4)", "POINT ZM(5 6 7 8)"});
}

TEST_P(BaseGeometries, SomeMayHaveAltitudesAndOthersNot) {
  expect_kept("POINT", {"POINT(1 2)", "POINT Z(1 2 3)", "POINT M(1 2 3)", "POINT ZM(1 2 3 4)"});
}

TEST_P(BaseGeometries, ThoseOfSeveralPartsAreKept) {
  expect_kept(
      "MULTIPOLYGON",
      {"MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,2 2)),((20 0,30 0,30 9,20 0)))",
       "MULTIPOLYGON(((0 0,10 0,10 10,0 0)))"});
}

TEST_P(BaseGeometries, ALayerMayMixKinds) {
  expect_kept("GEOMETRY", {"POINT(1 2)", "LINESTRING(0 0,1 1)", square, "MULTIPOINT((0 0),(1 1))"});
}

TEST_P(BaseGeometries, ALayerMayMixKindsThatItDoesNotDeclare) {
  expect_kept("POLYGON", {square, "MULTIPOLYGON(((0 0,10 0,10 10,0 0)))"});
}

TEST_P(BaseGeometries, CurvesAreKept) {
  expect_kept("GEOMETRY", {"CIRCULARSTRING(0 0,1 1,2 0)",
                           "COMPOUNDCURVE(CIRCULARSTRING(0 0,1 1,2 0),(2 0,9 0))",
                           "CURVEPOLYGON(CIRCULARSTRING(0 0,4 0,4 4,0 4,0 0))"});
}

TEST_P(BaseGeometries, CollectionsAreKept) {
  expect_kept("GEOMETRYCOLLECTION", {"GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))",
                                     "GEOMETRYCOLLECTION(POINT(3 4))"});
}

TEST_P(BaseGeometries, TheirColumnMayBeCalledOtherwise) {
  auto layer = layer_of("POINT", {"POINT(1 2)", "POINT(3 4)"});
  layer.schema.geometry_column = "Géométrie \"x\"";
  expect_kept(layer);
  EXPECT_EQ(checked_out("shape").schema.geometry_column, layer.schema.geometry_column);
}

TEST_P(BaseGeometries, TheColumnOfALaterFileMayBeCalledOtherwise) {
  auto layer = layer_of("POINT", {"POINT(1 2)", "POINT(3 4)"});
  import({layer});
  layer.schema.geometry_column = "the_geom";
  EXPECT_FALSE(import({layer}).changed);
}

TEST_P(BaseGeometries, OneOfAKindThatTheLayerDoesNotHaveIsRefused) {
  import({layer_of("POINT", {"POINT(1 2)"})});
  EXPECT_THAT(refusal<InputError>([&] { import({layer_of("GEOMETRY", {"LINESTRING(0 0,1 1)"})}); }),
              AllOf(HasSubstr("object 0"), HasSubstr("LINESTRING"), HasSubstr("POINT")));
  EXPECT_EQ(geometries_out(), std::vector<Value>{wkb_of("POINT(1 2)")});
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseGeometries, ASingleOneFitsWhereSeveralAreHeld) {
  import({layer_of("MULTILINESTRING", {"MULTILINESTRING((0 0,1 1))"})});
  EXPECT_FALSE(import({layer_of("LINESTRING", {"LINESTRING(0 0,1 1)"})}).changed);
  import({layer_of("LINESTRING", {"LINESTRING(0 0,5 5)"})});
  EXPECT_EQ(geometries_out(), std::vector<Value>{wkb_of("MULTILINESTRING((0 0,5 5))")});
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseGeometries, WhereARingBeginsIsNoChange) {
  import({layer_of("POLYGON", {square})});
  EXPECT_FALSE(import({layer_of("POLYGON", {"POLYGON((10 10,10 0,0 0,0 10,10 10))"})}).changed);
}

TEST_P(BaseGeometries, TheDirectionOfALineIsAChange) {
  import({layer_of("LINESTRING", {"LINESTRING(0 0,1 1)"})});
  EXPECT_TRUE(import({layer_of("LINESTRING", {"LINESTRING(1 1,0 0)"})}).changed);
}

TEST_P(BaseGeometries, ALayerWithoutFeaturesIsALayer) {
  import({layer_of("POLYGON", {})});
  EXPECT_TRUE(checked_out("shape").rows.empty());
  import({layer_of("POLYGON", {square})});
  EXPECT_EQ(geometries_out(), std::vector<Value>{wkb_of(square)});
  import({layer_of("POLYGON", {})});
  EXPECT_TRUE(checked_out("shape").rows.empty());
  EXPECT_EQ(geometries_out("@3"), std::vector<Value>{wkb_of(square)});
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseGeometries, ALayerMayBeInAnySystemThatIsKnown) {
  for (const int code : {5490, 4326, 2975}) {
    auto layer = layer_of("POINT", {"POINT(5.5 6.25)"});
    layer.schema.layer = "of_" + std::to_string(code);
    layer.schema.crs = {code, "EPSG", code, "LOCAL_CS[\"a system\"]"};
    import({layer});
    const auto out = checked_out(layer.schema.layer);
    EXPECT_EQ(out.schema.crs.organization, "EPSG");
    EXPECT_EQ(out.schema.crs.code, code);
    EXPECT_EQ(out.rows.front().geometry, layer.rows.front().geometry);
  }
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseGeometries, ALayerStaysInItsSystem) {
  auto layer = layer_of("POINT", {"POINT(1 2)"});
  import({layer});
  layer.schema.crs = {5490, "EPSG", 5490, "LOCAL_CS[\"a system\"]"};
  EXPECT_THAT(refusal<InputError>([&] { import({layer}); }),
              AllOf(HasSubstr("shape"), HasSubstr("5490"), HasSubstr("2154")));
  EXPECT_EQ(wrong(), "");
}

TEST_P(BaseGeometries, WhatIsNoGeometryIsRefused) {
  auto layer = layer_of("POINT", {"POINT(1 2)", "POINT(3 4)"});
  layer.rows[1].geometry = Blob{"no geometry"};
  EXPECT_THAT(refusal<InputError>([&] { import({layer}); }),
              AllOf(HasSubstr("shape"), HasSubstr("object 1")));
  EXPECT_TRUE(jobs::show_base(base, "").layers.empty());
}

TEST_P(BaseGeometries, PlacesThatAreNoNumbersAreKeptWhereTheyCanBe) {
  expect_kept("LINESTRING", {"LINESTRING Z(0 0 NaN,1 1 2)", "LINESTRING Z(0 0 1,1 1 NaN)"});
}

TEST_P(BaseGeometries, FlawedOnesAreKept) {
  expect_kept("GEOMETRY", {"LINESTRING(5 5)", "LINESTRING(0 0,0 0)",
                           "POLYGON((0 0,9 9,9 0,0 9,0 0))", "POLYGON((0 0,5 0,0 0))"});
}

TEST_P(BaseGeometries, ALayerWithoutGeometriesIsNoneOfABase) {
  auto table = layer_of("POINT", {""});
  table.schema.layer = "notes";
  table.schema.geometry_column.clear();
  EXPECT_THAT(refusal<InputError>([&] { import({table}); }), HasSubstr("no layer"));
}

}  // namespace
}  // namespace bdf
