// SPDX-License-Identifier: MIT
#include "merge/contested.h"

#include <algorithm>

#include "merge/compare.h"
#include "merge/conflicts.h"

namespace bdf::merge {

namespace {

/// Whether the side's value is the ancestor's.
bool is_as_it_was(const Context& context, const Conflict& conflict, Side side) {
  if (conflict.kind == ConflictKind::geometry)
    return same_geometry(view_of(conflict.geometries[side]), view_of(conflict.geometries.ancestor),
                         context.tolerance);
  const auto& attributes = context.layout.attributes;
  const auto attribute = std::find_if(attributes.begin(), attributes.end(), [&](const auto& one) {
    return same_name(one.name, conflict.attribute);
  });
  if (conflict.kind != ConflictKind::attribute || attribute == attributes.end()) return false;
  const auto normal = [&](const std::optional<std::string>& text) {
    return text ? normal_form(attribute->kind, std::string_view(*text)) : std::nullopt;
  };
  return normal(conflict.values[side]) == normal(conflict.values.ancestor);
}

}  // namespace

const Contested* contested(const Context& context, const ClusterFeatures& cluster,
                           std::string_view what) {
  if (context.contests == nullptr) return nullptr;
  const auto found = context.contests->find({cluster.number, std::string(what)});
  return found == context.contests->end() ? nullptr : &found->second;
}

Contests contested_before(const Context& context, const std::vector<ClusterFeatures>& clusters) {
  Contests before;
  for (const auto& cluster : clusters)
    for (const auto* conflict : pending_of(context, cluster)) {
      if (resolution_of(context, conflict->id) != nullptr) continue;
      if (!is_as_it_was(context, *conflict, Side::local) &&
          !is_as_it_was(context, *conflict, Side::reference))
        continue;
      const auto what = conflict->attribute.empty() ? "geometry" : conflict->attribute;
      before.try_emplace({cluster.number, what},
                         Contested{conflict->reason, conflict->provisional});
    }
  return before;
}

}  // namespace bdf::merge
