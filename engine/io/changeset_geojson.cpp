// SPDX-License-Identifier: MIT
#include <algorithm>
#include <nlohmann/json.hpp>

#include "geometry/wkt.h"
#include "io/change_json.h"
#include "io/change_rows.h"
#include "io/changeset.h"
#include "io/changeset_layout.h"
#include "io/geojson.h"
#include "io/text_output.h"

namespace bdf::io {

namespace {

std::string urn_of(const Crs& crs) {
  return "urn:ogc:def:crs:" + crs.organization + "::" + std::to_string(crs.code);
}

/// The member `crs` with the comma behind it; "" where layers differ or declare none.
std::string crs_member(const std::vector<LayerChanges>& layers) {
  if (layers.empty() || layers.front().target.crs.srs_id <= 0) return {};
  const auto urn = urn_of(layers.front().target.crs);
  const bool shared = std::all_of(layers.begin(), layers.end(), [&](const LayerChanges& layer) {
    return urn_of(layer.target.crs) == urn;
  });
  if (!shared) return {};
  return R"("crs":{"type":"name","properties":{"name":)" + json_of(urn).dump() + "}},";
}

Json our_properties(const Change& change, const Schema& target) {
  Json json = Json::object();
  json["bdf_layer"] = json_of(target.layer);
  json["bdf_op"] = name_of(change.op);
  json["bdf_id"] = json_of(change.id);
  json["bdf_changed"] = changed_json(change, target);
  json["bdf_before"] = before_json(change, target);
  json["bdf_lineage"] = lineage_json(change);
  json["bdf_fid"] = nullptr;
  if (const auto fid = fid_in_target(change)) json["bdf_fid"] = *fid;
  return json;
}

/// What stands where the geometry is: its GeoJSON, or null with the WKT among the properties.
std::string geometry_text(const ValueView& geometry, Json& properties) {
  const auto* wkb = std::get_if<BlobView>(&geometry);
  if (wkb == nullptr) return "null";
  if (auto text = geojson_of_wkb(wkb->bytes)) return *text;
  properties["bdf_wkt"] = geometry::to_wkt(wkb->bytes);
  return "null";
}

/// An attribute that has the name of one of our properties gets a `_` behind it.
std::string feature_text(const Change& change, const Schema& target, TargetRow& row) {
  auto properties = our_properties(change, target);
  const auto geometry = geometry_text(TargetRow::geometry_after(change), properties);
  const auto& values = row.values_after(change);
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto name = target.columns[i].name;
    while (properties.contains(name)) name += '_';
    properties[name] = json_of(values[i]);
  }
  return R"({"type":"Feature","properties":)" + properties.dump() + R"(,"geometry":)" + geometry +
         "}";
}

}  // namespace

void write_changeset_geojson(const std::filesystem::path& path, const ChangesetHead& head,
                             const std::vector<LayerChanges>& layers) {
  TextOutput output(path);
  output << R"({"type":"FeatureCollection",)" << crs_member(layers) << R"("bdf_changeset_format":)"
         << std::to_string(changeset_format) << R"(,"bdf_time":)" << json_of(head.time).dump()
         << R"(,"features":[)";
  Separator separator;
  for (const auto& layer : layers) {
    check_names(layer.target);
    TargetRow row(layer.target);
    for (const auto& change : layer.changes)
      output << separator.next() << feature_text(change, layer.target, row);
  }
  output << "\n]}\n";
  output.close();
}

}  // namespace bdf::io
