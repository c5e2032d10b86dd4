// SPDX-License-Identifier: MIT
// What lies near, of the objects that no side has changed.
#pragma once

#include <filesystem>
#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// The geometries of the local features that stand in no cluster of the run, as they are the same
/// on all sides, and whose boxes meet any of `boxes`. Reads through the layer of `local`, local's
/// file.
[[nodiscard]] std::vector<Geometry> unchanged_near(const std::filesystem::path& local,
                                                   const LayerRun& run,
                                                   const std::vector<Box>& boxes);

}  // namespace bdf::jobs
