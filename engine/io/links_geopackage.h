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

/// Writes the layer `link` of a new GeoPackage, link by link, in one transaction.
class LinkWriter {
 public:
  LinkWriter(const std::filesystem::path& path, const Crs& crs);

  /// One pair of a link of that number. Without a line it has no geometry; `of_lines`: both are
  /// lines, and it has stretches and a direction. A line that would be too short to be seen is
  /// drawn three decimetres long.
  void add(const LayerLinks& layer, const FoundLink& found, const LinkedPair& pair,
           std::int64_t number, const std::optional<LinkLine>& line, bool of_lines);
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
