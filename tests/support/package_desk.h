// SPDX-License-Identifier: MIT
// Packages built by the command, and read by GDAL alone.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "support/desk.h"

namespace bdf::tests {

/// A file of the samples of a commune: ("hydro", "ancestor").
[[nodiscard]] std::string sample_file(const std::string& theme, const std::string& edition);

/// Copies a sample to another place as it is, by moving it, and calls its system so.
void move_sample(const std::string& from, const std::filesystem::path& to, const std::string& crs,
                 const std::string& eastwards, const std::string& northwards);

/// `bdf package build` at a set time; the arguments beside the folder and the time.
[[nodiscard]] Ran build_package(const std::filesystem::path& out,
                                std::vector<std::string> arguments,
                                const std::map<std::string, std::string>& environment = {});

/// What a subcommand of `bdf package` has said with --json; what is not as its definition in
/// schemas/formats/package_command.schema.json is a failure of the test.
[[nodiscard]] nlohmann::json said_by_package(const std::string& subcommand, const Ran& ran);

/// The only path in `folder` whose name has this in it; fails the test where it is not the only
/// one. Digest files play no part.
[[nodiscard]] std::filesystem::path package_in(const std::filesystem::path& folder,
                                               const std::string& part = "");

/// Paths of a package's files with this ending, sorted.
[[nodiscard]] std::vector<std::filesystem::path> files_ending(const std::filesystem::path& folder,
                                                              const std::string& ending);
/// The one GeoPackage of a package in a folder.
[[nodiscard]] std::filesystem::path geopackage_in(const std::filesystem::path& package);

/// A layer as GDAL reads it.
struct SeenLayer {
  std::string crs;  ///< "EPSG:2154"; "" where GDAL knows no code
  /// By the value of `key`, else by place: "column=value" of each column, then the geometry's WKB
  /// in hexadecimals.
  std::map<std::string, std::vector<std::string>> rows;
  std::vector<std::string> columns;
};

/// Whether a layer of a GeoPackage is one of the tables in which a delivery tells of itself.
[[nodiscard]] inline bool is_of_delivery(const std::string& layer) {
  return layer == "layer_styles" || layer == "info_metadonnees" || layer == "metadonnees_lot" ||
         layer == "metadonnees_theme";
}

/// All layers of a file with all their features. What GDAL warns of goes into `complaints`.
[[nodiscard]] std::map<std::string, SeenLayer> seen_by_gdal(const std::filesystem::path& file,
                                                            std::vector<std::string>& complaints,
                                                            const std::string& key = "cleabs");

}  // namespace bdf::tests
