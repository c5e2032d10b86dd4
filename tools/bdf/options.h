// SPDX-License-Identifier: MIT
// What several subcommands say in the end.
#pragma once

#include <filesystem>

#include "bdf/command.h"
#include "report/summary.h"

namespace bdf::command {

/// Tells what a sync came to and where its files are: as text, or as JSON on stdout. Exit code 1
/// where conflicts are left open.
ExitCode report_sync(const report::Summary& summary, const std::filesystem::path& folder,
                     const Common& common);

}  // namespace bdf::command
