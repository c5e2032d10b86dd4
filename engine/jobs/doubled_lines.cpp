// SPDX-License-Identifier: MIT
#include "jobs/doubled_lines.h"

#include <algorithm>
#include <map>
#include <utility>

#include "geometry/collect.h"
#include "geometry/hausdorff.h"
#include "geometry/wkb.h"
#include "jobs/doubled_layer.h"
#include "merge/compare.h"
#include "merge/condition_values.h"
#include "merge/existence.h"

namespace bdf::jobs {

namespace {

using Values = std::vector<ValueView>;

bool are_same(const Values& a, const Values& b, double tolerance) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](const ValueView& one, const ValueView& other) {
                      return merge::same_geometry(one, other, tolerance);
                    });
}

/// All of them as one; nullopt where there is none, or one that is no line.
std::optional<Geometry> together(const Values& values) {
  std::vector<Geometry> lines;
  for (const auto& value : values) {
    auto line = geometry::geometry_of(value);
    if (!line || line->kind != GeometryKind::line || line->empty()) return std::nullopt;
    lines.push_back(std::move(*line));
  }
  std::vector<const Geometry*> pointers;
  for (const auto& line : lines) pointers.push_back(&line);
  return lines.empty() ? std::nullopt : std::optional(geometry::together(pointers));
}

/// Whichever way they run, whatever vertices they have, and be they cut.
bool are_one_course(const Values& a, const Values& b, double tolerance) {
  if (are_same(a, b, tolerance)) return true;
  const auto one = together(a);
  const auto other = together(b);
  return one && other && geometry::hausdorff(*one, *other, 2 * tolerance) <= tolerance;
}

}  // namespace

bool is_about_place(const Conflict& conflict) {
  return conflict.kind != ConflictKind::attribute && conflict.attribute.empty();
}

DoubledLines::DoubledLines(LayerRun& run, const topology::MergedLayer& layer,
                           const rules::Condition& condition)
    : run_(run), layer_(layer), condition_(condition) {
  std::vector<std::vector<topology::HeldObject>> held(run.clusters.size());
  for (const auto& object : topology::held_objects(layer)) held[object.cluster].push_back(object);
  std::map<std::int64_t, std::size_t> numbers;
  for (std::size_t cluster = 0; cluster < run.clusters.size(); ++cluster) {
    numbers[run.clusters[cluster].number] = cluster;
    add(cluster, held[cluster]);
  }
  for (const auto* questions : {&run.result.conflicts, &run.result.proposals})
    for (const auto& question : *questions) {
      const auto found = numbers.find(question.cluster);
      if (found == numbers.end() || !is_about_place(question)) continue;
      lines_[found->second].is_asked = true;
      if (question.kind == ConflictKind::identity || question.kind == ConflictKind::recut)
        lines_[found->second].is_certain = false;
    }
}

void DoubledLines::add(std::size_t cluster, const std::vector<topology::HeldObject>& held) {
  const auto& features = run_.clusters[cluster];
  DoubledLine line;
  line.cluster = cluster;
  line.name = features.name();
  for (const auto side : all_sides)
    for (const auto feature : features.features[side])
      if (merge::keeps(condition_, run_.layout, feature, side))
        line.was[side].push_back(feature.geometry());
  for (const auto& object : held)
    if (is_kept(condition_, run_, layer_, object)) line.is.push_back(object.geometry(layer_));
  line.is_held = !held.empty() || merge::is_outside_extent(run_.result.ledger[cluster]);
  line.is_certain = features.single() && held.size() <= 1 && !features.far_apart;
  line.has_changed = std::any_of(all_sides.begin(), all_sides.end(), [&](Side side) {
    return !are_same(line.was[side], line.is, run_.tolerance);
  });
  lines_.push_back(std::move(line));
}

std::vector<Box> DoubledLines::boxes_changed() const {
  std::vector<Box> boxes;
  const auto add_boxes = [&](const Values& values) {
    for (const auto& value : values)
      if (const auto* const wkb = std::get_if<BlobView>(&value))
        if (const auto box = geometry::box_of_wkb(wkb->bytes)) boxes.push_back(*box);
  };
  for (const auto& line : lines_) {
    if (!line.has_changed && !line.is_asked) continue;
    for (const auto side : all_sides) add_boxes(line.was[side]);
    add_boxes(line.is);
  }
  return boxes;
}

void DoubledLines::add_unchanged(const WantedBox& wanted) {
  unchanged_ = unchanged_features(run_, wanted);
  for (std::size_t row = 0; row < unchanged_.size(); ++row) {
    const FeatureRef feature{&unchanged_, row};
    if (!merge::keeps(condition_, run_.layout, feature, Side::local)) continue;
    DoubledLine line;
    line.name = name_of_local(run_, feature);
    line.is = {feature.geometry()};
    line.was = {line.is, line.is, line.is};
    lines_.push_back(std::move(line));
  }
}

match::Shapes DoubledLines::shapes(std::optional<Side> version) const {
  match::Shapes shapes;
  for (std::size_t i = 0; i < lines_.size(); ++i)
    for (const auto& value : version ? lines_[i].was[*version] : lines_[i].is)
      match::append(shapes, static_cast<std::uint32_t>(i), value);
  return shapes;
}

Fate DoubledLines::fate(std::size_t number, Side since) const {
  const auto& line = lines_[number];
  if (!line.cluster || are_one_course(line.was[since], line.is, run_.tolerance)) return Fate::same;
  if (!line.is_held && !line.is_asked) return Fate::gone;
  const bool one = line.was[since].size() == 1 && line.is.size() == 1;
  return one && line.is_certain ? Fate::moved : Fate::unclear;
}

bool DoubledLines::is_as_local(std::size_t number) const {
  return are_same(lines_[number].was.local, lines_[number].is, run_.tolerance);
}

}  // namespace bdf::jobs
