// SPDX-License-Identifier: MIT
#include "jobs/common_crs.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"

namespace bdf::jobs {

namespace {

constexpr std::array by_weight{Side::local, Side::reference, Side::ancestor};

bool is_spatial(const LayerPlace& layer) {
  return layer.schema != nullptr && !layer.schema->geometry_column.empty();
}

/// The versions that have geometries, the local one first.
std::vector<const LayerPlace*> spatial(const ThreeWay<LayerPlace>& layers) {
  std::vector<const LayerPlace*> found;
  for (const auto side : by_weight)
    if (is_spatial(layers[side])) found.push_back(&layers[side]);
  return found;
}

/// As PROJ reads it. EPSG's own definition is better than a file's copy, which may have lost its
/// datum.
std::string text_of(const Crs& crs) {
  const bool coded = same_name(crs.organization, "EPSG") || crs.definition.empty();
  return coded ? io::name_of(crs) : crs.definition;
}

Box degrees_of(const LayerPlace& layer) {
  crs::Operation operation;
  operation.from = text_of(layer.schema->crs);
  operation.to = "EPSG:4326";
  operation.allow_ballpark = true;  // where it lies to some hundred metres is enough
  return crs::Transform(operation).around(*layer.extent);
}

/// Where the layer lies, in degrees; nullopt where its extent says nothing.
std::optional<Box> placed(const LayerPlace& layer) {
  const auto& extent = *layer.extent;
  if (extent.min_x == extent.max_x && extent.min_y == extent.max_y) return std::nullopt;
  const auto box = degrees_of(layer);
  const bool finite = std::isfinite(box.min_x) && std::isfinite(box.min_y) &&
                      std::isfinite(box.max_x) && std::isfinite(box.max_y);
  return finite ? std::optional(box) : std::nullopt;
}

/// Longitude and latitude.
Point middle_of(const LayerPlace& layer) {
  const auto box = degrees_of(layer);
  return {(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
}

bool holds(const rules::Territory& territory, const Point& place) {
  const auto& box = territory.degrees;
  return place.x >= box.min_x && place.x <= box.max_x && place.y >= box.min_y &&
         place.y <= box.max_y;
}

const rules::Territory& territory_around(const LayerPlace& layer, const CrsRules& rules) {
  const auto [x, y] = middle_of(layer);
  for (const auto& territory : rules.territories)
    if (holds(territory, {x, y})) return territory;
  throw InputError(
      msg("{}, layer “{}” lies around longitude {:.2f}, latitude {:.2f}, in no territory that the "
          "theme knows: check its coordinate reference system, or name one with --territory",
          layer.input, layer.schema->layer, x, y));
}

const rules::Territory& territory_named(const CrsRules& rules) {
  if (const auto* found = rules::find_territory(rules.territories, rules.territory)) return *found;
  std::vector<std::string> codes;
  for (const auto& territory : rules.territories) codes.push_back(territory.code);
  throw UsageError(
      msg("--territory {}: no territory and no département is called so; there are: {}",
          rules.territory, fmt::format("{}", fmt::join(codes, ", "))));
}

[[noreturn]] void fail_without_territories(const LayerPlace& a, const LayerPlace& b) {
  throw InputError(
      msg("{}, layer “{}” is in {}, but {}, layer “{}” is in {}: bring them to one coordinate "
          "reference system first, or give a theme that has territories",
          a.input, a.schema->layer, io::name_of(a.schema->crs), b.input, b.schema->layer,
          io::name_of(b.schema->crs)));
}

/// The first version that is not in the system of the local one.
const LayerPlace* odd_one(const std::vector<const LayerPlace*>& layers) {
  for (const auto* layer : layers)
    if (!io::same_crs(layers.front()->schema->crs, layer->schema->crs)) return layer;
  return nullptr;
}

crs::Operation operation_to(const rules::Territory& territory, const Crs& crs) {
  crs::Operation operation;
  operation.from = text_of(crs);
  operation.to = territory.crs;
  operation.area = territory.degrees;
  for (const auto& declared : territory.operations)
    if (io::same_crs(crs, io::crs_named(declared.from))) {
      operation.pipeline = declared.pipeline;
      operation.name = declared.source;
      operation.accuracy = declared.accuracy;
    }
  return operation;
}

std::optional<Way> way_to(const rules::Territory& territory, const LayerPlace& layer,
                          const Crs& common, bool allow_ballpark) {
  if (!is_spatial(layer) || io::same_crs(layer.schema->crs, common)) return std::nullopt;
  auto operation = operation_to(territory, layer.schema->crs);
  operation.allow_ballpark = allow_ballpark;
  try {
    const auto description = crs::Transform(operation).description();
    return Way{std::move(operation), description};
  } catch (const InputError& error) {
    throw InputError(
        msg("{}, layer “{}”: {}", layer.input, layer.schema->layer, std::string(error.what())));
  }
}

}  // namespace

void require_in_territory(const ThreeWay<LayerPlace>& layers, const rules::Territory& territory) {
  for (const auto* layer : spatial(layers)) {
    const auto box = layer->extent ? placed(*layer) : std::nullopt;
    if (!box || meet(*box, territory.degrees)) continue;
    throw UsageError(
        msg("--territory {} is {}, but {}, layer “{}” lies around longitude {:.2f}, "
            "latitude {:.2f}: name another territory, or another file",
            territory.code, territory.name, layer->input, layer->schema->layer,
            (box->min_x + box->max_x) / 2, (box->min_y + box->max_y) / 2));
  }
}

const rules::Territory& choose_territory(const ThreeWay<LayerPlace>& layers,
                                         const CrsRules& rules) {
  if (!rules.territory.empty()) return territory_named(rules);
  const auto candidates = spatial(layers);
  const auto known = std::find_if(candidates.begin(), candidates.end(),
                                  [](const auto* layer) { return layer->extent.has_value(); });
  if (known == candidates.end())
    throw InputError(
        msg("It is not known where the layers lie: name their territory with --territory"));
  return territory_around(**known, rules);
}

CommonCrs common_crs(const ThreeWay<LayerPlace>& layers, const CrsRules& rules) {
  const auto versions = spatial(layers);
  CommonCrs common;
  if (versions.empty()) return common;
  common.crs = versions.front()->schema->crs;
  const auto* odd = odd_one(versions);
  if (rules.territories.empty() && odd) fail_without_territories(*versions.front(), *odd);
  if (!odd && (rules.territories.empty() || io::is_projected_in_metres(common.crs))) return common;
  const auto& territory = choose_territory(layers, rules);
  common.crs = io::crs_named(territory.crs);
  common.territory = territory.code;
  for (const auto side : all_sides)
    common.ways[side] = way_to(territory, layers[side], common.crs, rules.allow_ballpark);
  return common;
}

std::optional<Way> way_into(const rules::Territory& territory, const LayerPlace& layer) {
  return way_to(territory, layer, io::crs_named(territory.crs), false);
}

std::optional<Way> way_of_data_into(const rules::Territory& territory, const LayerPlace& layer) {
  try {
    return way_into(territory, layer);
  } catch (const InputError& error) {
    const auto box = layer.extent ? placed(layer) : std::nullopt;
    if (!box || meet(*box, territory.degrees)) throw;
    throw InputError(msg(
        "{}, layer “{}” is in {}, and lies around longitude {:.2f}, latitude {:.2f}: that is not "
        "{}, whose packages are in {}. Name with --territory where the data lie, or give those "
        "of {}. ({})",
        layer.input, layer.schema->layer, io::name_of(layer.schema->crs),
        (box->min_x + box->max_x) / 2, (box->min_y + box->max_y) / 2, territory.name, territory.crs,
        territory.name, std::string(error.what())));
  }
}

}  // namespace bdf::jobs
