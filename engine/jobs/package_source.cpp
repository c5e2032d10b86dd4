// SPDX-License-Identifier: MIT
#include "jobs/package_source.h"

#include <map>

#include "io/geopackage.h"
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

PackageSource from_base(const PackageSourceRequest& request, const std::filesystem::path& staging) {
  const auto session = refbase::open_base(request.base);
  const refbase::SqlTransaction reading(*session, refbase::Access::read);
  const auto at = refbase::transaction_named(*session, request.at);
  const auto layers = refbase::layers_at(*session, at.number);
  BasePart part;
  part.layers = layers_in(layers, {});
  if (!request.territory.empty()) {
    part.zone = zone_of_territory(*session, layers, at.number, request.territory, 0);
    for (const auto& layer : part.layers) require_crs_of_territories(layers, layer.schema);
  }
  PackageSource source;
  source.geopackage = staging / "source.gpkg";
  source.name = session->name();
  source.edition = refbase::name_of(at);
  source.digest = at.digest;
  source.time = at.time;
  source.lineage = lineage_until(*session, at);
  for (const auto& step : source.lineage)
    if (step.number == at.number && !step.edition.empty()) source.edition = step.edition;
  source.theme = at.theme;
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
  source.geopackage = input.path;
  source.name = input.name;
  source.digest = digest_of(input);
  return source;
}

}  // namespace bdf::jobs
