// SPDX-License-Identifier: MIT
// A layer of a GeoPackage in the other forms that people ask for: FlatGeobuf, Shapefile, GeoJSON.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/geometry_survey.h"
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

/// A value that is not in the file as it is in the layer.
struct ValueNotHeld {
  std::string key;     ///< the feature's; "#12" of the twelfth of a layer that has none
  std::string column;  ///< the layer's name for it, of its geometry too
  bool is_geometry = false;
  std::optional<std::string> value;  ///< to_text() of it, WKT of a geometry; nullopt: NULL
};

struct ExportedLayer {
  std::vector<ValueNotHeld> not_held;  ///< in the order of the features
  std::vector<std::int64_t>
      not_in_file;                    ///< fids, ascending: features that the form has no room for
  std::uint64_t without_heights = 0;  ///< features in 2D, in a file that gives them heights
};

/// Throws InputError, which names the features, where the form has no kind of layer that holds such
/// geometries.
void require_exportable(Database& database, const Schema& layer, const ExportJob& job,
                        const std::vector<GeometryUse>& geometries);

/// Writes the layer's features, in order of fid where the file keeps an order, then reads the file
/// and compares each value with the layer's: what is not the same value is returned. A value that
/// its column cannot be is NULL in the file, a text that is too long is cut between characters, a
/// number and a vertex are as near as the form can say them, a curve is a line along it.
///
/// A FlatGeobuf file has a spatial index where the layer has a key, and holds no feature without a
/// geometry, so none of a layer without. Of GeoJSON (RFC 7946) coordinates are longitude and
/// latitude, to a centimetre, and to this the vertices are compared. Where only some features have
/// heights, those of the others are NaN in a FlatGeobuf, 0 in a Shapefile. The same layer gives the
/// same bytes.
///
/// Throws StoreError where GDAL refuses or a feature is not found again, InputError as
/// require_exportable().
[[nodiscard]] ExportedLayer export_layer(Database& database, const Schema& layer,
                                         const ExportJob& job);

}  // namespace bdf::io
