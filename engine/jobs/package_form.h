// SPDX-License-Identifier: MIT
// The data of a package in the form that was asked for.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/package_data.h"
#include "model/finding.h"
#include "package/layout.h"

namespace bdf::jobs {

/// "GPKG", "FLATGEOBUF", "SHP" or "GEOJSON", without regard to case, FGB for FLATGEOBUF; as names
/// of packages spell it. Throws UsageError for another word.
[[nodiscard]] std::string package_format(const std::string& word);

struct PackageFormRequest {
  std::string format;
  std::filesystem::path geopackage;  ///< what write_package_data() has written
  const std::vector<PackagedData>* data = nullptr;
  std::filesystem::path folder;  ///< of the package
  package::Layout layout;
  std::string time;
};

/// A layer's file, from the package's folder, and what it is called in there.
struct LayerFile {
  std::string layer;
  std::string file;
  std::string table;
};

/// Gives the columns the names that they have in a Shapefile. Throws InputError, which names the
/// features, where layers have geometries that the form does not know.
void prepare_form(const std::string& format, io::Database& database,
                  std::vector<PackagedData>& data);

/// Writes the data below the folder: the GeoPackage itself, or a file a layer, which is read again
/// and held against it. What a form cannot hold goes whole into tables (.csv) of the supplements,
/// and a finding says so. `data` as
/// prepare_form() has left them.
[[nodiscard]] std::vector<LayerFile> write_package_form(const PackageFormRequest& request,
                                                        std::vector<Finding>& findings);

}  // namespace bdf::jobs
