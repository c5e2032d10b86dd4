// SPDX-License-Identifier: MIT
// A job as a file: what `bdf sync JOB.yaml` reads.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace bdf::rules {

/// The file's settings by name, which schemas/job.schema.json lists. Lists are joined by commas.
/// Paths of inputs, of `out` and of a theme's file are relative to the job file and come back
/// resolved. Throws InputError with file, line and column, and the nearest known word for an
/// unknown one.
[[nodiscard]] std::map<std::string, std::string> read_job(const std::filesystem::path& path);

}  // namespace bdf::rules
