// SPDX-License-Identifier: MIT
// What a changeset says in JSON of one change: its bdf_changed, bdf_before and bdf_lineage.
#pragma once

#include "io/json_value.h"
#include "model/change.h"

namespace bdf::io {

/// Attribute → status, `geometry` → status, and `object` → status where existence changes.
[[nodiscard]] Json changed_json(const Change& change, const Schema& target);
/// The target's values before an update, of what it changes; null for all other operations: a
/// removal's row itself is the feature before it.
[[nodiscard]] Json before_json(const Change& change, const Schema& target);
/// {"group": …}, or null where the change belongs to no group.
[[nodiscard]] Json lineage_json(const Change& change);

/// What changed, as a file says it.
struct ChangeTexts {
  std::string changed;
  std::string before;   ///< "" for null
  std::string lineage;  ///< "" for null
};

/// Fills status, values, geometry and lineage_group. `change.op` is set, and `change.feature` is
/// the row after the change, from which the values after are taken. Throws InputError where the
/// JSON is not as above or names an attribute that the target does not have.
void read_change(Change& change, const Schema& target, const ChangeTexts& texts);

}  // namespace bdf::io
