// SPDX-License-Identifier: MIT
// Areas go with the lines that they double.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "jobs/sync_outputs.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// Of layers whose areas are derived from the lines that they double (rules::Doubles): where merged
/// holds such a line elsewhere than it was when the area was drawn, the area goes along
/// (geometry/carried.h); and where it holds none of them any longer, the area is deleted. It says
/// so in the ledger, in the changes to local and, by authority, in the contribution.
///
/// By which line an area was drawn, its versions say: by the ancestor's, if nobody has changed the
/// area; by the line of the side that alone has. So an area that has gone with its line is one that
/// local has changed, by a line that is merged's. An area stays as merged has it that both sides
/// have changed, that one of them has not, that is cut or in question; that was drawn by a line
/// which doubtfully is its double, or which may be another one now; that fits the line as it is
/// better than as it was; of which the reference has declined that very outline; and that the last
/// sync has left where it is, as long as neither it nor its lines change: merged's ledger keeps a
/// mark of these. Without an ancestor it goes with its line where merged has local's area and
/// another line.
///
/// `not_derived` tells an area that cannot go along: the outline would cross itself or not hold its
/// lines, or, in a coverage, run into an area beside it or part from it; or a line was cut.
/// Deleted is only what nobody has changed, nothing of the producer's own hangs on, and that
/// doubles nothing else.
///
/// While a question about the line is open, the area goes with what merged holds of it meanwhile,
/// and no change of the outline of what doubles it is sent. Several lines are followed one after
/// the other, by their names. Only areas near lines that have changed are looked at. The layers
/// have been merged, and have not been delivered yet.
[[nodiscard]] std::vector<Finding> derive_doubles(std::vector<topology::MergedLayer>& layers,
                                                  const LayerOptions& options,
                                                  SyncOutputs& outputs);

/// The marks in local's ledger.
[[nodiscard]] std::set<std::string> marks_of_left(const std::filesystem::path& local);

[[nodiscard]] bool is_derived(const rules::LayerRules& rules);

/// Of a layer whose areas are derived, where they may have to go with their lines: those of the
/// other layer, which has been compared, that differ or that a question is about.
[[nodiscard]] std::vector<Box> places_of_derived(const LayerVersions& versions,
                                                 const merge::Memory& memory,
                                                 const SyncOutputs& outputs);

/// Flags of the ledger; the names of the lines stand behind them: those it goes with, and those
/// about which a question is open; and, behind a mark, those with which it has not gone. And the
/// rule by which one is deleted.
inline constexpr std::string_view derived_flag = "derived ";
inline constexpr std::string_view derived_waits_flag = "derived_waits ";
inline constexpr std::string_view derived_left_flag = "derived_left ";
inline constexpr std::string_view derived_rule = "derived";

}  // namespace bdf::jobs
