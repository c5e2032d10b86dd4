// SPDX-License-Identifier: MIT
// What several subcommands say in the end.
#pragma once

#include <filesystem>
#include <string>

#include "bdf/command.h"
#include "report/summary.h"

namespace bdf::command {

/// Tells what a sync came to and where its files are: as text, or as JSON on stdout. Exit code 1
/// where conflicts are left open.
ExitCode report_sync(const report::Summary& summary, const std::filesystem::path& folder,
                     const Common& common);

/// The base meant: the one given, else what $BDF_BASE says; "" for neither. Throws UsageError for
/// an address with a password on the command line, which other users of the machine can see.
std::string base_meant(const std::string& given);

/// The same, where there must be one.
std::string base_of(const std::string& given);

}  // namespace bdf::command
