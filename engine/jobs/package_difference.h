// SPDX-License-Identifier: MIT
// What turns the data of one package into that of the next, exactly: bit by bit, where a
// synchronisation's difference passes over what means the same.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/change.h"
#include "model/feature_table.h"

namespace bdf::io {
class Database;
}

namespace bdf::jobs {

/// The changes of one layer, and the features that they refer to.
struct LayerDifference {
  LayerChanges changes;
  std::unique_ptr<FeatureTable> features;
};

/// Both sides of a layer that is known by `key`, whose columns come first in neither order.
struct LayerEditions {
  const Schema* before = nullptr;
  const Schema* after = nullptr;
  std::vector<std::string> key;
};

/// Whether changes can lead from the one to the other: the same columns, the same kind of geometry.
[[nodiscard]] bool have_one_form(const Schema& before, const Schema& after);

/// Reads both layers once, in the order of their keys. Throws InputError where their columns or
/// their kind of geometry differ: that no changes can say.
[[nodiscard]] LayerDifference difference_of(io::Database& before, io::Database& after,
                                            const LayerEditions& layer);

}  // namespace bdf::jobs
