// SPDX-License-Identifier: MIT
// Conflicts: how they are named, so that one is the same from run to run, and what they hold.
#pragma once

#include <string>

#include "merge/context.h"

namespace bdf::merge {

/// A conflict of the cluster with its layer, number, ids and the three geometries filled in;
/// several features of one side are a collection.
[[nodiscard]] Conflict new_conflict(const Context& context, const ClusterFeatures& cluster,
                                    ConflictKind kind);

/// Names the conflict by a digest of layer, kind, attribute, ids and the three values, each in
/// its normal form. Call it last.
void name_conflict(const Context& context, Conflict& conflict);

/// The features as JSON, for the values of an object's conflict: one object, or an array where
/// there are several, or several stretches of a local line; nullopt where there is none. Attributes
/// that the side carries, NULLs and bdf_uid left out: merged gains that column, and nobody has
/// edited anything.
[[nodiscard]] std::optional<std::string> objects_as_json(const Context& context,
                                                         const std::vector<FeatureRef>& features,
                                                         Side side);

/// The cluster's open conflicts of an earlier sync of this layer.
[[nodiscard]] std::vector<const Conflict*> pending_of(const Context& context,
                                                      const ClusterFeatures& cluster);

/// What was decided of it, in this run or an earlier one; nullptr where nothing was.
[[nodiscard]] const Resolution* resolution_of(const Context& context, const std::string& conflict);

/// Of an object that was recognised by where it lies, an open question goes by the reference's key,
/// which merged takes: so the next sync finds it.
void follow_key(const ClusterFeatures& cluster, Conflict& conflict);

}  // namespace bdf::merge
