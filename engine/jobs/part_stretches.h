// SPDX-License-Identifier: MIT
// The way back of jobs/join_stretches.h: what merged.gpkg is to have of lines of which the producer
// says different things along their course.
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// Flags of the ledger: the line is cut in local alone, or has intervals.
inline constexpr std::string_view cut_in_local_flag = "cut_in_local";
inline constexpr std::string_view intervals_flag = "has_intervals";

/// By its feature, what each line that merged holds is to be cut into, before it is.
using Pieces = std::map<std::pair<const FeatureTable*, std::size_t>, std::vector<Geometry>>;
[[nodiscard]] Pieces pieces_of_lines(LayerRun& run);

/// Between merge and delivery: in run.result, each line with stretches is cut, or gets intervals,
/// as the theme says; where it says neither, as local has it. Its ledger entry names all parts.
/// Fills run.merged_stretches.
void part_stretches(LayerRun& run);

/// All that merged.gpkg is to keep, once the fids of insertions are known: of the lines that were
/// merged, and as it is known of those that were not looked at.
[[nodiscard]] KnownStretches stretches_to_keep(
    const KnownStretches& known, const std::vector<std::unique_ptr<LayerRun>>& layers);

}  // namespace bdf::jobs
