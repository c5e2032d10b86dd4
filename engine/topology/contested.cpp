// SPDX-License-Identifier: MIT
#include "topology/contested.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "base/message.h"
#include "geometry/wkb.h"
#include "topology/network.h"

namespace bdf::topology {

namespace {

using End = std::pair<double, double>;

std::vector<End> ends_of(const Geometry& geometry) {
  std::vector<NetworkLine> lines;
  add_lines(geometry, 0, Flow::either, lines);
  std::vector<End> ends;
  for (const auto& line : lines)
    for (const auto& end : {line.first, line.last}) ends.emplace_back(end.x, end.y);
  return ends;
}

std::vector<End> ends_of(const ValueView& value) {
  const auto geometry = geometry::geometry_of(value);
  return geometry ? ends_of(*geometry) : std::vector<End>{};
}

/// The ends of what both sides had, by the side that deleted it.
ThreeWay<std::map<End, std::int64_t>> ends_of_deleted(const MergedLayer& layer,
                                                      const std::vector<HeldObject>& held) {
  std::vector<bool> is_held(layer.clusters->size());
  for (const auto& object : held) is_held[object.cluster] = true;
  ThreeWay<std::map<End, std::int64_t>> ends;
  for (std::size_t i = 0; i < layer.clusters->size(); ++i) {
    const auto& cluster = (*layer.clusters)[i];
    const auto& features = cluster.features;
    if (is_held[i] || features.ancestor.empty()) continue;
    for (const auto side : {Side::local, Side::reference}) {
      const auto other = other_than(side);
      if (!features[side].empty()) continue;
      for (const auto feature : features[other])
        for (const auto& end : ends_of(feature.geometry())) ends[side].emplace(end, cluster.number);
    }
  }
  return ends;
}

/// Whether a side has drawn the end since the ancestor.
bool is_new_end(const merge::ClusterFeatures& cluster, Side side, const End& end) {
  const auto has = [&](const std::vector<FeatureRef>& features) {
    return std::any_of(features.begin(), features.end(), [&](FeatureRef feature) {
      const auto ends = ends_of(feature.geometry());
      return std::find(ends.begin(), ends.end(), end) != ends.end();
    });
  };
  return has(cluster.features[side]) && !has(cluster.features.ancestor);
}

merge::Contested why_not_gone(Side deleted_by) {
  const bool gone_locally = deleted_by == Side::local;
  return {gone_locally
              ? msg("deleted in the local layer, but a line of the reference now ends on it")
              : msg("deleted in the reference, but a line of the local layer now ends on it"),
          gone_locally ? Side::reference : Side::local};
}

}  // namespace

merge::Contests contested_deletions(const MergedLayer& layer) {
  merge::Contests contested;
  const auto held = held_objects(layer);
  const auto deleted = ends_of_deleted(layer, held);
  std::map<End, std::map<std::int64_t, Side>> left_alone;  // by end: what is deleted there, by whom
  std::map<End, int> uses;
  for (const auto& object : held) {
    const auto& cluster = (*layer.clusters)[object.cluster];
    for (const auto& end : ends_of(object.geometry(layer))) {
      ++uses[end];
      for (const auto side : {Side::local, Side::reference}) {
        const auto found = deleted[side].find(end);
        const auto other = other_than(side);
        if (found != deleted[side].end() && is_new_end(cluster, other, end))
          left_alone[end].emplace(found->second, side);
      }
    }
  }
  std::vector<Box> boxes;
  for (const auto& [end, numbers] : left_alone)
    if (uses[end] == 1) boxes.push_back({end.first, end.second, end.first, end.second});
  if (boxes.empty()) return contested;
  if (layer.unchanged_near)
    for (const auto& geometry : layer.unchanged_near(boxes))
      for (const auto& end : ends_of(geometry)) ++uses[end];
  for (const auto& [end, numbers] : left_alone)
    if (uses[end] == 1)
      for (const auto& [number, side] : numbers)
        contested.try_emplace({number, "object"}, why_not_gone(side));
  return contested;
}

}  // namespace bdf::topology
