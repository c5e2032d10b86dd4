// SPDX-License-Identifier: MIT
#include "jobs/package_source.h"

#include <map>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "jobs/adopt.h"
#include "jobs/base_checkout.h"
#include "jobs/inputs.h"
#include "jobs/territories.h"
#include "refbase/base.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

namespace {

std::vector<package::LineageStep> lineage_until(refbase::SqlSession& session,
                                                const refbase::Transaction& last) {
  std::map<std::int64_t, std::string> editions;
  for (const auto& edition : refbase::editions_of(session))
    editions.emplace(edition.number, edition.name);
  std::vector<package::LineageStep> steps;
  const auto all = refbase::transactions_of(session);
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    if (one->number > last.number) break;
    package::LineageStep step{one->number,       one->time, one->kind,
                              one->organisation, "",        one->theme_version};
    if (const auto found = editions.find(one->number); found != editions.end())
      step.edition = found->second;
    steps.push_back(std::move(step));
  }
  return steps;
}

/// The zone that a name stands for, and whether only a part of the base is in it.
std::string zone_named(const rules::Theme& theme, const std::string& name) {
  if (name.empty()) return "";
  auto zone = rules::spelling_of(theme.territories, name);
  if (zone.empty())
    throw UsageError(
        msg("--territory {}: the theme “{}” knows no such territory", name, theme.name));
  return zone;
}

bool is_part(const rules::Theme& theme, const std::string& zone) {
  if (zone.empty()) return false;
  const auto& territory = *rules::find_territory(theme.territories, zone);
  return territory.code != zone && territory.zones.size() > 1;
}

std::string require_theme(const std::string& name) {
  if (name.empty()) throw UsageError(msg("say of which theme the package is: --theme"));
  return name;
}

PackageSource from_base(const PackageSourceRequest& request, const std::filesystem::path& staging) {
  const auto session = refbase::open_base(request.base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  const auto at = refbase::transaction_named(*session, request.at);
  PackageSource source;
  source.theme =
      theme_of_base(*session, require_theme(request.theme.empty() ? at.theme : request.theme));
  source.zone = zone_named(source.theme, request.territory);
  const auto layers = refbase::layers_at(*session, at.number);
  BasePart part;
  part.layers = layers_in(layers, {});
  if (is_part(source.theme, source.zone)) {
    part.zone = zone_of_territory(*session, layers, at.number, source.zone, 0);
    for (const auto& layer : part.layers) require_crs_of_territories(layers, layer.schema);
  }
  source.geopackage = staging / "source.gpkg";
  source.name = session->name();
  source.edition = refbase::name_of(at);
  source.digest = at.digest;
  source.time = at.time;
  source.lineage = lineage_until(*session, at);
  if (!source.lineage.empty() && !source.lineage.back().edition.empty())
    source.edition = source.lineage.back().edition;
  auto file = io::Database::open_output(source.geopackage);
  io::create_geopackage(file);
  static_cast<void>(write_part(*session, at, part, file, nullptr));
  return source;
}

}  // namespace

PackageSource open_package_source(const PackageSourceRequest& request,
                                  const std::filesystem::path& staging) {
  if (!request.base.empty()) return from_base(request, staging);
  const auto input = open_input(request.file, request.reading, staging, "source");
  PackageSource source;
  source.theme = rules::load_theme(require_theme(request.theme));
  source.zone = zone_named(source.theme, request.territory);
  source.geopackage = input.path;
  source.name = input.name;
  source.digest = digest_of(input);
  return source;
}

}  // namespace bdf::jobs
