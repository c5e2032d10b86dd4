// SPDX-License-Identifier: MIT
#include "jobs/package_source.h"

#include <algorithm>
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

/// As the territory spells it.
std::string zone_named(const rules::Theme& theme, const std::string& name) {
  auto zone = rules::spelling_of(theme.territories, name);
  if (zone.empty())
    throw UsageError(
        msg("--territory {}: the theme “{}” knows no such territory", name, theme.name));
  return zone;
}

/// Where the package is of; returns the zones that were asked for.
std::vector<std::string> choose_place(const PackageSourceRequest& request, PackageSource& source) {
  std::vector<std::string> zones;
  const auto territory_of = [&](const std::string& zone) {
    return rules::find_territory(source.theme.territories, zone);
  };
  for (const auto& name : request.territories) zones.push_back(zone_named(source.theme, name));
  if (zones.empty()) return zones;
  for (const auto& zone : zones)
    if (territory_of(zone) != territory_of(zones.front()))
      throw UsageError(
          msg("--territory: {} and {} are in different coordinate systems: make a "
              "package of each",
              zones.front(), zone));
  if (zones.size() > 1 && request.called.empty())
    throw UsageError(
        msg("--territory names several: say with --called how the package calls them "
            "together, as R84"));
  source.zone = zones.front();
  source.place = request.called.empty() ? zones.front() : request.called;
  return zones;
}

/// Whether only a part of a base is in it.
bool is_part(const rules::Theme& theme, const std::string& zone) {
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
  const auto zones = choose_place(request, source);
  const auto layers = refbase::layers_at(*session, at.number);
  BasePart part;
  part.layers = layers_in(layers, {});
  const bool parted = std::all_of(zones.begin(), zones.end(), [&](const std::string& zone) {
    return is_part(source.theme, zone);
  });
  if (parted)
    for (const auto& zone : zones)
      part.zones.push_back(zone_of_territory(*session, layers, at.number, zone, 0));
  if (!part.zones.empty())
    for (const auto& layer : part.layers) require_crs_of_territories(layers, layer.schema);
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
  static_cast<void>(choose_place(request, source));
  source.geopackage = input.path;
  source.layer = input.source.layer;
  source.name = input.name;
  source.digest = digest_of(input);
  return source;
}

}  // namespace bdf::jobs
