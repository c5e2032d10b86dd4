// SPDX-License-Identifier: MIT
#include "jobs/drawn_areas.h"

#include <algorithm>

#include "geometry/wkb.h"
#include "index/box_grid.h"
#include "jobs/doubled_layer.h"
#include "merge/compare.h"
#include "merge/condition_values.h"

namespace bdf::jobs {

namespace {

/// Clusters of which it is being asked where they lie, or whether they exist.
std::set<std::int64_t> in_question(const merge::LayerResult& result) {
  std::set<std::int64_t> asked;
  for (const auto* questions : {&result.conflicts, &result.proposals})
    for (const auto& question : *questions)
      if (is_about_place(question)) asked.insert(question.cluster);
  return asked;
}

std::optional<Side> drawn_by(const merge::ClusterFeatures& cluster, const ValueView& now,
                             double tolerance) {
  const auto same = [&](const ValueView& one, const ValueView& other) {
    return merge::same_geometry(one, other, tolerance);
  };
  ThreeWay<ValueView> versions;
  for (const auto side : all_sides)
    if (const auto feature = cluster.only(side)) versions[side] = feature.geometry();
  if (!cluster.only(Side::ancestor))
    return same(now, versions.local) && !same(now, versions.reference) ? std::optional(Side::local)
                                                                       : std::nullopt;
  const bool by_local = !same(versions.ancestor, versions.local);
  const bool by_reference = !same(versions.ancestor, versions.reference);
  if (by_local && by_reference && !same(versions.local, versions.reference)) return std::nullopt;
  const auto side = by_local ? Side::local : by_reference ? Side::reference : Side::ancestor;
  return same(now, versions[side]) ? std::optional(side) : std::nullopt;
}

/// An object of merged, and the box of its outline.
struct Near {
  std::size_t object;
  Box box;
};

/// The areas near lines that have changed.
std::vector<Near> near_changed(const MergedAreas& merged, const DoubledLines& lines) {
  std::vector<Near> near;
  const index::BoxGrid changed(lines.boxes_changed());
  for (std::size_t i = 0; i < merged.objects.size(); ++i) {
    const auto outline = outline_of(merged.objects[i].geometry(merged.layer));
    const auto box = outline ? box_of(*outline) : std::nullopt;
    if (box && !changed.meeting(*box).empty()) near.push_back({i, *box});
  }
  return near;
}

/// Of these, the areas that are whole and on both sides.
std::vector<DrawnArea> choose(const MergedAreas& merged, const std::vector<Near>& near) {
  const auto& [run, layer, objects] = merged;
  std::vector<DrawnArea> areas;
  const auto asked = in_question(run.result);
  const auto& when = run.rules.doubles->when;
  for (const auto& [i, box] : near) {
    const auto& cluster = run.clusters[objects[i].cluster];
    const auto local = cluster.only(Side::local);
    const auto reference = cluster.only(Side::reference);
    if (!cluster.single() || cluster.far_apart || !local || !reference ||
        asked.contains(cluster.number))
      continue;
    if (is_kept(when, run, layer, objects[i]) &&
        merge::keeps(when, run.layout, local, Side::local) &&
        merge::keeps(when, run.layout, reference, Side::reference))
      areas.push_back({i, drawn_by(cluster, objects[i].geometry(layer), run.tolerance)});
  }
  return areas;
}

/// What no side has changed, beside these areas.
void add_lines_beside(const std::vector<Near>& near, DoubledLines& lines) {
  std::vector<Box> boxes;
  for (const auto& one : near) boxes.push_back(one.box);
  const index::BoxGrid grid(boxes);
  lines.add_unchanged([&](const Box& box) { return !grid.meeting(box).empty(); });
}

/// Finds which lines each doubled when it was drawn.
void link(const MergedAreas& merged, DoubledLines& lines, const match::DoublesOptions& options,
          std::vector<DrawnArea>& areas) {
  const auto& objects = merged.objects;
  ThreeWay<match::Shapes> outlines;  // by the number of the area
  match::Shapes all;
  for (std::uint32_t i = 0; i < areas.size(); ++i) {
    const auto outline = objects[areas[i].object].geometry(merged.layer);
    if (areas[i].by) match::append(outlines[*areas[i].by], i, outline);
    match::append(all, i, outline);
  }
  for (const auto side : all_sides) {
    if (outlines[side].size() == 0) continue;
    const auto there = lines.shapes(side);
    for (const auto& found : match::find_doubles(there, outlines[side], options).links)
      for (const auto& pair : found.link.pairs) {
        areas[pair.b].lines.insert(pair.a);
        areas[pair.b].is_doubtful |= found.doubtful;
      }
  }
  const auto now = lines.shapes(std::nullopt);
  for (const auto& pair : match::lines_in_areas(now, all, options).pairs) {
    auto& area = areas[all.rows[pair.area]];
    area.has_others |= !area.lines.contains(now.rows[pair.line]);
  }
}

}  // namespace

std::optional<Geometry> outline_of(const ValueView& value) {
  auto geometry = geometry::geometry_of(value);
  const bool area = geometry && geometry->kind == GeometryKind::polygon && !geometry->empty();
  return area ? std::move(geometry) : std::nullopt;
}

std::vector<DrawnArea> drawn_areas(const MergedAreas& merged, DoubledLines& lines,
                                   const match::DoublesOptions& options) {
  const auto near = near_changed(merged, lines);
  auto areas = choose(merged, near);
  add_lines_beside(near, lines);
  if (!areas.empty()) link(merged, lines, options, areas);
  return areas;
}

}  // namespace bdf::jobs
