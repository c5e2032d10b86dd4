// SPDX-License-Identifier: MIT
// Layers as plain values, written to and read from real GeoPackages.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "model/schema.h"
#include "model/value.h"

namespace bdf::tests {

struct PlainRow {
  std::optional<std::int64_t> fid;  ///< nullopt: SQLite chooses
  Value geometry;                   ///< WKB, or Null
  std::vector<Value> values;        ///< in the order of the schema's columns

  bool operator==(const PlainRow&) const = default;
};

struct PlainLayer {
  Schema schema;
  std::vector<PlainRow> rows;
};

/// A layer in Lambert-93 with no column yet.
[[nodiscard]] Schema plain_schema(const std::string& layer, const std::string& geometry_type);

/// Replaces the file.
void write_geopackage(const std::filesystem::path& path, const std::vector<PlainLayer>& layers);

/// Rows in order of fid. Throws std::runtime_error where there is no such layer.
[[nodiscard]] PlainLayer read_layer(const std::filesystem::path& path, const std::string& layer);

/// Runs SQL on a file.
void run_sql(const std::filesystem::path& path, const std::string& sql,
             const std::vector<Value>& parameters = {});

}  // namespace bdf::tests
