// SPDX-License-Identifier: MIT
// bdf package build: the socle or a pack of a theme, as a package that people and catalogues take.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/package_source.h"
#include "model/finding.h"
#include "package/archive.h"
#include "package/facts.h"

namespace bdf::jobs {

struct PackageBuildJob {
  PackageSourceRequest source;
  std::string theme;  ///< a name or a file; "": the one by which the base was last written
  std::string pack;   ///< its code; "" for the socle
  std::string
      territory;  ///< "038", "FXX", "974": what is taken of a base, and whose system it gets
  std::string format = "GPKG";  ///< GPKG, FLATGEOBUF, SHP or GEOJSON
  std::string edition;          ///< "": what the base calls it, else the date
  std::string date;             ///< 2026-12-15; "": of the edition's name, else of its state
  /// The package of the edition before, in whatever form; "": what has changed is not told.
  std::filesystem::path previous;
  bool differential = false;  ///< only what has changed since then
  std::filesystem::path out;  ///< the folder in which the package appears
  package::Form form = package::Form::zip;
  package::Compression compression = package::Compression::light;
  bool overwrite = false;
  int threads = 0;
  std::string now;
};

struct BuiltPackage {
  std::filesystem::path path;
  package::PackageFacts facts;  ///< its manifest has the files
  rules::Theme theme;           ///< that the facts point into
  std::vector<Finding> findings;
};

/// Builds OUT/NAME (a folder), OUT/NAME.zip or OUT/NAME.7z, with NAME.….sha256 and .md5 beside an
/// archive. The same source, theme, job and --now give the same bytes, whatever the machine's
/// threads, language and day.
///
/// Throws RightsError where what is restricted would reach everybody; UsageError where the theme
/// has no packages or no such pack, or the target exists; InputError for data that cannot be a
/// package of it.
[[nodiscard]] BuiltPackage build_package(const PackageBuildJob& job);

/// For people, and for programs.
[[nodiscard]] std::string text_of(const BuiltPackage& built);
[[nodiscard]] std::string json_of(const BuiltPackage& built);

}  // namespace bdf::jobs
