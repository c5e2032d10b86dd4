// SPDX-License-Identifier: MIT
// What a package is made of: a reference base as it was at one time, or a file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/source.h"
#include "package/facts.h"

namespace bdf::jobs {

struct PackageSourceRequest {
  std::string base;       ///< "": a file
  std::string at;         ///< of the base: an edition, a number, an instant; "": the last
  std::string file;       ///< anything that GDAL opens
  std::string territory;  ///< the code of one in the base's layer of territories; "": everything
  io::SourceOptions reading;
};

struct PackageSource {
  std::filesystem::path geopackage;  ///< in the folder given, or the file itself
  std::string name;                  ///< for messages
  std::string edition;  ///< that the base calls it by; "@12" where it has no name for it
  std::string digest;   ///< of the base's state, or of the file
  std::string time;     ///< of that state; "" of a file
  std::string theme;    ///< by which the base was last written; "" where not known
  std::vector<package::LineageStep> lineage;
};

/// Of a base, with everything that meets the territory. What is copied stays in `staging`. Throws
/// UsageError and InputError as a checkout does.
[[nodiscard]] PackageSource open_package_source(const PackageSourceRequest& request,
                                                const std::filesystem::path& staging);

}  // namespace bdf::jobs
