// SPDX-License-Identifier: MIT
// The merge of one object that both sides have: its geometry and each of its attributes.
#pragma once

#include "merge/context.h"

namespace bdf::merge {

/// Merges a cluster with exactly one local and one reference feature, and at most one ancestor, by
/// the rules of the context, which are those in force for the cluster (merge/conditions.h).
[[nodiscard]] ClusterResult merge_object(const Context& context, const ClusterFeatures& cluster);

/// Whether a side's feature says anything that the other's does not: geometry, or an attribute that
/// both carry and that is not housekeeping.
[[nodiscard]] bool differ(const Context& context, const ThreeWay<FeatureRef>& features, Side a,
                          Side b);

/// Where the class requires a geometry: whether there is none, or one that cannot be read or
/// placed. That is damage, and no edit.
[[nodiscard]] bool is_unusable_geometry(const Context& context, const ValueView& geometry);

/// Whether the local feature holds a value in a column that the producer owns; the second, or does
/// in one of its stretches.
[[nodiscard]] bool has_business_data(const Context& context, FeatureRef local);
[[nodiscard]] bool has_business_data_anywhere(const Context& context, FeatureRef local);

/// What the theme says of who answers; without an ancestor to tell who changed it, what is shared
/// follows the reference.
[[nodiscard]] rules::Responsibility responsibility_of(const Context& context,
                                                      rules::Responsibility said);

}  // namespace bdf::merge
