// SPDX-License-Identifier: MIT
// What a package is made of: a reference base as it was at one time, or a file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/source.h"
#include "package/facts.h"
#include "rules/theme.h"

namespace bdf::jobs {

struct PackageSourceRequest {
  std::string base;   ///< "": a file
  std::string at;     ///< of the base: an edition, a number, an instant; "": the last
  std::string file;   ///< anything that GDAL opens
  std::string theme;  ///< a name or a file; "": the one by which the base was last written
  /// "038", "971", "FXX", or several zones of one territory; empty: everything.
  std::vector<std::string> territories;
  std::string called;  ///< how names of packages call several: "R84"
  io::SourceOptions reading;
};

struct PackageSource {
  std::filesystem::path geopackage;  ///< in the folder given, or the file itself
  std::string layer;                 ///< the one that is meant; "": all
  std::string name;                  ///< for messages
  std::string edition;  ///< that the base calls it by; "@12" where it has no name for it
  std::string digest;   ///< of the base's state, or of the file
  std::string time;     ///< of that state; "" of a file
  rules::Theme theme;   ///< of a base the version that it has taken
  std::string zone;     ///< that was asked for, as its territory spells it; of several the first
  std::string place;    ///< what was asked for, as names call it; "" where nothing was
  std::vector<package::LineageStep> lineage;
};

/// Of a base, with everything that meets one of the zones; a territory that is not parted into
/// zones is all that the base has, and so is a file. What is copied stays in `staging`. Throws
/// UsageError and InputError as a checkout does, for a territory that the theme does not know, and
/// for zones of several territories, or without a name.
[[nodiscard]] PackageSource open_package_source(const PackageSourceRequest& request,
                                                const std::filesystem::path& staging);

}  // namespace bdf::jobs
