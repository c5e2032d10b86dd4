// SPDX-License-Identifier: MIT
// What a merge has made of things that two layers hold.
#pragma once

#include <string_view>
#include <vector>

#include "jobs/sync_outputs.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// Adds to each layer whose objects double another's (rules::Doubles) what is to be told of them.
/// Where they are reported, `held_twice`: an object doubles another one in merged, and in neither
/// local nor the reference. Where they are kept, `double_left_behind`: an object doubles
/// nothing in merged, not even perhaps, and does on every side that has it, or on any where they
/// are derived and this one could not go along; of objects that have
/// changed the ledger's entry is flagged with what they double. Looked at is what has moved
/// itself, or lies where changes meet of which each side lacks one. The layers have been merged,
/// and have not been delivered yet.
void tell_doubles(const std::vector<topology::MergedLayer>& layers, int threads,
                  SyncOutputs& outputs);

/// Flag of the ledger; the names of what it doubles stand behind it.
inline constexpr std::string_view doubles_flag = "doubles ";

}  // namespace bdf::jobs
