// SPDX-License-Identifier: MIT
// bdf package publish, fetch: packages on their way from those who make them to those who use them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/message.h"
#include "bdf/help.h"
#include "bdf/package.h"
#include "bdf/say.h"
#include "jobs/fetch_package.h"
#include "jobs/publish_packages.h"

namespace bdf::command {

Run add_package_publish(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::PublishJob>();
  untyped(app.add_option(msg("PACKAGE"), job->packages,
                         msg("packages as .7z, .zip or folders; or folders that hold some")))
      ->required();
  app.add_option("--out", job->tree, msg("the tree to make, or to add to"))
      ->type_name(msg("TREE"))
      ->required();
  app.add_option("--url", job->url, msg("where the tree is served, for what must say so itself"))
      ->type_name("URL");
  app.add_option("--theme", job->themes, msg("a theme's file, where it is not installed"))
      ->type_name(msg("FILE"))
      ->allow_extra_args(false);
  app.add_flag("--restricted", job->allow_restricted,
               msg("also packages that are not for everybody"));
  return [job, &common] {
    job->threads = common.threads;
    const auto publishing = jobs::publish_packages(*job);
    if (common.json)
      fmt::print("{}", json_of(publishing));
    else if (!common.quiet)
      say(text_of(publishing, job->tree.string()));
    return ExitCode::done;
  };
}

Run add_package_fetch(CLI::App& app, const Common& common) {
  const auto job = std::make_shared<jobs::FetchJob>();
  const auto timeout = std::make_shared<long>(60);
  auto& wanted = job->wanted;
  untyped(app.add_option(msg("SOURCE"), job->source,
                         msg("where packages are published: https://… or a folder")))
      ->required();
  app.add_option("--pack", wanted.pack, msg("the socle, or a pack, as names of packages call it"))
      ->type_name(msg("NAME"))
      ->required();
  app.add_option("--territory", wanted.territory, msg("of this territory: 038, FXX"))
      ->type_name(msg("CODE"))
      ->required();
  app.add_option("--format", wanted.format, msg("the format of the data (GPKG)"))
      ->type_name(msg("NAME"));
  app.add_option("--product", wanted.product, msg("of this product, where there are several"))
      ->type_name(msg("NAME"));
  app.add_option("--into", job->into, msg("the folder in which packages are kept"))
      ->type_name(msg("DIR"))
      ->required();
  app.add_flag("--full", job->full_only, msg("apply no differentials: the papers come along"));
  app.add_option("--timeout", *timeout,
                 msg("seconds without a byte after which a server is given up"))
      ->type_name("N")
      ->check(CLI::Range(1, 3600));
  return [job, timeout, &common] {
    job->patience.connect_seconds = job->patience.stall_seconds = *timeout;
    job->threads = common.threads;
    const auto fetched = jobs::fetch_package(*job);
    if (common.json)
      fmt::print("{}", json_of(fetched));
    else if (!common.quiet)
      say(text_of(fetched));
    return ExitCode::done;
  };
}

}  // namespace bdf::command
