// SPDX-License-Identifier: MIT
#include "jobs/coverage_items.h"

#include <algorithm>
#include <utility>

#include "geometry/alike.h"
#include "geometry/wkb.h"
#include "index/box_grid.h"
#include "jobs/unchanged_features.h"

namespace bdf::jobs {

namespace {

void add(Geometry geometry, Side version, CoverageItem& item, CoverageItems& all) {
  if (geometry.kind != GeometryKind::polygon || geometry.empty()) return;
  if (const auto box = box_of(geometry))
    item.box = item.box.min_x > item.box.max_x ? *box : united(item.box, *box);
  all.geometries.push_back(std::move(geometry));
  item.areas[version].push_back(&all.geometries.back());
}

void add_everywhere(Geometry geometry, CoverageItem& item, CoverageItems& all) {
  add(std::move(geometry), Side::ancestor, item, all);
  item.areas.local = item.areas.reference = item.areas.ancestor;
}

/// Whether local, the reference and merged have one object of the very same geometry.
bool is_same(const ThreeWay<std::vector<FeatureRef>>& features,
             const std::vector<ValueView>& merged) {
  return features.local.size() == 1 && features.reference.size() == 1 && merged.size() == 1 &&
         features.local.front().geometry() == merged.front() &&
         features.reference.front().geometry() == merged.front();
}

void leave_unread(const ValueView& geometry, CoverageItem& item) {
  const auto* wkb = std::get_if<BlobView>(&geometry);
  if (wkb == nullptr) return;
  item.unread = geometry;
  item.box = geometry::box_of_wkb(wkb->bytes).value_or(nowhere);
}

template <class Alike>
bool is_as_on(Side side, const CoverageItem& item, Alike&& alike) {
  const auto& there = item.areas[side];
  const auto& here = item.areas.ancestor;
  return std::equal(there.begin(), there.end(), here.begin(), here.end(),
                    [&](const auto* a, const auto* b) { return alike(*a, *b); });
}

void compare(CoverageItem& item, double tolerance) {
  for (const auto side : {Side::local, Side::reference}) {
    item.just_as_on[side] = is_as_on(side, item, [](const Geometry& a, const Geometry& b) {
      return a.xy == b.xy && a.rings == b.rings && a.parts == b.parts;
    });
    item.as_on[side] =
        item.just_as_on[side] || is_as_on(side, item, [&](const Geometry& a, const Geometry& b) {
          return geometry::alike(a, b, tolerance);
        });
  }
}

/// Of the items that have changed: the others meet nothing.
index::BoxGrid grid_of_changed(const std::vector<CoverageItem>& items) {
  std::vector<Box> boxes;
  boxes.reserve(items.size());
  for (const auto& item : items) boxes.push_back(item.has_changed() ? item.box : nowhere);
  return index::BoxGrid(boxes);
}

}  // namespace

CoverageItems coverage_items(const LayerRun& run, const topology::MergedLayer& layer) {
  CoverageItems all;
  std::vector<std::vector<ValueView>> merged(run.clusters.size());
  for (const auto& object : topology::held_objects(layer))
    merged[object.cluster].push_back(object.geometry(layer));
  for (std::size_t i = 0; i < run.clusters.size(); ++i) {
    const auto& features = run.clusters[i].features;
    auto& item = all.items.emplace_back();
    item.cluster = run.clusters[i].number;
    item.name = run.clusters[i].name();
    if (is_same(features, merged[i])) {
      item.as_on = item.just_as_on = {true, true, true};
      leave_unread(merged[i].front(), item);
      continue;
    }
    for (const auto side : {Side::local, Side::reference})
      for (const auto feature : features[side])
        if (auto geometry = geometry::geometry_of(feature.geometry()))
          add(std::move(*geometry), side, item, all);
    for (const auto& one : merged[i])
      if (auto geometry = geometry::geometry_of(one))
        add(std::move(*geometry), Side::ancestor, item, all);
    compare(item, run.tolerance);
  }
  return all;
}

void add_unchanged(LayerRun& run, const std::vector<Box>& boxes, CoverageItems& items) {
  const index::BoxGrid near(boxes);
  for (auto& item : items.items) {
    if (is_null(item.unread) || near.meeting(item.box).empty()) continue;
    if (auto geometry = geometry::geometry_of(item.unread))
      add_everywhere(std::move(*geometry), item, items);
    item.unread = Null{};
  }
  const auto rows =
      unchanged_features(run, [&](const Box& box) { return !near.meeting(box).empty(); });
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto geometry = geometry::geometry_of(rows.geometries[row]);
    if (!geometry || geometry->kind != GeometryKind::polygon || geometry->empty()) continue;
    auto& item = items.items.emplace_back();
    item.name = name_of_local(run, {&rows, row});
    item.as_on = item.just_as_on = {true, true, true};
    add_everywhere(std::move(*geometry), item, items);
  }
}

std::vector<bool> where_sides_meet(const std::vector<CoverageItem>& items) {
  const auto grid = grid_of_changed(items);
  std::vector<bool> meet(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].has_changed()) continue;
    const auto near = grid.meeting(items[i].box);
    meet[i] = std::any_of(near.begin(), near.end(), [&](std::uint32_t other) {
      const auto& one = items[i].just_as_on;
      const auto& two = items[other].just_as_on;
      return !(one.local && two.local) && !(one.reference && two.reference);
    });
  }
  return meet;
}

std::vector<bool> changed_near(const std::vector<CoverageItem>& items,
                               const std::vector<bool>& wanted) {
  const auto grid = grid_of_changed(items);
  std::vector<bool> near(items.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    if (wanted[i])
      for (const auto other : grid.meeting(items[i].box)) near[other] = true;
  return near;
}

std::vector<bool> changed_together(const std::vector<CoverageItem>& items,
                                   const std::vector<bool>& wanted) {
  const auto grid = grid_of_changed(items);
  auto together = wanted;
  std::vector<std::size_t> next;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (wanted[i]) next.push_back(i);
  while (!next.empty()) {
    const auto item = next.back();
    next.pop_back();
    for (const auto other : grid.meeting(items[item].box)) {
      if (together[other]) continue;
      together[other] = true;
      next.push_back(other);
    }
  }
  return together;
}

}  // namespace bdf::jobs
