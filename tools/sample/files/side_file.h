// SPDX-License-Identifier: MIT
// One side of a synchronisation as a GeoPackage.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "crs/transform.h"
#include "files/geopackage_file.h"
#include "stories/distort.h"
#include "stories/sides.h"
#include "world/attributes.h"
#include "world/extract.h"

namespace bdf::sample {

/// How a side keeps its features, where that is not as IGN delivers them.
struct Carrier {
  std::string version = "3.5";       ///< of the schema, whose names the columns have
  bool z = true;                     ///< false: an export without altitudes
  bool keys = true;                  ///< false: every cleabs got lost
  bool private_columns = false;      ///< the producer's own stand beside the schema's
  std::vector<std::string> without;  ///< attributes that got lost, by their name in the schema
  bool spatial_index = false;        ///< as after an edit in QGIS
  bool shapefile = false;            ///< names of 10 letters, texts cut at their width
  std::string crs;                   ///< "EPSG:27572"; "" for the country's
  Distortion distortion;
  std::optional<Rectangle> within;  ///< only what has a vertex in it: a clipped extent
  /// Of this layer, only features with this value of this attribute: a filtered export.
  std::string only_layer, only, only_value;
};

/// How the two sides are kept.
struct Carriers {
  Carrier local, reference;
};

/// Whether such a side holds the feature.
[[nodiscard]] bool carries(const Carrier& carrier, const std::string& layer,
                           const Feature& feature);

/// Turns a layer's rows into those of a file.
class RowWriter {
 public:
  /// Throws InputError where the schema has no such layer.
  RowWriter(const Country& country, const std::string& layer, const Carrier& carrier);

  [[nodiscard]] FileLayer layer() const;
  /// What a Shapefile calls the columns of layer(), and how many bytes their texts have.
  struct Narrow {
    std::string name;
    std::size_t width = 0;
  };
  [[nodiscard]] std::vector<Narrow> narrow_columns() const;
  /// `values` is replaced; in the order of layer().columns.
  void values(const Row& row, std::vector<Value>& values) const;
  /// The geometry in the file's system, before and after what befell the whole layer.
  [[nodiscard]] Shape shape(const Feature& feature) const;
  [[nodiscard]] Shape distorted_shape(const Feature& feature) const;
  [[nodiscard]] std::string key(const Feature& feature) const;

 private:
  [[nodiscard]] Shape in_system(Shape shape) const;

  Ground ground_;
  rules::LayerSchema schema_;
  Carrier carrier_;
  AttributeSource source_;
  std::vector<std::size_t> kept_;  ///< of the schema's attributes
  mutable std::optional<crs::Transform> transform_;
};

/// Writes those of the country's layers that the theme is about. As Shapefiles, `path` is a folder.
void write_side(const std::filesystem::path& path, const Country& country,
                const std::vector<std::vector<Row>>& side, const rules::Theme& theme,
                const Carrier& carrier);

/// The producers' territories: layer `territoire`.
void write_domains(const std::filesystem::path& path, const Country& country);

}  // namespace bdf::sample
