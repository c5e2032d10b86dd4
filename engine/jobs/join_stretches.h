// SPDX-License-Identifier: MIT
// Lines of which the producer says different things along their course. In merged.gpkg such a line
// is cut, where the theme wants that, and bdf_lineage says that the reference's is not; or it is
// whole, and bdf_intervals says where it is otherwise. In a merge it is one line with stretches.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// What an earlier sync has kept in the local file.
[[nodiscard]] KnownStretches known_stretches(const std::filesystem::path& local);

/// Makes one of the parts of each line that local alone has cut, where they still are a chain and
/// differ in nothing but what the producer answers for; else they are a cut like any other. Parts
/// into which one of them has been cut since, and which share its key, belong to it. Finds the
/// stretches of lines that have intervals. Fills run.stretches; what is joined goes by its key
/// alone.
void join_stretches(const KnownStretches& known, std::vector<merge::ClusterFeatures>& clusters,
                    LayerRun& run);

/// The fids of the local features that a cluster's feature was made of; mostly its own.
[[nodiscard]] std::vector<std::int64_t> fids_of(const LayerRun& run, FeatureRef local);

}  // namespace bdf::jobs
