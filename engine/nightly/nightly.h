// SPDX-License-Identifier: MIT
// The night: deposits come in, packages go out, and nobody looks on.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nightly/packages.h"
#include "nightly/planning.h"
#include "refbase/night.h"

namespace bdf::nightly {

struct NightJobRequest {
  std::filesystem::path plan;
  int threads = 0;
  std::string now;               ///< "": the clock's
  std::string engine = "local";  ///< or slurm: who does the jobs
  /// Told in the user's language what is done; one line at a time.
  std::function<void(const std::string&)> tell;
};

/// What came of a night.
struct NightOutcome {
  refbase::Night night;
  bool was_resumed = false;
  std::vector<refbase::NightJob> jobs;
  std::vector<MadePackage> packages;
  std::string publication;                        ///< what went wrong in publishing; "" for nothing
  std::vector<refbase::SettledDeposit> standing;  ///< what is known of all deposits by now
  /// Of contributions, by transaction: things that wait for an operator as the base is now.
  std::map<std::int64_t, std::size_t> asked;
  std::map<std::int64_t, refbase::NightJob> origins;  ///< the jobs of those that a night took
  std::filesystem::path report;

  [[nodiscard]] std::size_t count(refbase::JobStatus status) const;
  /// Whether something is left for a human.
  [[nodiscard]] bool needs_human() const;
  /// Whether it ended before all was done, since the house failed.
  [[nodiscard]] bool was_stopped() const { return !night.outcome.empty(); }
};

/// "done", "human_needed" or "stopped".
[[nodiscard]] std::string_view state_of(const NightOutcome& outcome);

/// What would be done, and why; nothing is.
struct NightPreview {
  std::string resumes;  ///< the run that would be gone on with; "": a new one
  std::vector<PlannedJob> jobs;
  std::vector<WantedPackage> packages;  ///< that are out of date as the base is now
  std::vector<std::string> absent;      ///< producers of the plan that no deposit is of
};
[[nodiscard]] NightPreview preview_night(const NightJobRequest& request);

/// Prepares the jobs, does them, makes and publishes the packages, and reports. A run that was
/// interrupted at whatever moment is gone on with: what it has done is not done again.
///
/// Throws InputError for a plan that is none, StoreError where another night is at work on the
/// base, or where the base or the folders cannot be used at all.
[[nodiscard]] NightOutcome run_night(const NightJobRequest& request);

/// A part of a night that is done by programs on several machines, one after the other. Of `jobs`
/// and `packages` there may be many at once: each does what no other does. What they leave undone
/// the next step does, and the last step all.
enum class NightStep { prepare, jobs, packages, report };
[[nodiscard]] std::optional<NightStep> step_named(std::string_view name);
/// Does that part of the plan's night that goes on; prepare begins one. What it came to is whole
/// only after the last step.
[[nodiscard]] NightOutcome run_step(const NightJobRequest& request, NightStep step);

/// The last run of a plan as it is at this moment.
struct NightStatus {
  refbase::Night night;
  bool is_at_work = false;  ///< else it has ended or was interrupted
  std::vector<refbase::NightJob> jobs;
};
/// nullopt where there was no night yet.
[[nodiscard]] std::optional<NightStatus> status_of_night(const NightJobRequest& request);

/// So that the next night looks at a deposit again that was refused or put aside. Throws
/// UsageError where nothing is known of it.
void look_again(const NightJobRequest& request, const std::vector<std::string>& deposits);

}  // namespace bdf::nightly
