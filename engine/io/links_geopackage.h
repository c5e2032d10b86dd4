// SPDX-License-Identifier: MIT
// Links as lines on a map: links.gpkg (schemas/links.sql).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "io/geopackage.h"
#include "model/layer_links.h"

namespace bdf::io {

/// The line from a feature to the one that it is linked to.
struct LinkLine {
  Point a{};
  Point b{};
};

/// One pair of a link.
struct LinkRow {
  const LayerLinks& layer;
  const FoundLink& found;
  const LinkedPair& pair;
  std::int64_t number = 0;       ///< the link's
  std::optional<LinkLine> line;  ///< nullopt: it has no geometry
  bool of_lines = false;         ///< both are lines, and have stretches and a direction
};

/// Writes the layer `link` of a new GeoPackage, pair by pair, in one transaction.
class LinkWriter {
 public:
  LinkWriter(const std::filesystem::path& path, const Crs& crs);

  /// A line that would be too short to be seen is drawn three decimetres long.
  void add(const LinkRow& row);
  /// To be called at the end. Returns the layer as it was created.
  const Schema& finish(std::string_view time);
  [[nodiscard]] Database& database() { return database_; }

 private:
  Database database_;
  Schema schema_;
  double shortest_;  ///< in units of the CRS
  FeatureWriter writer_;
  Transaction transaction_;
  std::string wkb_;
};

}  // namespace bdf::io
