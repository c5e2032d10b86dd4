// SPDX-License-Identifier: MIT
// What earlier syncs left open or settled, and what a human has entered since.
#pragma once

#include <filesystem>
#include <vector>

#include "merge/context.h"
#include "model/finding.h"

namespace bdf::jobs {

/// Reads bdf_pending and bdf_resolution of the local file, and the resolutions entered in each of
/// `conflict_files` that exists (conflicts.gpkg beside the local file, and in the folder about to
/// be replaced). What was entered wrongly becomes a finding and stays open.
[[nodiscard]] merge::Memory remember(const std::filesystem::path& local,
                                     const std::vector<std::filesystem::path>& conflict_files,
                                     std::vector<Finding>& findings);

}  // namespace bdf::jobs
