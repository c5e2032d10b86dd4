// SPDX-License-Identifier: MIT
// What becomes of the features of RestoredKeys.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "jobs/layer_sync.h"
#include "model/change.h"
#include "model/ledger.h"

namespace bdf::jobs {

/// The text of the key that the i-th of them gets back.
[[nodiscard]] std::string restored_key(const LayerRun& run, std::size_t i);

/// Whether merged has a column for the keys.
[[nodiscard]] bool are_keys_written(const LayerRun& run);

/// Their entries in the ledger, in order of fid.
void show_restored_entries(const LayerRun& run,
                           const std::function<void(const LedgerEntry&)>& show);

/// The changes that give them their keys, in order of fid; of the features, only the fids count.
/// None where merged has no column for the keys.
void show_key_changes(const LayerRun& run, const std::function<void(const Change&)>& show);

/// The same with the features as local's file has them, of which some thousand are read at a time.
void show_whole_key_changes(const LayerRun& run, const std::function<void(const Change&)>& show);

}  // namespace bdf::jobs
