// SPDX-License-Identifier: MIT
// One of two layers that hold the same things, as a merge finds and leaves it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jobs/layer_sync.h"
#include "match/shapes.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// An object, be it one feature or several.
struct DoubledItem {
  std::optional<std::size_t> cluster;  ///< its number in the layer's clusters; none: unchanged
  std::string name;
};

/// The objects that keep a condition, near places that are asked for, in local, the reference and
/// merged. Shapes have the item's number for a row; merged's stand as the ancestor's. Points into
/// what it is made of.
class DoubledLayer {
 public:
  DoubledLayer(LayerRun& run, const topology::MergedLayer& layer,
               const rules::Condition& condition);

  /// Of what does not lie in the same place in all three, or is not in each, in each of them.
  [[nodiscard]] std::vector<Box> changed_boxes() const;
  /// Takes in the objects that are near these in any version. To be called once. What no side has
  /// changed is read from local's file.
  void look_near(const std::vector<Box>& boxes);

  [[nodiscard]] const std::vector<DoubledItem>& items() const { return items_; }
  [[nodiscard]] const match::Shapes& shapes(Side version) const { return shapes_[version]; }
  /// Whether it is one of these.
  [[nodiscard]] bool has_changed(const DoubledItem& item) const;

 private:
  using Geometries =
      ThreeWay<std::vector<ValueView>>;  ///< of a cluster; merged's as the ancestor's
  [[nodiscard]] Geometries versions_of(std::size_t cluster) const;
  [[nodiscard]] bool is_kept(const topology::HeldObject& object) const;
  [[nodiscard]] bool have_changed(const Geometries& versions) const;
  void add(const DoubledItem& item, const Geometries& versions);

  LayerRun& run_;
  const topology::MergedLayer& layer_;
  const rules::Condition& condition_;
  std::vector<std::vector<topology::HeldObject>> held_;  ///< by cluster
  std::vector<bool> changed_;                            ///< likewise
  std::vector<DoubledItem> items_;
  ThreeWay<match::Shapes> shapes_;
};

}  // namespace bdf::jobs
