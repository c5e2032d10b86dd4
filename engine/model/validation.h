// SPDX-License-Identifier: MIT
// What a file comes to when it is held against a schema, in the terms of IGN's validator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/geometry.h"

namespace bdf {

/// Where a finding is about: a file, a layer, a column of it, one feature.
struct ValidationFinding {
  Level level = Level::warning;
  std::string code;                 ///< as IGN's validator names it: "ATTRIBUTE_UNEXPECTED_VALUE"
  std::string message;              ///< for people, in their language
  std::string class_name;           ///< of the schema; "" where none is meant
  std::string layer;                ///< as the file calls it; "" where it concerns the file
  std::string attribute;            ///< the column, as the file calls it; "" for none
  std::optional<std::int64_t> fid;  ///< of the feature
  std::string feature;              ///< its key; "" where it has none
  std::optional<Point> position;    ///< in the layer's CRS
  std::size_t flaws = 1;            ///< that it tells of at once
  std::string more_of = {};         ///< the code of those, where they are told in this one alone
};

struct ValidatedLayer {
  std::string name;
  std::string class_name;  ///< "" where it is no class of the schema
  std::string crs;         ///< "EPSG:2154"
  /// nullopt for a layer that is not looked at, because it is no class of the schema.
  std::optional<std::size_t> features;
};

struct Validation {
  std::string file;    ///< as the user named it
  std::string schema;  ///< "bdtopo 3.5"; "" where only geometries were looked at
  std::vector<ValidatedLayer> layers;
  /// By layer, then what concerns it as a whole, then by feature and column.
  std::vector<ValidationFinding> findings;
};

}  // namespace bdf
