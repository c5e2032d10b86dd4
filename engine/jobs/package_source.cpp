// SPDX-License-Identifier: MIT
#include "jobs/package_source.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/message.h"
#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "jobs/adopt.h"
#include "jobs/base_checkout.h"
#include "jobs/inputs.h"
#include "jobs/territories.h"
#include "jobs/zone_areas.h"
#include "refbase/base.h"
#include "refbase/transaction.h"

namespace bdf::jobs {

namespace {

std::vector<DatedTransaction> history_until(refbase::SqlSession& session,
                                            const refbase::Transaction& last) {
  std::map<std::int64_t, std::string> editions;
  for (const auto& edition : refbase::editions_of(session))
    editions.emplace(edition.number, edition.name);
  std::vector<DatedTransaction> history;
  auto all = refbase::transactions_of(session);
  for (auto one = all.rbegin(); one != all.rend() && one->number <= last.number; ++one) {
    const auto found = editions.find(one->number);
    history.push_back({std::move(*one), found == editions.end() ? "" : found->second});
  }
  return history;
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

/// Whether only a part of what there is of a territory is in it.
bool is_part(const rules::Theme& theme, const std::string& zone) {
  const auto& territory = *rules::find_territory(theme.territories, zone);
  return territory.code != zone && territory.zones.size() > 1;
}

bool are_parts(const rules::Theme& theme, const std::vector<std::string>& zones) {
  return !zones.empty() && std::all_of(zones.begin(), zones.end(), [&](const std::string& zone) {
    return is_part(theme, zone);
  });
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
  source.is_cut = are_parts(source.theme, zones);
  if (source.is_cut)
    for (const auto& zone : zones)
      part.zones.push_back(zone_of_territory(*session, layers, at.number, zone, 0));
  if (!part.zones.empty())
    for (const auto& layer : part.layers) require_crs_of_territories(layers, layer.schema);
  source.geopackage = staging / "source.gpkg";
  source.name = session->name();
  source.history = history_until(*session, at);
  auto file = io::Database::open_output(source.geopackage);
  io::create_geopackage(file);
  static_cast<void>(write_part(*session, at, part, file, nullptr));
  return source;
}

/// The zone that a file is of by its stamp, where it was taken out of a base without a halo; ""
/// where it says none that the theme knows.
std::string stamped_zone(const Input& input, const rules::Theme& theme) {
  auto database = io::Database::open_input(input.path);
  const auto stamp = io::read_stamp(database);
  if (!stamp || !stamp->selection.starts_with('{')) return "";
  const auto extraction = parse_extraction(stamp->selection);
  return extraction.halo > 0 ? "" : rules::spelling_of(theme.territories, extraction.territory);
}

/// The areas that the request names, or those that the file has; of what GDAL opens.
std::vector<geometry::Zone> zones_of_file(const PackageSourceRequest& request, const Input& input,
                                          const std::filesystem::path& staging,
                                          const ZonesWanted& wanted) {
  if (!request.boundaries.empty()) {
    const auto areas = open_input(request.boundaries, request.reading, staging, "boundaries");
    return zones_in(areas, layer_of(areas, areas.source.layer), request.reading.crs, wanted);
  }
  if (const auto* layer = zone_layer(input))
    return zones_in(input, *layer, request.reading.crs, wanted);
  throw UsageError(
      msg("--territory {}: nothing says which features of {} lie there: name a layer of areas with "
          "their codes as --boundaries, or say with --whole that all of the file is of it",
          wanted.zones.front(), input.name));
}

void require_sense(const PackageSourceRequest& request) {
  const bool of_file = request.whole || !request.boundaries.empty();
  if (of_file && (request.file.empty() || request.territories.empty()))
    throw UsageError(
        msg("--whole and --boundaries say what of a file is of a territory: say them "
            "with --from and --territory"));
  if (request.whole && !request.boundaries.empty())
    throw UsageError(msg("say either --whole or --boundaries"));
}

PackageSource from_file(const PackageSourceRequest& request, const std::filesystem::path& staging) {
  const auto input = open_input(request.file, request.reading, staging, "source");
  PackageSource source;
  source.theme = rules::load_theme(require_theme(request.theme));
  const auto zones = choose_place(request, source);
  if (are_parts(source.theme, zones)) {
    const auto stamped = stamped_zone(input, source.theme);
    if (request.whole && !stamped.empty() && zones != std::vector{stamped})
      throw UsageError(msg("--whole: {} was taken out of a base as {}, which is not --territory {}",
                           input.name, stamped, zones.front()));
    const bool is_whole = request.whole || zones == std::vector{stamped};
    if (!is_whole || !request.boundaries.empty())
      source.zones =
          zones_of_file(request, input, staging,
                        {rules::find_territory(source.theme.territories, zones.front()), zones});
  }
  source.geopackage = input.path;
  source.layer = input.source.layer;
  source.name = input.name;
  source.digest = digest_of(input);
  source.findings = input.source.findings;
  return source;
}

}  // namespace

PackageSource open_package_source(const PackageSourceRequest& request,
                                  const std::filesystem::path& staging) {
  require_sense(request);
  return request.base.empty() ? from_file(request, staging) : from_base(request, staging);
}

}  // namespace bdf::jobs
