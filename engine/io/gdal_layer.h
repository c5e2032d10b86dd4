// SPDX-License-Identifier: MIT
// One layer of GDAL's, as a schema and as rows. For .cpp files that know GDAL.
#pragma once

#include <ogrsf_frmts.h>

#include <span>
#include <string>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace bdf::io {

/// The schema to create for the layer: primary_key "" (to be chosen), geometry column `geom` or
/// geom_1 …; columns whose names differ only in case are told apart by a number.
[[nodiscard]] Schema schema_of(OGRLayer& layer);

/// The values of one feature after another, in buffers of its own.
class GdalRow {
 public:
  explicit GdalRow(const OGRFeatureDefn& definition);
  /// The values and the geometry are valid until the next read.
  void read(OGRFeature& feature);
  [[nodiscard]] std::span<const ValueView> values() const { return values_; }
  [[nodiscard]] const ValueView& geometry() const { return geometry_; }

 private:
  [[nodiscard]] ValueView value(OGRFeature& feature, int field, std::string& buffer) const;

  std::vector<OGRFieldType> types_;
  std::vector<ValueView> values_;
  std::vector<std::string> buffers_;
  ValueView geometry_;
  std::string wkb_;
};

}  // namespace bdf::io
