// SPDX-License-Identifier: MIT
// What is known of a package when its papers are written: metadata, data dictionary, quality
// report, cover page. All of it may be published: there is no person, no restricted value and no
// free text of an operator's in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/geometry.h"
#include "package/manifest.h"
#include "rules/theme.h"

namespace bdf::package {

/// A column of a layer as the package has it.
struct ColumnFacts {
  std::string name;
  std::string type;  ///< for people and programs: "text", "integer", "real", "boolean", "date" …
  std::string in_base;  ///< what the base calls it
  rules::Authority owner = rules::Authority::reference;
  bool is_key = false;
  std::uint64_t filled = 0;  ///< features that have a value
  /// What the schema says of it; null for a column that only the theme knows.
  const rules::AttributeDefinition* definition = nullptr;
  std::string in_shapefile{};  ///< what its table calls it; "" where the package is no Shapefile
};

/// Why the base holds a column that the package does not.
enum class LeftOut {
  restricted,   ///< it is not for everybody
  of_producer,  ///< a community answers for it, and this pack does not add it
  unknown       ///< no schema and no theme knows it: it is somebody's own
};

struct ColumnLeftOut {
  std::string name;  ///< "…" of one that is unknown, where everybody reads it
  LeftOut why = LeftOut::unknown;
};

/// A layer that the file holds, or the base of this theme, and the package does not, and why.
struct LayerLeftOut {
  std::string name;         ///< "…" of one that is of no class, where everybody reads it
  bool is_of_theme = true;  ///< the theme knows it, and this pack does not have it
};

struct LayerFacts {
  std::string name;      ///< of the class
  std::string title;     ///< in French; "" where the schema gives none
  std::string geometry;  ///< "LINESTRING", "MULTIPOLYGON" …; "" for none
  bool has_z = false;
  std::uint64_t features = 0;
  std::uint64_t in_base = 0;  ///< features of the territory, before the pack's condition
  std::optional<Box> box;     ///< in the territory's system; nullopt: no feature has a geometry
  rules::Condition where;     ///< only such objects
  std::vector<ColumnFacts> columns;
  std::vector<ColumnLeftOut> left_out;
};

/// A transaction of the base that made what the package holds.
struct LineageStep {
  std::int64_t number = 0;
  std::string time;
  std::string kind;          ///< "import", "integrate", "accept", "revert" …
  std::string organisation;  ///< "" where none is named
  std::string edition;       ///< that it brought; "" for none
  std::string theme_version;
};

/// A measure of ISO 19157, computed from the package's data.
struct Measure {
  std::string code;  ///< in schemas/quality/measures.yaml, which has its number, names and method
  std::string layer;
  std::string attribute;  ///< "" for the whole layer
  double value = 0;
  std::uint64_t population = 0;  ///< features, or values, that were looked at
};

/// What differs in a layer from the edition before.
struct ChangeCount {
  std::string layer;
  std::uint64_t added = 0;
  std::uint64_t changed = 0;
  std::uint64_t removed = 0;
};

struct PackageFacts {
  Manifest manifest;  ///< without its files
  rules::Packages product;
  rules::Pack pack;
  /// Where it is of; `crs` and `short_name` are those of the package's system, which is not the
  /// territory's in GeoJSON.
  rules::Territory territory;
  std::string map_crs;       ///< in which its map is drawn
  std::string zone_title;    ///< for people: "France métropolitaine", "Département 038"
  Box degrees{};             ///< longitude and latitude of what it holds
  std::string edition_date;  ///< 2026-12-15
  std::vector<LayerFacts> layers;
  std::vector<LayerLeftOut> layers_left_out;
  std::vector<LineageStep> lineage;  ///< oldest first
  std::vector<Measure> measures;
  std::vector<ChangeCount> changes;  ///< since `previous_edition`
  std::string previous_edition;      ///< "" where there is none to compare with
};

/// A file that somebody can get.
struct Distribution {
  std::string url;  ///< absolute, or from where the paper lies
  std::string title;
  std::string format;  ///< "GPKG", "FGB", "SHP", "GEOJSON"
  std::string media_type;
  std::uint64_t bytes = 0;
  std::string sha256;
};

}  // namespace bdf::package
