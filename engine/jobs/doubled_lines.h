// SPDX-License-Identifier: MIT
// The lines that areas are derived from, as they were on each side and as merged holds them.
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

/// What has become of a line since one of its versions.
enum class Fate {
  same,    ///< its course is the same
  moved,   ///< one line, drawn elsewhere
  gone,    ///< merged holds nothing of it
  unclear  ///< it was cut and drawn elsewhere, or may be another one, or does not count any more
};

/// An object, be it one line or several. Geometries are those that keep the condition.
struct DoubledLine {
  std::optional<std::size_t> cluster;  ///< its number in the layer's clusters; none: unchanged
  std::string name;
  ThreeWay<std::vector<ValueView>> was;
  std::vector<ValueView> is;
  bool is_held = true;       ///< merged holds anything of it, or has left it out of its extent
  bool is_asked = false;     ///< a question is open where it lies, or whether it exists
  bool is_certain = true;    ///< it is the same object, and whole, on all sides that have it
  bool has_changed = false;  ///< some version is not as merged holds it
};

/// Points into what it is made of, and into itself.
class DoubledLines {
 public:
  /// Those that differ.
  DoubledLines(LayerRun& run, const topology::MergedLayer& layer,
               const rules::Condition& condition);
  DoubledLines(const DoubledLines&) = delete;
  DoubledLines& operator=(const DoubledLines&) = delete;

  /// Of the lines that have changed or that a question is about, in all versions.
  [[nodiscard]] std::vector<Box> boxes_changed() const;
  /// Takes in those that no side has changed, of boxes that are wanted. To be called once.
  void add_unchanged(const WantedBox& wanted);

  [[nodiscard]] const std::vector<DoubledLine>& all() const { return lines_; }
  /// As a side has them; by their number. nullopt: merged.
  [[nodiscard]] match::Shapes shapes(std::optional<Side> version) const;
  [[nodiscard]] Fate fate(std::size_t number, Side since) const;
  /// Whether merged holds it as local does.
  [[nodiscard]] bool is_as_local(std::size_t number) const;

 private:
  void add(std::size_t cluster, const std::vector<topology::HeldObject>& held);

  LayerRun& run_;
  const topology::MergedLayer& layer_;
  const rules::Condition& condition_;
  FeatureTable unchanged_;
  std::vector<DoubledLine> lines_;
};

/// Whether that is about where an object lies, or whether it exists.
[[nodiscard]] bool is_about_place(const Conflict& conflict);

}  // namespace bdf::jobs
