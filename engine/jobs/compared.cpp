// SPDX-License-Identifier: MIT
#include "jobs/compared.h"

#include <algorithm>
#include <cmath>

#include "geometry/adapt.h"
#include "geometry/wkb.h"
#include "merge/compare.h"

namespace bdf::jobs {

namespace {

std::optional<Geometry> decoded(const ValueView& value) {
  const auto* wkb = std::get_if<BlobView>(&value);
  return wkb == nullptr ? std::nullopt : geometry::decode_wkb(wkb->bytes).geometry;
}

/// Whether the value of that attribute says that the feature has no altitude.
bool says_no_altitude(FeatureRef feature, const merge::Attribute* attribute, Side side,
                      double value) {
  if (attribute == nullptr || !attribute->carried_by(side)) return false;
  return merge::same_value(attribute->kind, merge::value_of(feature, *attribute, side), value);
}

FeatureTable empty_like(const FeatureTable& model) {
  FeatureTable table;
  table.schema = model.schema;
  table.columns.resize(model.columns.size());
  return table;
}

void copy_row(FeatureTable& table, FeatureRef feature, const ValueView& geometry) {
  table.fids.push_back(feature.fid());
  for (std::size_t column = 0; column < table.columns.size(); ++column)
    table.columns[column].push_back(feature.value(column));
  table.geometries.push_back(geometry);
}

/// The geometry without what stands for no altitude; nullopt where that is what it has.
std::optional<Value> without_altitudes(FeatureRef feature, const rules::NoAltitude& none,
                                       bool has_none) {
  const auto value = feature.geometry();
  const auto* wkb = std::get_if<BlobView>(&value);
  if (wkb == nullptr || !geometry::wkb_has_z(wkb->bytes)) return std::nullopt;
  auto geometry = geometry::decode_wkb(wkb->bytes).geometry;
  if (!geometry || !geometry->has_z) return std::nullopt;
  if (has_none)
    geometry = geometry::without_z(std::move(*geometry));
  else if (none.z &&
           std::find(geometry->z.begin(), geometry->z.end(), *none.z) != geometry->z.end())
    geometry = geometry::without_altitude(std::move(*geometry), *none.z);
  else
    return std::nullopt;
  return Blob{geometry::encode_wkb(*geometry)};
}

void alter(const FeatureTable& read, const std::vector<std::optional<Value>>& geometries,
           FeatureTable& altered) {
  if (std::none_of(geometries.begin(), geometries.end(), [](const auto& one) { return one; }))
    return;
  auto result = empty_like(read);
  for (std::size_t row = 0; row < read.size(); ++row) {
    const FeatureRef feature{&read, row};
    copy_row(result, feature, geometries[row] ? view_of(*geometries[row]) : feature.geometry());
  }
  altered = std::move(result);
}

double distance_of_ends(const Geometry& a, const Geometry& b, bool crossed) {
  const auto distance = [&](std::size_t i, std::size_t j) {
    return std::hypot(a.xy[2 * i] - b.xy[2 * j], a.xy[2 * i + 1] - b.xy[2 * j + 1]);
  };
  const std::size_t last_a = a.vertex_count() - 1;
  const std::size_t last_b = b.vertex_count() - 1;
  return crossed ? distance(0, last_b) + distance(last_a, 0)
                 : distance(0, 0) + distance(last_a, last_b);
}

/// Turns the versions of one object.
class Turning {
 public:
  Turning(const merge::Attribute& attribute, const rules::FlowDefinition& flow,
          ComparedTables& tables)
      : attribute_(attribute), flow_(flow), tables_(tables) {}

  /// The version of `side`, turned where it is local's the other way round.
  std::optional<std::size_t> turn(FeatureRef feature, Side side, FeatureRef local) {
    const auto direction = sense(feature, side);
    if (direction == 0 || direction != -sense(local, Side::local)) return std::nullopt;
    auto line = decoded(feature.geometry());
    const auto local_line = decoded(local.geometry());
    if (!line || !local_line || line->kind != GeometryKind::line || line->empty() ||
        local_line->kind != GeometryKind::line || local_line->empty() ||
        distance_of_ends(*line, *local_line, true) >= distance_of_ends(*line, *local_line, false))
      return std::nullopt;
    const Value turned = Blob{geometry::encode_wkb(geometry::reversed(std::move(*line)))};
    return add(feature, side, turned);
  }

