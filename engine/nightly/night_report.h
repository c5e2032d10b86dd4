// SPDX-License-Identifier: MIT
// What is told of a night: to whoever watches, to people in the morning, to programs.
#pragma once

#include <set>
#include <string>

#include "nightly/nightly.h"
#include "rules/night_plan.h"

namespace bdf::nightly {

/// One line each, in the user's language.
[[nodiscard]] std::string text_of(const refbase::NightJob& job);
[[nodiscard]] std::string text_of(const MadePackage& package);
/// Several lines.
[[nodiscard]] std::string text_of(const NightPreview& preview);
[[nodiscard]] std::string text_of(const NightStatus& status);
[[nodiscard]] std::string text_of(const NightOutcome& outcome);

/// As schemas/formats/nightly.schema.json says.
[[nodiscard]] std::string json_of(const NightPreview& preview);
[[nodiscard]] std::string json_of(const NightStatus& status);
[[nodiscard]] std::string json_of(const NightOutcome& outcome);

/// What went out, from one step of a night to the next.
[[nodiscard]] std::string packages_as_json(const NightOutcome& outcome);
/// Reads it back; of another text nothing.
void read_packages(const std::string& text, NightOutcome& outcome);

/// For Prometheus, as its text files are (version 0.0.4).
[[nodiscard]] std::string metrics_of(const NightOutcome& outcome, const std::string& plan);

/// The page for people: what came in, what went out, what waits for whom, since when.
[[nodiscard]] std::string page_of(const NightOutcome& outcome, const std::string& plan);

/// Writes WORK/reports/RUN.json and RUN.html, WORK/health.html (the last page) and
/// WORK/metrics.prom, each whole or not at all. Returns the page. Throws StoreError.
std::filesystem::path write_reports(const rules::NightPlan& plan, const NightOutcome& outcome);

/// Runs the plan's command with what came of the night in BDF_NIGHT_RUN, _STATE, _TAKEN, _REFUSED,
/// _ASIDE, _WAITING, _PACKAGES, _REPORT. What it does is its own: a failure is only logged. After
/// so many seconds it is killed.
void notify(const rules::NightPlan& plan, const NightOutcome& outcome, double seconds = 60);

/// Removes reports, logs, folders of runs, what has gone back and packages that are older than the
/// plan keeps them; of packages those whose names are not among `packages`.
void forget_old_files(const rules::NightPlan& plan, const std::set<std::string>& packages);

}  // namespace bdf::nightly
