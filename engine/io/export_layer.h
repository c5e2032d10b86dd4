// SPDX-License-Identifier: MIT
// A layer of a GeoPackage in the other forms that people ask for: FlatGeobuf, Shapefile, GeoJSON.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/sqlite.h"
#include "model/schema.h"

namespace bdf::io {

enum class ExportForm { flatgeobuf, shapefile, geojson };

/// A column as the other form has it.
struct ExportColumn {
  std::string name;       ///< of the layer's
  std::string called;     ///< there
  std::size_t width = 0;  ///< bytes that a text may have there; 0: as many as the form can
};

struct ExportJob {
  ExportForm form = ExportForm::flatgeobuf;
  std::filesystem::path target;       ///< the file; of a Shapefile its .shp
  std::vector<ExportColumn> columns;  ///< of the layer, in order
  std::vector<std::string> key;       ///< columns of the layer, by which features are told
  std::string time;                   ///< ISO 8601: what files say of when they were written
};

/// A value that the form cannot hold whole.
struct ValueLeftOut {
  std::string key;
  std::string column;
  std::string value;
};

/// Writes the layer's features in order of fid. Of GeoJSON (RFC 7946) coordinates become longitude
/// and latitude. Returns, in that order, the values that were cut. The same layer gives the same
/// bytes. Throws StoreError where GDAL refuses, InputError for a geometry that the form has no kind
/// for.
[[nodiscard]] std::vector<ValueLeftOut> export_layer(Database& database, const Schema& layer,
                                                     const ExportJob& job);

}  // namespace bdf::io
