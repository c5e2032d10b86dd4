// SPDX-License-Identifier: MIT
// One of two layers that hold the same things, as a merge finds and leaves it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jobs/layer_sync.h"
#include "jobs/unchanged_features.h"
#include "match/shapes.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// An object, be it one feature or several.
struct DoubledItem {
  std::optional<std::size_t> cluster;  ///< its number in the layer's clusters; none: unchanged
  std::string name;
};

/// What merged says of the object, held against the condition.
[[nodiscard]] bool is_kept(const rules::Condition& condition, const LayerRun& run,
                           const topology::MergedLayer& layer, const topology::HeldObject& object);

/// The objects that keep a condition, near places that are asked for, in local, the reference and
/// merged. Shapes have the item's number for a row; merged's stand as the ancestor's. Points into
/// what it is made of.
class DoubledLayer {
 public:
  DoubledLayer(LayerRun& run, const topology::MergedLayer& layer,
               const rules::Condition& condition);

  /// Of what does not lie in merged as it does on that side, or is in one of them alone, in both.
  [[nodiscard]] std::vector<Box> boxes_unlike(Side side) const;
  /// Takes in the objects whose boxes are wanted in any version, and with `changed_too` what merged
  /// does not hold as both sides do. To be called once. What no side has changed is read from
  /// local's file.
  void look_at(const WantedBox& wanted, bool changed_too);

  [[nodiscard]] const std::vector<DoubledItem>& items() const { return items_; }
  [[nodiscard]] const match::Shapes& shapes(Side version) const { return shapes_[version]; }
  /// Whether merged does not hold it where both sides do.
  [[nodiscard]] bool has_changed(const DoubledItem& item) const;

 private:
  using Geometries =
      ThreeWay<std::vector<ValueView>>;  ///< of a cluster; merged's as the ancestor's
  [[nodiscard]] Geometries versions_of(std::size_t cluster) const;
  [[nodiscard]] bool is_unlike(Side side, const Geometries& versions) const;
  void add(const DoubledItem& item, const Geometries& versions);

  LayerRun& run_;
  const topology::MergedLayer& layer_;
  const rules::Condition& condition_;
  std::vector<std::vector<topology::HeldObject>> held_;  ///< by cluster
  ThreeWay<std::vector<bool>> unlike_;                   ///< likewise: merged, what that side has
  std::vector<DoubledItem> items_;
  ThreeWay<match::Shapes> shapes_;
};

}  // namespace bdf::jobs
