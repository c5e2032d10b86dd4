// SPDX-License-Identifier: MIT
// Decisions of a human, put to work.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "jobs/sync.h"

namespace bdf::jobs {

struct ResolveJob {
  std::filesystem::path folder;      ///< what a sync wrote
  std::optional<Side> take;          ///< settles conflicts with that side; nullopt: as entered
  std::optional<std::string> value;  ///< settles them with it: text, WKT for a geometry; "" is NULL
  std::string geometry;     ///< settles one with the geometry of FILE or FILE::layer; "" for none
  std::string resolutions;  ///< settles them as that resolutions.json says; "" for none
  std::string conflict;     ///< only this one; "" for all
  std::string where;        ///< only those that an SQL expression over layer conflict picks
  std::string by;           ///< who decides
  int threads = 0;
  std::string now;
};

/// Applies the resolutions entered in conflicts.gpkg, those written in the folder's
/// resolutions.json, and those that the job gives: a sync of merged.gpkg as it is now with the same
/// reference, whose folder replaces the one given, whole or not at all. Edits made in merged.gpkg
/// meanwhile are kept.
///
/// Throws UsageError where options contradict each other, where `where` is no expression, where a
/// value is said for several attributes or a geometry for several objects, and where what is said
/// cannot decide one of the conflicts picked; InputError where what is entered or written in a file
/// cannot, where there is nothing to apply, and where the reference is no longer where it was, or
/// is another. Nothing has been changed then.
report::Summary resolve(const ResolveJob& job);

}  // namespace bdf::jobs
