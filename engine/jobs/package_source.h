// SPDX-License-Identifier: MIT
// What a package is made of: a reference base as it was at one time, or a file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "geometry/zone.h"
#include "io/source.h"
#include "jobs/package_lineage.h"
#include "model/finding.h"
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
  /// Of a file: FILE or FILE::layer of areas (zone_areas.h) by which its features are chosen; "":
  /// the layer of that kind that the file itself has.
  std::string boundaries;
  bool whole = false;  ///< of a file: it is of those zones as a whole, which is the caller's word
  io::SourceOptions reading;
};

struct PackageSource {
  std::filesystem::path geopackage;       ///< in the folder given, or the file itself
  std::string layer;                      ///< the one that is meant; "": all
  std::string name;                       ///< for messages
  std::string digest;                     ///< of a file
  std::vector<DatedTransaction> history;  ///< of a base until then, oldest first; none of a file
  rules::Theme theme;                     ///< of a base the version that it has taken
  std::string zone;     ///< that was asked for, as its territory spells it; of several the first
  std::string place;    ///< what was asked for, as names call it; "" where nothing was
  bool is_cut = false;  ///< of a base: only what meets the zones is in it
  /// Of a file: only what meets one of these is meant; in the territory's system. Empty:
  /// everything.
  std::vector<geometry::Zone> zones;
  std::vector<Finding> findings;  ///< what was lost or assumed on the way in
};

/// With everything that meets one of the zones, as a file is already that was taken out of a base
/// so; a territory that is not parted into zones is all that there is. What is copied stays in
/// `staging`. Throws UsageError and InputError as a checkout does, for a territory that the theme
/// does not know, for zones of several territories, or without a name, for a file of which it is
/// not known where the zones lie, and for one that says it is of another.
[[nodiscard]] PackageSource open_package_source(const PackageSourceRequest& request,
                                                const std::filesystem::path& staging);

}  // namespace bdf::jobs
