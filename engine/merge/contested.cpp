// SPDX-License-Identifier: MIT
#include "merge/contested.h"

#include "merge/compare.h"
#include "merge/conflicts.h"

namespace bdf::merge {

namespace {

/// Whether the question was about what one side had changed: the other one's value is the
/// ancestor's.
bool is_one_sided(const Context& context, const Conflict& conflict) {
  const auto is_as_it_was = [&](Side side) {
    if (conflict.kind == ConflictKind::attribute)
      return conflict.values[side] == conflict.values.ancestor;
    return conflict.kind == ConflictKind::geometry &&
           same_geometry(view_of(conflict.geometries[side]), view_of(conflict.geometries.ancestor),
                         context.tolerance);
  };
  return is_as_it_was(Side::local) || is_as_it_was(Side::reference);
}

}  // namespace

const Contested* contested(const Context& context, const ClusterFeatures& cluster) {
  if (context.contested == nullptr) return nullptr;
  const auto found = context.contested->find(cluster.number);
  return found == context.contested->end() ? nullptr : &found->second;
}

std::map<std::int64_t, Contested> contested_before(const Context& context,
                                                   const std::vector<ClusterFeatures>& clusters) {
  std::map<std::int64_t, Contested> before;
  for (const auto& cluster : clusters)
    for (const auto* conflict : pending_of(context, cluster))
      if (is_one_sided(context, *conflict))
        before.try_emplace(cluster.number, Contested{conflict->reason, conflict->provisional});
  return before;
}

}  // namespace bdf::merge
