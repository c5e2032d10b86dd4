// SPDX-License-Identifier: MIT
#include "merge/conflicts.h"

#include <map>
#include <string_view>

#include "base/hash.h"
#include "geometry/canonical.h"
#include "geometry/collect.h"
#include "io/json_text.h"
#include "merge/compare.h"

namespace bdf::merge {

namespace {

/// Appends a text so that no two lists of texts give the same bytes.
void append(std::string& bytes, const std::optional<std::string>& text) {
  bytes += text ? std::to_string(text->size()) + ':' + *text : std::string("-");
  bytes += '\n';
}

std::optional<std::string> canonical(const Value& geometry) {
  const auto* wkb = std::get_if<Blob>(&geometry);
  if (wkb == nullptr) return std::nullopt;
  return geometry::canonical_bytes(wkb->bytes);
}

/// An attribute's value in its normal form; an object's text as it is.
std::optional<std::string> normal_text_of(const Context& context, const Conflict& conflict,
                                          Side side) {
  if (conflict.attribute.empty() || !conflict.values[side]) return conflict.values[side];
  for (const auto& attribute : context.layout.attributes)
    if (attribute.name == conflict.attribute)
      return normal_form(attribute.kind, std::string_view(*conflict.values[side]));
  return conflict.values[side];
}

/// Lines of local's that are not the same all along, once for each of their stretches.
std::vector<FeatureRef> said_along(const Context& context, const std::vector<FeatureRef>& features,
                                   Side side) {
  std::vector<FeatureRef> said;
  for (const auto feature : features) {
    const auto& stretches = stretches_of(context, side == Side::local ? feature : FeatureRef{});
    for (const auto& stretch : stretches) said.push_back(stretch.feature);
    if (stretches.empty()) said.push_back(feature);
  }
  return said;
}

/// The geometry of one feature; of several, all of them in one collection.
Value geometry_of(const std::vector<FeatureRef>& features) {
  if (features.empty()) return Null{};
  if (features.size() == 1) return to_value(features.front().geometry());
  std::vector<std::string_view> members;
  for (const auto feature : features) {
    const auto geometry = feature.geometry();
    if (const auto* wkb = std::get_if<BlobView>(&geometry)) members.push_back(wkb->bytes);
  }
  return Blob{geometry::collected(members)};
}

}  // namespace

Conflict new_conflict(const Context& context, const ClusterFeatures& cluster, ConflictKind kind) {
  Conflict conflict;
  conflict.layer = context.layer;
  conflict.cluster = cluster.number;
  conflict.kind = kind;
  conflict.provisional = context.rules->provisional;
  for (const auto side : all_sides) {
    conflict.ids[side] = cluster.id_of(side);
    conflict.geometries[side] = geometry_of(cluster.features[side]);
  }
  return conflict;
}

void name_conflict(const Context& context, Conflict& conflict) {
  std::string bytes;
  append(bytes, conflict.layer);
  append(bytes, std::string(name_of(conflict.kind)));
  append(bytes, conflict.attribute);
  for (const auto side : all_sides) append(bytes, conflict.ids[side]);
  for (const auto side : all_sides) {
    const bool is_geometry =
        conflict.kind == ConflictKind::geometry ||
        (conflict.kind == ConflictKind::proposal && conflict.attribute.empty());
    append(bytes, is_geometry ? std::nullopt : normal_text_of(context, conflict, side));
    const bool compares_geometry = conflict.attribute.empty();
    append(bytes, compares_geometry ? canonical(conflict.geometries[side]) : std::nullopt);
  }
  conflict.id = sha256(bytes).substr(0, 32);
}

void follow_key(const ClusterFeatures& cluster, Conflict& conflict) {
  if (!cluster.how_matched.empty() && !cluster.ids.reference.empty())
    conflict.ids.reference = cluster.id_of(Side::reference);
}

std::optional<std::string> objects_as_json(const Context& context,
                                           const std::vector<FeatureRef>& features, Side side) {
  if (features.empty()) return std::nullopt;
  std::vector<std::string> objects;
  for (const auto feature : said_along(context, features, side)) {
    io::NamedValues values;
    for (const auto& attribute : context.layout.attributes) {
      const auto value = value_of(feature, attribute, side);
      if (same_name(attribute.name, uid_column)) continue;
      if (!is_null(value)) values.emplace_back(attribute.name, to_value(value));
    }
    objects.push_back(io::json_object(values));
  }
  return objects.size() == 1 ? objects.front() : io::json_array(objects);
}

std::vector<const Conflict*> pending_of(const Context& context, const ClusterFeatures& cluster) {
  std::map<std::string_view, const Conflict*>
      found;  // by conflict id: one may be listed by several
  if (context.memory->pending.empty()) return {};
  for (const auto side : all_sides)
    for (const auto& id : cluster.ids[side]) {
      const auto [first, last] = context.memory->pending.equal_range(id);
      for (auto it = first; it != last; ++it)
        if (it->second.layer == context.layer) found.emplace(it->second.id, &it->second);
    }
  std::vector<const Conflict*> pending;
  for (const auto& [id, conflict] : found) pending.push_back(conflict);
  return pending;
}

const Resolution* resolution_of(const Context& context, const std::string& conflict) {
  const auto found = context.memory->resolutions.find(conflict);
  return found == context.memory->resolutions.end() ? nullptr : &found->second;
}

}  // namespace bdf::merge
