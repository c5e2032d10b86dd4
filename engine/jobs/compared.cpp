// SPDX-License-Identifier: MIT
#include "jobs/compared.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geometry/adapt.h"
#include "geometry/opposite.h"
#include "geometry/wkb.h"
#include "merge/compare.h"

namespace bdf::jobs {

namespace {

/// Whether the value of that attribute says that the feature has no altitude.
bool says_no_altitude(FeatureRef feature, const merge::Attribute* attribute, Side side,
                      double value) {
  if (attribute == nullptr || !attribute->carried_by(side)) return false;
  return merge::same_value(attribute->kind, merge::value_of(feature, *attribute, side), value);
}

constexpr double no_altitude = std::numeric_limits<double>::quiet_NaN();

/// Whether the layer carries altitudes: a feature without one then says that it has none.
bool carries_altitudes(const FeatureTable& read) {
  constexpr int mandatory = 1;
  constexpr int optional = 2;
  if (read.schema.z != optional) return read.schema.z == mandatory;
  for (std::size_t row = 0; row < read.size(); ++row) {
    const auto value = read.geometries[row];
    const auto* wkb = std::get_if<BlobView>(&value);
    if (wkb != nullptr && geometry::wkb_has_z(wkb->bytes)) return true;
  }
  return false;
}

/// In a layer that carries altitudes, the geometry with NaN for each that is none; nullopt where
/// that is what it has.
std::optional<Value> without_altitudes(FeatureRef feature, const rules::NoAltitude& none,
                                       bool has_none) {
  auto geometry = geometry::geometry_of(feature.geometry());
  if (!geometry) return std::nullopt;
  if (has_none || !geometry->has_z)
    geometry = geometry::with_altitude(std::move(*geometry), no_altitude);
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
    append(result, feature, geometries[row] ? view_of(*geometries[row]) : feature.geometry());
  }
  altered = std::move(result);
}

bool is_line(const std::optional<Geometry>& geometry) {
  return geometry && geometry->kind == GeometryKind::line && !geometry->empty();
}

/// Turns the versions of one object.
class Turning {
 public:
  Turning(const merge::Layout& layout, const rules::FlowDefinition& flow, ComparedTables& tables)
      : attribute_(*layout.find(flow.attribute)),
        first_node_(layout.find(flow.first_node)),
        last_node_(layout.find(flow.last_node)),
        flow_(flow),
        tables_(tables) {}

  /// The version of `side`, turned where it is digitised the other way round than local's: line and
  /// sense together say the same flow.
  std::optional<std::size_t> turn(FeatureRef feature, Side side, FeatureRef local) {
    if (feature.geometry() == local.geometry()) return std::nullopt;
    if (sense(feature, side) == 0 || sense(local, Side::local) == 0) return std::nullopt;
    auto line = geometry::geometry_of(feature.geometry());
    const auto local_line = geometry::geometry_of(local.geometry());
    if (!is_line(line) || !is_line(local_line) || !geometry::are_opposite(*line, *local_line))
      return std::nullopt;
    const Value turned = Blob{geometry::encode_wkb(geometry::reversed(std::move(*line)))};
    return add(feature, side, turned, has_turned_nodes(feature, side, local));
  }

 private:
  /// 1 along the line, -1 against it, 0 where neither is said.
  [[nodiscard]] int sense(FeatureRef feature, Side side) const {
    const auto value = merge::value_of(feature, attribute_, side);
    const ValueKind text(ColumnType::text);
    if (merge::same_value(text, value, std::string_view(flow_.direct))) return 1;
    return merge::same_value(text, value, std::string_view(flow_.inverse)) ? -1 : 0;
  }

  [[nodiscard]] static bool same_node(const merge::Attribute& node, FeatureRef feature, Side side,
                                      FeatureRef local) {
    return merge::same_value(node.kind, merge::value_of(feature, node, side),
                             merge::value_of(local, node, Side::local));
  }

  /// Whether the nodes are to be turned too: not where local has the very same ones, which nobody
  /// turned when the line was.
  [[nodiscard]] bool has_turned_nodes(FeatureRef feature, Side side, FeatureRef local) const {
    const bool known = first_node_ != nullptr && last_node_ != nullptr &&
                       first_node_->carried_by(side) && last_node_->carried_by(side);
    if (!known || !first_node_->carried_by(Side::local)) return known;
    return !same_node(*first_node_, feature, side, local) ||
           !same_node(*last_node_, feature, side, local);
  }

  /// The column of the feature from which the turned one has its value.
  [[nodiscard]] std::size_t source_of(std::size_t column, Side side, bool nodes) const {
    if (!nodes) return column;
    const auto first = *first_node_->column[side];
    const auto last = *last_node_->column[side];
    return column == first ? last : column == last ? first : column;
  }

  std::size_t add(FeatureRef feature, Side side, const Value& line, bool nodes) {
    auto& table = tables_.turned[side];
    if (table.size() == 0) table = empty_like(*feature.table);
    const std::string_view other = sense(feature, side) > 0 ? flow_.inverse : flow_.direct;
    table.fids.push_back(feature.fid());
    for (std::size_t column = 0; column < table.columns.size(); ++column)
      table.columns[column].push_back(column == *attribute_.column[side]
                                          ? ValueView(other)
                                          : feature.value(source_of(column, side, nodes)));
    table.geometries.push_back(view_of(line));
    return table.size() - 1;
  }

  using ValueKind = merge::ValueKind;
  const merge::Attribute& attribute_;
  const merge::Attribute* first_node_;
  const merge::Attribute* last_node_;
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
    if (!carries_altitudes(read[side])) continue;
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
  Turning turning(layout, flow, tables);
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
  if (feature.table == &tables.stretches) return Side::local;
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
