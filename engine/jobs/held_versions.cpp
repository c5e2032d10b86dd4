// SPDX-License-Identifier: MIT
#include "jobs/held_versions.h"

#include <algorithm>
#include <map>
#include <vector>

#include "io/json_text.h"
#include "jobs/merge_context.h"
#include "merge/compare.h"
#include "merge/said_objects.h"

namespace bdf::jobs {

namespace {

using topology::HeldObject;

bool is_of_one_value(const Conflict& conflict) {
  return !conflict.attribute.empty() || conflict.kind == ConflictKind::geometry ||
         conflict.kind == ConflictKind::proposal;
}

class HeldVersions {
 public:
  HeldVersions(const merge::Context& context, const topology::MergedLayer& layer)
      : context_(context), layer_(layer) {
    for (const auto& object : topology::held_objects(layer))
      objects_[(*layer.clusters)[object.cluster].number].push_back(object);
  }

  void note(Conflict& conflict) const {
    const auto found = objects_.find(conflict.cluster);
    if (found == objects_.end()) return;
    const auto& objects = found->second;
    if (!is_of_one_value(conflict))
      note_objects(objects, conflict);
    else if (objects.size() == 1)
      conflict.attribute.empty() ? note_geometry(objects[0], conflict)
                                 : note_value(objects[0], conflict);
  }

 private:
  void note_value(const HeldObject& object, Conflict& conflict) const;
  void note_geometry(const HeldObject& object, Conflict& conflict) const;
  void note_objects(const std::vector<HeldObject>& objects, Conflict& conflict) const;
  [[nodiscard]] std::string said(const HeldObject& object, Side side,
                                 const merge::HeldStretch* stretch) const;
  [[nodiscard]] Value value_along(const HeldObject& object, const merge::HeldStretch& stretch,
                                  const merge::Attribute& attribute) const;
  [[nodiscard]] const std::vector<merge::HeldStretch>& stretches_of(const HeldObject& object) const;

  const merge::Context& context_;
  const topology::MergedLayer& layer_;
  std::map<std::int64_t, std::vector<HeldObject>> objects_;  ///< by number of their cluster
};

void HeldVersions::note_value(const HeldObject& object, Conflict& conflict) const {
  const auto& attributes = context_.layout.attributes;
  const auto attribute = std::find_if(attributes.begin(), attributes.end(), [&](const auto& one) {
    return same_name(one.name, conflict.attribute) && one.merged;
  });
  if (attribute == attributes.end()) return;
  const auto value = topology::merged_value(layer_, object, *attribute);
  const auto provisional =
      merge::value_from_text(attribute->kind.type, conflict.values[conflict.provisional]);
  conflict.held.reset();
  if (merge::same_value(attribute->kind, view_of(value), view_of(provisional))) return;
  conflict.held.emplace();
  if (!is_null(view_of(value))) conflict.held->value = to_text(view_of(value));
}

void HeldVersions::note_geometry(const HeldObject& object, Conflict& conflict) const {
  const auto geometry = object.geometry(layer_);
  conflict.held.reset();
  if (!merge::same_geometry(geometry, view_of(conflict.geometries[conflict.provisional]),
                            layer_.tolerance))
    conflict.held = HeldVersion{std::nullopt, to_value(geometry)};
}

/// Several stand where they stood: nothing takes along what is being asked about.
void HeldVersions::note_objects(const std::vector<HeldObject>& objects, Conflict& conflict) const {
  const auto side = conflict.provisional;
  std::vector<std::string> texts;
  for (const auto& object : objects) {
    const auto& stretches = stretches_of(object);
    for (const auto& stretch : stretches) texts.push_back(said(object, side, &stretch));
    if (stretches.empty()) texts.push_back(said(object, side, nullptr));
  }
  HeldVersion held{texts.size() == 1 ? texts.front() : io::json_array(texts),
                   conflict.geometries[side]};
  const auto geometry = objects.front().geometry(layer_);
  if (objects.size() == 1) held.geometry = to_value(geometry);
  const bool same =
      merge::say_the_same(context_, {held.value, side}, {conflict.values[side], side}) &&
      (objects.size() > 1 ||
       merge::same_geometry(geometry, view_of(conflict.geometries[side]), layer_.tolerance));
  conflict.held.reset();
  if (!same) conflict.held = std::move(held);
}

/// In the attributes that the side carries.
std::string HeldVersions::said(const HeldObject& object, Side side,
                               const merge::HeldStretch* stretch) const {
  io::NamedValues values;
  for (const auto& attribute : context_.layout.attributes) {
    if (!attribute.merged || !attribute.carried_by(side) ||
        same_name(attribute.name, merge::uid_column))
      continue;
    auto value = stretch != nullptr ? value_along(object, *stretch, attribute)
                                    : topology::merged_value(layer_, object, attribute);
    if (!is_null(view_of(value))) values.emplace_back(attribute.name, std::move(value));
  }
  return io::json_object(values);
}

/// As jobs/part_stretches.h lays it over the stretch: what the merge makes of it, else what it
/// makes of the whole line where the stretch says nothing else.
Value HeldVersions::value_along(const HeldObject& object, const merge::HeldStretch& stretch,
                                const merge::Attribute& attribute) const {
  for (const auto& value : stretch.values)
    if (value.column == attribute.merged) return value.after;
  const auto own = merge::value_of(stretch.feature, attribute, Side::local);
  const auto of_line = merge::value_of(object.feature, attribute, Side::local);
  return merge::same_value(attribute.kind, own, of_line)
             ? topology::merged_value(layer_, object, attribute)
             : to_value(own);
}

const std::vector<merge::HeldStretch>& HeldVersions::stretches_of(const HeldObject& object) const {
  static const std::vector<merge::HeldStretch> none;
  for (const auto& held : layer_.result->stretches)
    if (held.object == object.feature) return held.stretches;
  return none;
}

}  // namespace

void note_held_versions(const LayerOptions& options, const topology::MergedLayer& layer,
                        LayerRun& run) {
  if (run.result.conflicts.empty() && run.result.proposals.empty()) return;
  const merge::Memory nothing;
  const auto context = merge_context(run, options, nothing);
  const HeldVersions versions(context, layer);
  for (auto* open : {&run.result.conflicts, &run.result.proposals})
    for (auto& conflict : *open) versions.note(conflict);
}

}  // namespace bdf::jobs
