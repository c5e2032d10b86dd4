// SPDX-License-Identifier: MIT
#include "jobs/territories.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkb.h"
#include "io/crs.h"
#include "io/geometry_blob.h"
#include "refbase/history.h"

namespace bdf::jobs {

namespace {

const refbase::BaseLayer& layer_of_territories(refbase::SqlSession& session,
                                               const std::vector<refbase::BaseLayer>& layers) {
  const auto* layer = refbase::find_layer(layers, territory_layer);
  if (layer == nullptr || layer->schema.geometry_column.empty())
    throw UsageError(msg("{} has no territories: import a layer “{}” of areas, with --key code",
                         session.name(), territory_layer));
  return *layer;
}

}  // namespace

geometry::Zone zone_of_territory(refbase::SqlSession& session,
                                 const std::vector<refbase::BaseLayer>& layers,
                                 std::int64_t transaction, const std::string& code, double halo) {
  std::optional<Geometry> area;
  const std::vector<std::string> ids{refbase::id_typed(code)};
  refbase::show_features(session, layer_of_territories(session, layers), transaction, ids,
                         [&](refbase::Row row) { area = geometry::geometry_of(row.back()); });
  if (!area || area->empty())
    throw UsageError(msg("{} knows no territory “{}” then", session.name(), code));
  return {*area, halo};
}

LastZone last_zone_of_territory(refbase::SqlSession& session,
                                const std::vector<refbase::BaseLayer>& layers,
                                std::int64_t transaction, const std::string& code, double halo) {
  const auto versions =
      refbase::versions_of(session, layer_of_territories(session, layers), refbase::id_typed(code));
  for (auto i = versions.validity.size(); i-- > 0;) {
    const auto& [from, to] = versions.validity[i];
    const auto area = geometry::geometry_of(versions.rows.geometries[i]);
    if (from <= transaction && area && !area->empty())
      return {geometry::Zone(*area, halo), to && *to <= transaction};
  }
  throw UsageError(msg("{} knows no territory “{}” then", session.name(), code));
}

bool meets(const geometry::Zone& zone, const ValueView& geometry) {
  if (const auto place = geometry::geometry_of(geometry)) return zone.meets(*place);
  const auto box = io::box_of_geometry(geometry);
  return box && meet(*box, zone.box());
}

void require_crs_of_territories(const std::vector<refbase::BaseLayer>& layers,
                                const Schema& schema) {
  const auto* layer = refbase::find_layer(layers, territory_layer);
  if (layer == nullptr || schema.geometry_column.empty() ||
      io::same_crs(layer->schema.crs, schema.crs))
    return;
  throw InputError(
      msg("layer “{}” is in {}, the territories are in {}: they cannot be held against "
          "one another",
          schema.layer, io::name_of(schema.crs), io::name_of(layer->schema.crs)));
}

Territories::Territories(refbase::SqlSession& session,
                         const std::vector<refbase::BaseLayer>& layers, std::int64_t transaction) {
  const auto& layer = layer_of_territories(session, layers);
  const auto features = refbase::features_of(session, layer, transaction, {});
  const auto codes = refbase::ids_of(layer, features);
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (const auto area = geometry::geometry_of(features.geometries[i]); area && !area->empty())
      territories_.push_back({codes[i], geometry::Zone(*area, 0)});
  std::sort(territories_.begin(), territories_.end(),
            [](const Territory& a, const Territory& b) { return a.code < b.code; });
}

std::string Territories::owner_of(const ValueView& geometry) const {
  const auto decoded = geometry::geometry_of(geometry);
  std::string owner;
  double most = 0;
  for (const auto& [code, zone] : territories_) {
    const double share = decoded ? zone.share_of(*decoded) : 0;
    if (share <= most) continue;
    most = share;
    owner = code;
  }
  return owner;
}

const geometry::Zone* Territories::find(const std::string& code) const {
  const auto id = refbase::id_typed(code);
  const auto found = std::find_if(territories_.begin(), territories_.end(),
                                  [&](const Territory& one) { return one.code == id; });
  return found == territories_.end() ? nullptr : &found->zone;
}

}  // namespace bdf::jobs
