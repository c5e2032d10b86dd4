// SPDX-License-Identifier: MIT
// One layer of GDAL's, as a schema and as rows. For .cpp files that know GDAL.
#pragma once

#include <ogrsf_frmts.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace bdf::io {

/// The type that admits all geometries of a layer that says nothing of multi, as a Shapefile: the
/// declared one, or its multi where one geometry has several parts. Reads all of them.
[[nodiscard]] OGRwkbGeometryType held_type(OGRLayer& layer);

/// The schema to create for the layer with geometries of that type: primary_key "" (to be chosen),
/// geometry column `geom` or geom_1 …; columns whose names differ only in case are told apart by a
/// number.
[[nodiscard]] Schema schema_of(OGRLayer& layer, OGRwkbGeometryType type);

/// The values of one feature after another, in buffers of its own.
class GdalRow {
 public:
  /// Single geometries become multi where `type` is one.
  GdalRow(const OGRFeatureDefn& definition, OGRwkbGeometryType type);
  /// The values and the geometry are valid until the next read. A text that fills its column loses
  /// what is left of a last character that was cut.
  void read(OGRFeature& feature);
  [[nodiscard]] std::span<const ValueView> values() const { return values_; }
  [[nodiscard]] const ValueView& geometry() const { return geometry_; }
  /// The first column whose text is no UTF-8.
  [[nodiscard]] std::optional<std::size_t> undecoded() const { return undecoded_; }

 private:
  void read_geometry(OGRFeature& feature);
  [[nodiscard]] ValueView value(OGRFeature& feature, int field, std::string& buffer) const;

  std::vector<OGRFieldType> types_;
  std::vector<std::size_t> widths_;
  OGRwkbGeometryType geometry_type_;
  std::optional<std::size_t> undecoded_;
  std::vector<ValueView> values_;
  std::vector<std::string> buffers_;
  ValueView geometry_;
  std::string wkb_;
};

}  // namespace bdf::io
