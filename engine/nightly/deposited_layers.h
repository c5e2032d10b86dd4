// SPDX-License-Identifier: MIT
// A contribution made of a producer's own layers.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "nightly/deposited_data.h"
#include "nightly/job.h"
#include "rules/theme.h"

namespace bdf::nightly {

struct LayersWork {
  const JobRun* run;
  const refbase::Night* night;
  const refbase::NightJob* job;
  const DepositedData* data;
  const rules::Theme* theme;
  std::string theme_file;         ///< the same as a file, or its name
  std::filesystem::path scratch;  ///< where there is room
  std::function<void(const std::string& stage)> begin_stage;
};

/// Compares the layers with the base as it was when the night began, and writes what goes back to
/// their producer into folder_of_returns(). Returns the contribution, which lies there. Throws
/// InputError where the plan takes no layers with errors of their own and these have some; where
/// they come from a later state; where the theme has other rules for one of their territories than
/// for another; and what a sync throws.
[[nodiscard]] std::filesystem::path contribution_of_layers(const LayersWork& work,
                                                           refbase::SqlSession& session);

/// Whether the deletions of a deposit count as confirmed.
[[nodiscard]] bool confirms_deletions(const rules::NightPlan& plan, const DepositedData& data);

}  // namespace bdf::nightly
