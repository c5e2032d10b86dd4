// SPDX-License-Identifier: MIT
// How a night begins, or is gone on with: its run and its jobs in the base.
#pragma once

#include <vector>

#include "nightly/nightly.h"

namespace bdf::nightly {

struct PreparedNight {
  refbase::Night night;
  bool was_resumed = false;
  std::vector<refbase::NightJob> faulty;  ///< that cannot be read, and were refused
};

/// Lists the jobs anew, those apart that a run which goes on has done: they are in the base before
/// the first of them begins. Deposits that cannot be read are settled as they are listed. Throws
/// InputError for sources that cannot be read.
[[nodiscard]] PreparedNight prepare_night(const rules::NightPlan& plan,
                                          const NightJobRequest& request);

/// Takes the folder in which a plan works. Throws InputError where another plan does.
void take_folder(const rules::NightPlan& plan);

/// Throws StoreError where it cannot be made.
void make_folder(const std::filesystem::path& folder);

}  // namespace bdf::nightly
