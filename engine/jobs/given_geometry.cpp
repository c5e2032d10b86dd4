// SPDX-License-Identifier: MIT
#include "jobs/given_geometry.h"

#include <variant>

#include "base/error.h"
#include "base/message.h"
#include "crs/transform.h"
#include "geometry/wkt.h"
#include "io/crs.h"
#include "jobs/inputs.h"
#include "jobs/scratch.h"

namespace bdf::jobs {

namespace {

std::string the_one_geometry(const Input& input, const Schema& layer) {
  auto database = io::Database::open_input(input.path);
  const auto features = io::read_all_features(database, layer);
  if (features.size() != 1)
    throw InputError(msg("{}, layer “{}” has {} features; one is needed: the geometry to take",
                         input.name, layer.layer, features.size()));
  const auto geometry = features.geometries[0];
  const auto* wkb = std::get_if<BlobView>(&geometry);
  if (wkb == nullptr)
    throw InputError(msg("{}, layer “{}”: its feature has no geometry", input.name, layer.layer));
  return std::string(wkb->bytes);
}

std::string text_of(const Crs& crs) {
  const bool coded = same_name(crs.organization, "EPSG") || crs.definition.empty();
  return coded ? io::name_of(crs) : crs.definition;
}

std::string brought_to(const Crs& target, const Crs& from, const std::string& wkb) {
  if (io::same_crs(from, target)) return wkb;
  crs::Operation operation;
  operation.from = text_of(from);
  operation.to = text_of(target);
  crs::Transform transform(operation);
  return crs::transformed(wkb, transform);
}

}  // namespace

std::string given_geometry(const std::string& source, const io::SourceOptions& options,
                           const Schema& target) {
  const Scratch scratch(temporary_name());
  const auto input = open_input(source, options, scratch.path(), "geometry");
  const auto& layer = layer_of(input, io::parse_source(source).layer);
  const auto wkb = the_one_geometry(input, layer);
  try {
    return geometry::to_wkt(brought_to(target.crs, layer.crs, wkb));
  } catch (const InputError& error) {
    throw InputError(msg("{}, layer “{}”: {}", source, layer.layer, std::string(error.what())));
  }
}

}  // namespace bdf::jobs
