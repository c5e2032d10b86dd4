// SPDX-License-Identifier: MIT
// A night on many machines, by Slurm.
#pragma once

#include <string>
#include <vector>

#include "nightly/nightly.h"

namespace bdf::nightly {

struct SubmittedStep {
  std::string step;  ///< prepare, jobs, packages, report
  std::string id;    ///< of the Slurm job
};

struct Submission {
  std::vector<SubmittedStep> steps;
  int code = 0;  ///< of the last step, where it was waited for
};

/// Submits the plan's steps: prepare, an array of programs that do its jobs, packages, report; each
/// begins once those before it have ended. The array's programs take whatever job comes next, so
/// that the loss of one loses no job, and Slurm begins it again. The base is one on a server, and
/// the plan's folders are the same on all machines.
///
/// With `waits` it returns when the last step has ended. Throws UsageError for a base in a file,
/// StoreError where Slurm does not take them.
[[nodiscard]] Submission submit_night(const NightJobRequest& request, bool waits);

}  // namespace bdf::nightly
