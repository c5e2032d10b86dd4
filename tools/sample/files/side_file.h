// SPDX-License-Identifier: MIT
// One side of a synchronisation as a GeoPackage.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "files/geopackage_file.h"
#include "stories/sides.h"
#include "world/attributes.h"

namespace bdf::sample {

/// How a side keeps its features, where that is not as IGN delivers them.
struct Carrier {
  std::string version = "3.5";       ///< of the schema, whose names the columns have
  bool z = true;                     ///< false: an export without altitudes
  bool private_columns = false;      ///< the producer's own stand beside the schema's
  std::vector<std::string> without;  ///< attributes that got lost, by their name in the schema
  bool spatial_index = false;        ///< as after an edit in QGIS
};

/// Turns a layer's rows into those of a file.
class RowWriter {
 public:
  /// Throws InputError where the schema has no such layer.
  RowWriter(const Country& country, const std::string& layer, const Carrier& carrier);

  [[nodiscard]] FileLayer layer() const;
  /// `values` is replaced; in the order of layer().columns.
  void values(const Row& row, std::vector<Value>& values) const;
  /// The geometry as the file holds it.
  [[nodiscard]] Shape shape(const Feature& feature) const;
  [[nodiscard]] std::string key(const Feature& feature) const;

 private:
  std::uint64_t seed_;
  rules::LayerSchema schema_;
  Carrier carrier_;
  AttributeSource source_;
  std::vector<std::size_t> kept_;  ///< of the schema's attributes
};

/// Writes those of the country's layers that the theme is about.
void write_side(const std::filesystem::path& path, const Country& country,
                const std::vector<std::vector<Row>>& side, const rules::Theme& theme,
                const Carrier& carrier);

/// The producers' territories: layer `territoire`.
void write_domains(const std::filesystem::path& path, const Country& country);

}  // namespace bdf::sample
