// SPDX-License-Identifier: MIT
// bdf package build, verify, diff: what is published of a theme.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/options.h"
#include "bdf/package.h"
#include "bdf/say.h"
#include "jobs/package_build.h"
#include "jobs/package_check.h"

namespace bdf::command {

namespace {

template <class Result>
void tell(const Result& result, const Common& common) {
  if (common.json)
    fmt::print("{}", jobs::json_of(result));
  else if (!common.quiet)
    say(jobs::text_of(result));
}

package::Form form_named(const std::string& word) {
  if (word == "folder") return package::Form::folder;
  if (word == "zip") return package::Form::zip;
  if (word == "7z") return package::Form::seven_zip;
  throw UsageError(msg("--as {}: there are folder, zip and 7z", word));
}

}  // namespace

Run add_package_build(CLI::App& app, const Common& common) {
  struct Options {
    jobs::PackageBuildJob job;
    std::string form = "zip";
    bool release = false;
  };
  const auto options = std::make_shared<Options>();
  auto& asked = options->job;
  app.add_option("--base", asked.source.base,
                 msg("a reference base: a file, or a server's address"))
      ->type_name(msg("BASE"));
  app.add_option("--at", asked.source.at, msg("as it was then: an edition, a number, an instant"))
      ->type_name(msg("AT"));
  app.add_option("--from", asked.source.file, msg("a file instead of a base: FILE or FILE::layer"))
      ->type_name(msg("FILE"));
  app.add_option("--crs", asked.source.reading.crs,
                 msg("the coordinate system of layers that do not say theirs"))
      ->type_name(msg("NAME"));
  app.add_option("--theme", asked.source.theme,
                 msg("a name or a .yaml file; else the one that the base goes by"))
      ->type_name(msg("THEME"));
  app.add_option("--pack", asked.pack, msg("a pack of the theme, by its code; else the socle"))
      ->type_name(msg("CODE"));
  app.add_option("--territory", asked.source.territories,
                 msg("départements, a collectivity or a territory: 038,073, 974, FXX; else all"))
      ->type_name(msg("NAME"))
      ->delimiter(',');
  app.add_option(
         "--boundaries", asked.source.boundaries,
         msg("areas by code, in which features of a file are looked for: FILE or FILE::layer; "
             "else its own layer territory or departement"))
      ->type_name(msg("FILE"));
  app.add_flag("--whole", asked.source.whole,
               msg("all of the file is of the territory: nothing is cut"));
  app.add_option("--called", asked.source.called, msg("what several are together, as R84"))
      ->type_name(msg("NAME"));
  app.add_option("--format", asked.format, msg("GPKG, FLATGEOBUF, SHP or GEOJSON"))
      ->type_name(msg("FORMAT"));
  app.add_option("--edition", asked.edition, msg("what the edition is called"))
      ->type_name(msg("NAME"));
  app.add_option("--date", asked.date, msg("its day; else by its name, or by when the base was so"))
      ->type_name(msg("DAY"));
  app.add_option("--previous", asked.previous,
                 msg("the package of the edition before: what has changed since is told"))
      ->type_name(msg("PACKAGE"));
  app.add_flag("--differential", asked.differential, msg("only what has changed since then"));
  app.add_option("--out", asked.out, msg("the folder in which the package appears"))
      ->type_name(msg("DIR"))
      ->required();
  app.add_option("--as", options->form, msg("folder, zip or 7z"))->type_name(msg("FORM"));
  app.add_flag("--release", options->release, msg("as small as can be, which takes minutes"));
  add_overwrite(app, asked.overwrite);
  return [options, &common] {
    auto& job = options->job;
    job.form = form_named(options->form);
    job.compression = options->release ? package::Compression::full : package::Compression::light;
    if (job.source.file.empty())
      job.source.base = base_of(job.source.base);
    else if (!job.source.base.empty())
      throw UsageError(msg("say either --base or --from"));
    else if (!job.source.at.empty())
      throw UsageError(msg("--at is of a base: say which with --base instead of --from"));
    job.threads = common.threads;
    job.now = common.now;
    tell(jobs::build_package(job), common);
    return ExitCode::done;
  };
}

Run add_package_verify(CLI::App& app, const Common& common) {
  const auto package = std::make_shared<std::filesystem::path>();
  untyped(app.add_option(msg("PACKAGE"), *package, msg("a folder, a .zip or a .7z")))->required();
  return [package, &common] {
    const auto verification = jobs::verify_package(*package, common.threads);
    tell(verification, common);
    return verification.holds() ? ExitCode::done : ExitCode::bad_input;
  };
}

Run add_package_diff(CLI::App& app, const Common& common) {
  struct Options {
    std::filesystem::path before, after;
  };
  const auto options = std::make_shared<Options>();
  untyped(app.add_option(msg("OLD"), options->before, msg("a package")))->required();
  untyped(app.add_option(msg("NEW"), options->after, msg("another one")))->required();
  return [options, &common] {
    tell(jobs::compare_packages(options->before, options->after, common.threads), common);
    return ExitCode::done;
  };
}

}  // namespace bdf::command
