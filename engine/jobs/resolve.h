// SPDX-License-Identifier: MIT
// Decisions of a human, put to work.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "jobs/sync.h"

namespace bdf::jobs {

struct ResolveJob {
  std::filesystem::path folder;  ///< what a sync wrote
  std::optional<Side> take;      ///< settles conflicts with that side; nullopt: as entered
  std::string conflict;          ///< only this one; "" for all
  std::string where;             ///< only those that an SQL expression over layer conflict picks
  std::string by;                ///< who decides
  int threads = 0;
  std::string now;
};

/// Applies the resolutions entered in conflicts.gpkg, and those that `take` gives: a sync of
/// merged.gpkg as it is now with the same reference, whose folder replaces the one given, whole or
/// not at all. Edits made in merged.gpkg meanwhile are kept. Throws InputError where the reference
/// is no longer where it was, or is another.
report::Summary resolve(const ResolveJob& job);

}  // namespace bdf::jobs
