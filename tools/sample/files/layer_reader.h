// SPDX-License-Identifier: MIT
// Layers of GeoPackages, whole and as they stand in the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files/shape_reader.h"
#include "io/sqlite.h"
#include "model/value.h"

namespace bdf::sample {

struct ReadColumn {
  std::string name;
  std::string type;  ///< as declared
};

struct ReadFeature {
  std::int64_t fid = 0;
  std::vector<bdf::Value> values;  ///< in the order of the layer's columns
  std::optional<Drawn> drawn;
};

struct ReadLayer {
  std::string name;
  std::vector<ReadColumn> columns;    ///< without primary key and geometry
  std::vector<ReadFeature> features;  ///< in the order of their fids

  /// Names match without regard to ASCII case.
  [[nodiscard]] std::optional<std::size_t> column(std::string_view wanted) const;
  /// nullptr where there is none.
  [[nodiscard]] const ReadFeature* find(std::int64_t fid) const;
  /// "" where the column is missing or NULL.
  [[nodiscard]] std::string text(const ReadFeature& feature, std::string_view wanted) const;
};

using ReadLayers = std::map<std::string, ReadLayer>;

/// The feature layers that the file's gpkg_contents tells. Throws InputError.
[[nodiscard]] ReadLayers read_layers(const std::filesystem::path& path);

/// The named columns of a table, row by row; no row where the table is missing.
[[nodiscard]] std::vector<std::vector<bdf::Value>> read_rows(io::Database& database,
                                                             const std::string& table,
                                                             const std::string& columns);

}  // namespace bdf::sample
