// SPDX-License-Identifier: MIT
// The objects of a layer of areas, as local, the reference and merged have them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "jobs/layer_sync.h"
#include "topology/merged_layer.h"

namespace bdf::jobs {

/// An object, be it one area or several.
struct CoverageItem {
  std::int64_t cluster = 0;  ///< 0: no side has changed it
  std::string name;
  ThreeWay<std::vector<const Geometry*>> areas;  ///< merged's as the ancestor's
  ThreeWay<bool> as_on;                          ///< merged has it as that side, within tolerance
  ThreeWay<bool> just_as_on;                     ///< … to the last bit
  /// Merged's, where all three are the same and nobody has asked for it yet.
  ValueView unread;
  Box box = nowhere;  ///< of all versions; meets nothing if there is none

  [[nodiscard]] bool has_changed() const { return !as_on.local || !as_on.reference; }
};

struct CoverageItems {
  std::deque<Geometry> geometries;
  std::vector<CoverageItem> items;
};

/// One for each cluster of the layer, in their order; what is the same in all three is not decoded.
/// The layer has not been delivered yet, and outlives them.
[[nodiscard]] CoverageItems coverage_items(const LayerRun& run, const topology::MergedLayer& layer);

/// Adds what no side has changed, and lies near any of the boxes: rows in no cluster, and what has
/// not been decoded.
void add_unchanged(LayerRun& run, const std::vector<Box>& boxes, CoverageItems& items);

/// Whether each item has to do with changes of both sides: it has changed, and merged has it, or
/// one that has changed beside it, otherwise than local, and one of them otherwise than the
/// reference. Anywhere else merged is as one side is, with its flaws and no others.
[[nodiscard]] std::vector<bool> where_sides_meet(const std::vector<CoverageItem>& items);

/// Those that have changed and lie near any that is `wanted`, themselves among them.
[[nodiscard]] std::vector<bool> changed_near(const std::vector<CoverageItem>& items,
                                             const std::vector<bool>& wanted);

/// Those that hang together with any that is `wanted`, by boxes of items that have changed.
[[nodiscard]] std::vector<bool> changed_together(const std::vector<CoverageItem>& items,
                                                 const std::vector<bool>& wanted);

}  // namespace bdf::jobs
