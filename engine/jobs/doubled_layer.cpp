// SPDX-License-Identifier: MIT
#include "jobs/doubled_layer.h"

#include <algorithm>

#include "geometry/wkb.h"
#include "merge/compare.h"
#include "merge/condition_values.h"

namespace bdf::jobs {

namespace {

constexpr Side merged = Side::ancestor;

std::optional<Box> box_of_value(const ValueView& geometry) {
  const auto* const wkb = std::get_if<BlobView>(&geometry);
  return wkb == nullptr ? std::nullopt : geometry::box_of_wkb(wkb->bytes);
}

}  // namespace

bool is_kept(const rules::Condition& condition, const LayerRun& run,
             const topology::MergedLayer& layer, const topology::HeldObject& object) {
  return std::all_of(condition.begin(), condition.end(), [&](const rules::Clause& clause) {
    const auto* const attribute = run.layout.find(clause.attribute);
    return attribute != nullptr && attribute->merged &&
           merge::keeps(clause, *attribute,
                        {Side::local, topology::merged_value(layer, object, *attribute)});
  });
}

DoubledLayer::DoubledLayer(LayerRun& run, const topology::MergedLayer& layer,
                           const rules::Condition& condition)
    : run_(run), layer_(layer), condition_(condition), held_(run.clusters.size()) {
  for (const auto& object : topology::held_objects(layer)) held_[object.cluster].push_back(object);
  for (std::size_t cluster = 0; cluster < run.clusters.size(); ++cluster) {
    const auto versions = versions_of(cluster);
    for (const auto side : {Side::local, Side::reference})
      unlike_[side].push_back(is_unlike(side, versions));
  }
}

bool DoubledLayer::is_unlike(Side side, const Geometries& versions) const {
  const auto& now = versions[merged];
  const auto& there = versions[side];
  return !std::equal(now.begin(), now.end(), there.begin(), there.end(),
                     [&](const ValueView& a, const ValueView& b) {
                       return merge::same_geometry(a, b, run_.tolerance);
                     });
}

bool DoubledLayer::has_changed(const DoubledItem& item) const {
  return item.cluster && (unlike_.local[*item.cluster] || unlike_.reference[*item.cluster]);
}

DoubledLayer::Geometries DoubledLayer::versions_of(std::size_t cluster) const {
  Geometries versions;
  for (const auto side : {Side::local, Side::reference})
    for (const auto feature : run_.clusters[cluster].features[side])
      if (merge::keeps(condition_, run_.layout, feature, side))
        versions[side].push_back(feature.geometry());
  for (const auto& object : held_[cluster])
    if (is_kept(condition_, run_, layer_, object))
      versions[merged].push_back(object.geometry(layer_));
  return versions;
}

std::vector<Box> DoubledLayer::boxes_unlike(Side side) const {
  std::vector<Box> boxes;
  for (std::size_t cluster = 0; cluster < run_.clusters.size(); ++cluster) {
    if (!unlike_[side][cluster]) continue;
    const auto versions = versions_of(cluster);
    for (const auto version : {side, merged})
      for (const auto& geometry : versions[version])
        if (const auto box = box_of_value(geometry)) boxes.push_back(*box);
  }
  return boxes;
}

void DoubledLayer::add(const DoubledItem& item, const Geometries& versions) {
  const auto number = static_cast<std::uint32_t>(items_.size());
  items_.push_back(item);
  for (const auto version : all_sides)
    for (const auto& geometry : versions[version])
      match::append(shapes_[version], number, geometry);
}

void DoubledLayer::look_at(const WantedBox& wanted, bool changed_too) {
  const auto is_wanted = [&](const ValueView& geometry) {
    const auto box = box_of_value(geometry);
    return box && wanted(*box);
  };
  for (std::size_t cluster = 0; cluster < run_.clusters.size(); ++cluster) {
    const DoubledItem item{cluster, run_.clusters[cluster].name()};
    const auto versions = versions_of(cluster);
    const bool taken = std::any_of(all_sides.begin(), all_sides.end(), [&](Side version) {
      return std::any_of(versions[version].begin(), versions[version].end(), is_wanted);
    });
    if (taken || (changed_too && has_changed(item))) add(item, versions);
  }
  const auto unchanged = unchanged_features(run_, wanted);
  for (std::size_t row = 0; row < unchanged.size(); ++row) {
    const FeatureRef feature{&unchanged, row};
    if (!merge::keeps(condition_, run_.layout, feature, Side::local)) continue;
    const std::vector<ValueView> geometry{feature.geometry()};
    add({std::nullopt, name_of_local(run_, feature)}, {geometry, geometry, geometry});
  }
}

}  // namespace bdf::jobs
