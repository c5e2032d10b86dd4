// SPDX-License-Identifier: MIT
#include "files/geopackage_file.h"

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "support/temporary_folder.h"

namespace bdf::sample {
namespace {

namespace fs = std::filesystem;

const Shape line = line_shape({{900000.1, 6500000.5, 200}, {900010.2, 6500005.5, -1000}});
const Rings ring{{{0, 0, 1}, {10, 0, 2}, {10, 10, 3}, {0, 10, 4}, {0, 0, 1}},
                 {{2, 2, 5}, {2, 4, 6}, {4, 4, 7}, {2, 2, 5}}};

Shape area() {
  Shape shape = area_shape(ring);
  shape.parts.push_back({{{20, 0, 1}, {30, 0, 2}, {30, 10, 3}, {20, 0, 1}}});
  return shape;
}

FileLayer layer_of(const std::string& name, const std::string& type, bool z) {
  FileLayer layer{name, type, z, {{"cleabs", "TEXT(24)"}, {"fictif", "BOOLEAN"}}};
  layer.columns.insert(layer.columns.end(), {{"hauteur", "REAL"},
                                             {"largeur", "INTEGER"},
                                             {"date_creation", "DATETIME"},
                                             {"date_d_apparition", "DATE"}});
  return layer;
}

std::vector<Value> values() {
  return {"É", std::int64_t{1}, 2.5, std::int64_t{7}, "2019-03-04T10:05:00.000Z", "2019-03-04"};
}

/// Every kind of layer that deliveries have, in one file.
void write(const fs::path& path, const std::string& crs = "EPSG:2154", bool index = false) {
  GeoPackageFile file(path, crs);
  const auto add = [&](FileLayer layer, const Shape& shape) {
    layer.spatial_index = index;
    file.begin_layer(layer);
    file.add(5, &shape, values());
    file.add(9, nullptr, std::vector<Value>(6));
    file.end_layer();
  };
  add(layer_of("troncon", "LINESTRING", true), line);
  add(layer_of("surface", "MULTIPOLYGON", true), area());
  add(layer_of("vegetation", "MULTIPOLYGON", false), area());
  add(layer_of("cours", "MULTILINESTRING", false), line);
  add(layer_of("noeud", "POINT", true), point_shape({3, 4, 5}));
  file.add_table(layer_of("metadonnees", "", false), {values(), values()});
  file.finish();
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class SampleGeoPackage : public testing::Test {
 protected:
  SampleGeoPackage() {
    GDALAllRegister();
    CPLErrorReset();
  }
  [[nodiscard]] fs::path path(const std::string& name = "a.gpkg") const {
    return folder_.path() / name;
  }
  void open() {
    dataset_.reset(GDALDataset::Open(path().c_str(), GDAL_OF_VECTOR | GDAL_OF_VERBOSE_ERROR));
    ASSERT_NE(dataset_, nullptr);
  }
  [[nodiscard]] OGRLayer& layer(const char* name) const { return *dataset_->GetLayerByName(name); }
  /// Of the feature 5, as ISO WKT.
  [[nodiscard]] std::string wkt(const char* name) const {
    const std::unique_ptr<OGRFeature> feature(layer(name).GetFeature(5));
    OGRWktOptions options;
    options.variant = wkbVariantIso;
    return feature->GetGeometryRef()->exportToWkt(options);
  }

  std::unique_ptr<GDALDataset> dataset_;

 private:
  tests::TemporaryFolder folder_;
};

TEST_F(SampleGeoPackage, GdalReadsEveryLayerWithoutAWarning) {
  write(path());
  open();
  ASSERT_EQ(dataset_->GetLayerCount(), 6);
  for (auto* each : dataset_->GetLayers()) EXPECT_EQ(each->GetFeatureCount(), 2);
  EXPECT_EQ(CPLGetLastErrorType(), CE_None) << CPLGetLastErrorMsg();
}

TEST_F(SampleGeoPackage, GeometriesAreThoseThatWereGiven) {
  write(path());
  open();
  EXPECT_EQ(wkt("troncon"), "LINESTRING Z (900000.1 6500000.5 200,900010.2 6500005.5 -1000)");
  EXPECT_EQ(wkt("surface"),
            "MULTIPOLYGON Z (((0 0 1,10 0 2,10 10 3,0 10 4,0 0 1),(2 2 5,2 4 6,4 4 7,2 2 5)),"
            "((20 0 1,30 0 2,30 10 3,20 0 1)))");
  EXPECT_EQ(
      wkt("vegetation"),
      "MULTIPOLYGON (((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,2 2)),((20 0,30 0,30 10,20 0)))");
  EXPECT_EQ(wkt("cours"), "MULTILINESTRING ((900000.1 6500000.5,900010.2 6500005.5))");
  EXPECT_EQ(wkt("noeud"), "POINT Z (3 4 5)");
  EXPECT_EQ(layer("troncon").GetGeomType(), wkbLineString25D);
  EXPECT_STREQ(layer("troncon").GetGeometryColumn(), "geometrie");
}

TEST_F(SampleGeoPackage, ValuesAreThoseThatWereGiven) {
  write(path());
  open();
  for (const char* name : {"troncon", "metadonnees"}) {
    layer(name).ResetReading();
    const std::unique_ptr<OGRFeature> feature(layer(name).GetNextFeature());
    EXPECT_STREQ(feature->GetFieldAsString("cleabs"), "É");
    EXPECT_EQ(feature->GetFieldAsInteger("fictif"), 1);
    EXPECT_EQ(feature->GetFieldAsDouble("hauteur"), 2.5);
    EXPECT_EQ(feature->GetFieldAsInteger("largeur"), 7);
    EXPECT_STREQ(feature->GetFieldAsString("date_creation"), "2019/03/04 10:05:00+00");
    EXPECT_STREQ(feature->GetFieldAsString("date_d_apparition"), "2019/03/04");
  }
  const auto* definition = layer("troncon").GetLayerDefn();
  EXPECT_EQ(definition->GetFieldDefn(0)->GetWidth(), 24);
  EXPECT_EQ(definition->GetFieldDefn(1)->GetSubType(), OFSTBoolean);
  const std::unique_ptr<OGRFeature> empty(layer("troncon").GetFeature(9));
  EXPECT_EQ(empty->GetGeometryRef(), nullptr);
  EXPECT_FALSE(empty->IsFieldSetAndNotNull(0));
}

TEST_F(SampleGeoPackage, TheExtentIsThatOfTheShapes) {
  write(path());
  open();
  OGREnvelope box;
  ASSERT_EQ(layer("surface").GetExtent(&box, FALSE), OGRERR_NONE);
  EXPECT_EQ(box.MinX, 0);
  EXPECT_EQ(box.MaxX, 30);
  EXPECT_EQ(box.MaxY, 10);
}

TEST_F(SampleGeoPackage, KnowsTheSystemsOfAllTerritories) {
  for (const int code : {2154, 5490, 2972, 2975, 4471, 4467}) {
    write(path(), "EPSG:" + std::to_string(code));
    open();
    const auto* system = layer("troncon").GetSpatialRef();
    ASSERT_NE(system, nullptr);
    EXPECT_EQ(system->GetAuthorityCode(nullptr), std::to_string(code));
    EXPECT_EQ(CPLGetLastErrorType(), CE_None) << CPLGetLastErrorMsg();
  }
}

TEST_F(SampleGeoPackage, HasASpatialIndexWhereWanted) {
  write(path());
  open();
  EXPECT_EQ(layer("troncon").TestCapability(OLCFastSpatialFilter), 0);
  write(path(), "EPSG:2154", true);
  open();
  EXPECT_NE(layer("troncon").TestCapability(OLCFastSpatialFilter), 0);
  layer("surface").SetSpatialFilterRect(25, 1, 26, 2);
  EXPECT_EQ(layer("surface").GetFeatureCount(), 1);
  layer("surface").SetSpatialFilterRect(40, 1, 41, 2);
  EXPECT_EQ(layer("surface").GetFeatureCount(), 0);
}

TEST_F(SampleGeoPackage, TheSameCallsGiveTheSameBytes) {
  write(path("a.gpkg"));
  write(path("b.gpkg"));
  EXPECT_EQ(bytes_of(path("a.gpkg")), bytes_of(path("b.gpkg")));
  EXPECT_GT(fs::file_size(path("a.gpkg")), 4096U);
}

TEST_F(SampleGeoPackage, WithoutFinishNothingIsLeft) {
  { GeoPackageFile file(path(), "EPSG:2154"); }
  EXPECT_TRUE(fs::is_empty(path().parent_path()));
}

TEST_F(SampleGeoPackage, WhatDoesNotFitIsRefused) {
  GeoPackageFile file(path(), "EPSG:2154");
  file.begin_layer(layer_of("troncon", "LINESTRING", true));
  const Shape point = point_shape({1, 2, 3});
  Shape two = line;
  two.parts.push_back(line.parts.front());
  EXPECT_THROW(file.add(1, &point, values()), LawError);
  EXPECT_THROW(file.add(1, &two, values()), LawError);
  EXPECT_THROW(file.add(1, &line, {}), LawError);
  EXPECT_THROW(file.begin_layer(layer_of("a", "POINT", true)), LawError);
  EXPECT_THROW(file.finish(), LawError);
}

}  // namespace
}  // namespace bdf::sample
