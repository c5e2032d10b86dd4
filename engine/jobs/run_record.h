// SPDX-License-Identifier: MIT
// How a sync was called, kept in run.json: so that it can be taken up again.
#pragma once

#include <filesystem>

#include "jobs/sync.h"

namespace bdf::jobs {

/// The job's settings by name, inputs with absolute paths.
[[nodiscard]] std::map<std::string, std::string> record_of(const SyncJob& job);

/// The job that wrote this folder. Throws InputError where the folder is none of ours.
[[nodiscard]] SyncJob recorded_job(const std::filesystem::path& folder);

/// The state in which the folder's sync left merged.gpkg; "" where it does not say. Throws
/// InputError as recorded_job() does.
[[nodiscard]] std::string recorded_merged_state(const std::filesystem::path& folder);

/// The settings of a job file or a record as a job. Throws UsageError on an extent that is not four
/// numbers.
[[nodiscard]] SyncJob job_from(const std::map<std::string, std::string>& settings);

/// XMIN,YMIN,XMAX,YMAX. Throws UsageError.
[[nodiscard]] Box parse_extent(const std::string& text);

}  // namespace bdf::jobs
