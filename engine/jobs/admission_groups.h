// SPDX-License-Identifier: MIT
// What a contribution changes, thing by thing, and which of these depend on one another.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jobs/layer_sync.h"

namespace bdf::jobs {

/// An attribute of an object, its geometry, or its existence with all that the object then has.
struct Thing {
  std::size_t layer = 0;             ///< in the list of layers or runs
  std::size_t change = 0;            ///< in the layer's changes, the run's contribution
  std::optional<std::size_t> value;  ///< in the change's values: an attribute
  std::string name;                  ///< "geometry", "object", or what the reference calls it
  std::size_t group = 0;             ///< those of one number depend on one another

  [[nodiscard]] const Change& of(const std::vector<const LayerRun*>& runs) const {
    return runs[layer]->result.contribution.changes[change];
  }
};

/// Changes of a layer, and what a theme says of it: which attributes are links and housekeeping,
/// and by which name others' links mean the layer.
struct ChangedLayer {
  const LayerChanges* changes = nullptr;
  const rules::LayerRules* rules = nullptr;
};

/// All things of changes. Housekeeping attributes are none of their own: they go with what else
/// changes of their object.
///
/// Things depend on one another where one without the other would leave what neither side has:
/// - the parts of a split, merge or re-cut, and all of an object that comes or goes with it;
/// - geometries that both have or had a vertex at a place where at least that vertex changes: a
///   reach and its node, two areas and their boundary;
/// - a link and the object that it leads to, where that one comes or goes;
/// - the direction of a line and what says which way it flows.
/// Groups are numbered from 0 in the order of their first things.
[[nodiscard]] std::vector<Thing> things_of(const std::vector<ChangedLayer>& layers);
/// Of the contributions of runs that have been finished.
[[nodiscard]] std::vector<Thing> things_of(const std::vector<const LayerRun*>& runs);

}  // namespace bdf::jobs