 private:
  /// 1 along the line, -1 against it, 0 where neither is said.
  [[nodiscard]] int sense(FeatureRef feature, Side side) const {
    const auto value = merge::value_of(feature, attribute_, side);
    const ValueKind text(ColumnType::text);
    if (merge::same_value(text, value, std::string_view(flow_.direct))) return 1;
    return merge::same_value(text, value, std::string_view(flow_.inverse)) ? -1 : 0;
  }

  std::size_t add(FeatureRef feature, Side side, const Value& line) {
    auto& table = tables_.turned[side];
    if (table.size() == 0) table = empty_like(*feature.table);
    const std::string_view other = sense(feature, side) > 0 ? flow_.inverse : flow_.direct;
    table.fids.push_back(feature.fid());
    for (std::size_t column = 0; column < table.columns.size(); ++column)
      table.columns[column].push_back(column == *attribute_.column[side] ? ValueView(other)
                                                                         : feature.value(column));
    table.geometries.push_back(view_of(line));
    return table.size() - 1;
  }

  using ValueKind = merge::ValueKind;
  const merge::Attribute& attribute_;
  const rules::FlowDefinition& flow_;
  ComparedTables& tables_;
};

}  // namespace

FeatureRef compared(const ThreeWay<FeatureTable>& read, const ComparedTables& tables, Side side,
                    std::size_t row) {
  const bool altered = tables.altered[side].size() > 0;
  return {altered ? &tables.altered[side] : &read[side], row};
}

void reproject(const ThreeWay<FeatureTable>& read, const CommonCrs& crs, int threads,
               ComparedTables& tables) {
  for (const auto side : all_sides) {
    if (!crs.ways[side] || read[side].size() == 0) continue;
    tables.altered[side] = read[side];
    to_common(tables.altered[side], crs, side, threads);
  }
}

void leave_out_altitudes(const ThreeWay<FeatureTable>& read, const merge::Layout& layout,
                         const rules::LayerSchema& schema, ComparedTables& tables) {
  const auto& none = schema.geometry.no_altitude;
  const auto* attribute = none.attribute.empty() ? nullptr : layout.find(none.attribute);
  for (const auto side : all_sides) {
    std::vector<std::optional<Value>> geometries;
    for (std::size_t row = 0; row < read[side].size(); ++row) {
      const auto feature = compared(read, tables, side, row);
      geometries.push_back(
          without_altitudes(feature, none, says_no_altitude(feature, attribute, side, none.value)));
    }
    const auto& now = tables.altered[side].size() > 0 ? tables.altered[side] : read[side];
    alter(now, geometries, tables.altered[side]);
  }
}

void turn_to_local(const merge::Layout& layout, const rules::FlowDefinition& flow,
                   std::vector<merge::ClusterFeatures>& clusters, ComparedTables& tables) {
  const auto* attribute = layout.find(flow.attribute);
  if (attribute == nullptr || !attribute->carried_by(Side::local)) return;
  Turning turning(*attribute, flow, tables);
  for (auto& cluster : clusters) {
    if (!cluster.single() || cluster.features.local.empty()) continue;
    for (const auto side : {Side::ancestor, Side::reference}) {
      if (cluster.features[side].empty() || !attribute->carried_by(side)) continue;
      auto& feature = cluster.features[side].front();
      if (const auto row = turning.turn(feature, side, cluster.only(Side::local)))
        feature = {&tables.turned[side], *row};
    }
  }
}

FeatureRef as_read(const ThreeWay<FeatureTable>& read, Side side, FeatureRef feature) {
  const auto& table = read[side];
  if (feature.table == &table) return feature;
  const auto found = std::lower_bound(table.fids.begin(), table.fids.end(), feature.fid());
  return {&table, static_cast<std::size_t>(found - table.fids.begin())};
}

Side side_of(const ThreeWay<FeatureTable>& read, const ComparedTables& tables, FeatureRef feature) {
  for (const auto side : {Side::ancestor, Side::local})
    if (feature.table == &read[side] || feature.table == &tables.altered[side] ||
        feature.table == &tables.turned[side])
      return side;
  return Side::reference;
}

bool is_turned(const ComparedTables& tables, Side side, FeatureRef feature) {
  return feature.table == &tables.turned[side];
}

}  // namespace bdf::jobs
