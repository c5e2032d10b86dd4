// SPDX-License-Identifier: MIT
#include "merge/contested.h"

#include <algorithm>

#include "merge/compare.h"
#include "merge/conflicts.h"
#include "merge/object.h"

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

/// The undecided conflicts that are meant, as contests.
template <class IsMeant>
Contests open_ones(const Context& context, const std::vector<ClusterFeatures>& clusters,
                   IsMeant&& is_meant) {
  Contests open;
  for (const auto& cluster : clusters)
    for (const auto* conflict : pending_of(context, cluster)) {
      if (resolution_of(context, conflict->id) != nullptr || !is_meant(*conflict)) continue;
      const auto what = conflict->attribute.empty() ? "geometry" : conflict->attribute;
      open.try_emplace({cluster.number, what}, Contested{conflict->reason, conflict->provisional});
    }
  return open;
}

}  // namespace

const Contested* contested(const Context& context, const ClusterFeatures& cluster,
                           std::string_view what) {
  if (context.contests == nullptr) return nullptr;
  const auto found = context.contests->find({cluster.number, std::string(what)});
  return found == context.contests->end() ? nullptr : &found->second;
}

Contests contested_before(const Context& context, const std::vector<ClusterFeatures>& clusters) {
  return open_ones(context, clusters, [&](const Conflict& conflict) {
    return is_as_it_was(context, conflict, Side::local) ||
           is_as_it_was(context, conflict, Side::reference);
  });
}

Contests open_geometries(const Context& context, const std::vector<ClusterFeatures>& clusters) {
  return open_ones(context, clusters, [](const Conflict& conflict) {
    return conflict.kind == ConflictKind::geometry;
  });
}

bool is_reference_as_before(const Context& context, const std::vector<ClusterFeatures>& clusters) {
  return context.layout.has_ancestor &&
         std::all_of(clusters.begin(), clusters.end(), [&](const ClusterFeatures& cluster) {
           const auto& [ancestor, local, reference] = cluster.features;
           if (cluster.ids.ancestor != cluster.ids.reference) return false;
           for (std::size_t i = 0; i < ancestor.size(); ++i)
             if (differ(context, {ancestor[i], {}, reference[i]}, Side::ancestor, Side::reference))
               return false;
           return true;
         });
}

}  // namespace bdf::merge
