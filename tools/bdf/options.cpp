// SPDX-License-Identifier: MIT
#include "bdf/options.h"
#include "bdf/say.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/message.h"
#include "io/source.h"

namespace bdf::command {

ExitCode report_sync(const report::Summary& summary, const std::filesystem::path& folder,
                     const Common& common) {
  if (common.json) {
    fmt::print("{}", report::summary_as_json(summary));
  } else if (!common.quiet) {
    say(report::summary_as_text(summary));
    const auto file = [&](const char* name) { return (folder / name).string(); };
    say_line("\n" + msg("Merged layer:  {}", file("merged.gpkg")));
    say_line(msg("Conflicts:     {}", file("conflicts.gpkg")));
    say_line(msg("Contribution:  {}", file("contribution.gpkg")));
    say_line(msg("Report:        {}", file("report.html")));
  }
  return summary.open_conflicts > 0 ? ExitCode::human_needed : ExitCode::done;
}

std::string base_meant(const std::string& given) {
  if (io::without_password(given) != given)
    throw UsageError(
        msg("--base holds a password, which others on this machine can see: put it into ~/.pgpass, "
            "or give the whole address as $BDF_BASE"));
  if (!given.empty()) return given;
  const char* from_environment = std::getenv("BDF_BASE");
  return from_environment != nullptr ? from_environment : "";
}

std::string base_of(const std::string& given) {
  auto base = base_meant(given);
  if (base.empty()) throw UsageError(msg("which base? Give --base, or set $BDF_BASE"));
  return base;
}

}  // namespace bdf::command
