// SPDX-License-Identifier: MIT
#include "bdf/options.h"

#include <fmt/format.h>

#include "base/message.h"

namespace bdf::command {

ExitCode report_sync(const report::Summary& summary, const std::filesystem::path& folder,
                     const Common& common) {
  if (common.json) {
    fmt::print("{}", report::summary_as_json(summary));
  } else if (!common.quiet) {
    fmt::print("{}", report::summary_as_text(summary));
    const auto file = [&](const char* name) { return (folder / name).string(); };
    fmt::print("\n{}\n", msg("Merged layer:  {}", file("merged.gpkg")));
    fmt::print("{}\n", msg("Conflicts:     {}", file("conflicts.gpkg")));
    fmt::print("{}\n", msg("Contribution:  {}", file("contribution.gpkg")));
    fmt::print("{}\n", msg("Report:        {}", file("report.html")));
  }
  return summary.open_conflicts > 0 ? ExitCode::human_needed : ExitCode::done;
}

}  // namespace bdf::command
