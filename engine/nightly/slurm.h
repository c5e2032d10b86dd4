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

/// Submits the plan's steps: prepare, an array of programs that do its jobs, one of programs that
/// make its packages, report; each begins once those before it have ended. An array's programs take
/// whatever comes next, so that the loss of one loses nothing, and Slurm begins it again; what an
/// array leaves undone the next step does. Where prepare fails nothing more is done. The base is
/// one on a server, and the plan's folders are the same on all machines.
///
/// With `waits` it returns when the last step has ended. Throws UsageError for a base in a file,
/// StoreError where Slurm does not take them or another night is at work.
[[nodiscard]] Submission submit_night(const NightJobRequest& request, bool waits);

}  // namespace bdf::nightly
