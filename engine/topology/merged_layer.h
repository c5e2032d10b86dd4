// SPDX-License-Identifier: MIT
// The layers of a theme as their merges have left them, before what they say of one another is
// looked at.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "merge/merge_layer.h"
#include "model/finding.h"

namespace bdf::topology {

/// One layer. All that it points to outlives it; `result` has one ledger entry a cluster, in the
/// order of `clusters`, and its changes stand in that order too.
struct MergedLayer {
  std::string name;  ///< as the local layer is called
  const rules::LayerRules* rules = nullptr;
  const merge::Layout* layout = nullptr;
  const std::vector<merge::ClusterFeatures>* clusters = nullptr;
  merge::LayerResult* result = nullptr;
  double tolerance = 0;  ///< in units of the CRS
  std::string crs;       ///< layers of different systems have nothing to do with one another
  /// The geometries of objects that are the same on all sides, and so are in no cluster, whose
  /// boxes meet any of these.
  std::function<std::vector<Geometry>(const std::vector<Box>&)> unchanged_near;
};

/// An object as merged holds it.
struct HeldObject {
  std::size_t cluster = 0;  ///< its number in the layer's `clusters`
  FeatureRef feature;       ///< local's, or the one that is added
  /// The change to local that concerns it, by its number; nullopt where it stays as it is.
  std::optional<std::size_t> update;

  [[nodiscard]] ValueView geometry(const MergedLayer& layer) const;
};

/// Every object of the clusters that merged holds, in the order of the clusters.
[[nodiscard]] std::vector<HeldObject> held_objects(const MergedLayer& layer);

/// Whose the object's feature is.
[[nodiscard]] Side side_of(const MergedLayer& layer, const HeldObject& object);

/// What merged says in an attribute that it carries, in the attribute's words.
[[nodiscard]] Value merged_value(const MergedLayer& layer, const HeldObject& object,
                                 const merge::Attribute& attribute);

/// The key that the object, or a feature of that cluster, has in its own file, as the clusters call
/// it.
[[nodiscard]] std::string id_of(const MergedLayer& layer, const HeldObject& object);
[[nodiscard]] std::string id_of(const merge::ClusterFeatures& cluster, FeatureRef feature);

/// Whether the change adds its feature to the target.
[[nodiscard]] bool adds(const Change& change);

/// What the change makes of the geometry.
[[nodiscard]] ValueView geometry_after(const GeometryChange& change);

}  // namespace bdf::topology
