// SPDX-License-Identifier: MIT
// The rows that changes leave in their target.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "model/change.h"

namespace bdf::io {

/// Stands in FeatureTable::fids for a feature whose fid in the target is not known.
inline constexpr std::int64_t no_fid = std::numeric_limits<std::int64_t>::min();

/// Whether the change adds a feature to its target: an insertion, or a successor of a split, merge
/// or re-cut.
[[nodiscard]] bool adds_feature(const Change& change);

/// The fid of the feature in the target: the one it has, or, for a feature that is added, the one
/// asked for. nullopt where there is none.
[[nodiscard]] std::optional<std::int64_t> fid_in_target(const Change& change);

/// The feature as it is after the change, for a removal as it was, in the target's columns: mapped
/// by name, NULL where its own table lacks one, then the change's values laid over.
class TargetRow {
 public:
  /// `target` must outlive the row.
  explicit TargetRow(const Schema& target) : target_(&target) {}

  /// Views into the change and its table, valid until the next call.
  [[nodiscard]] const std::vector<ValueView>& values_after(const Change& change);
  [[nodiscard]] static ValueView geometry_after(const Change& change);

 private:
  void map_columns(const FeatureTable& table);

  const Schema* target_;
  const FeatureTable* table_ = nullptr;
  std::vector<std::optional<std::size_t>> sources_;  ///< of each target column, in table_
  std::vector<ValueView> values_;
};

/// Every change's row after it, in the order of the changes, in the target's schema.
[[nodiscard]] FeatureTable materialised(const LayerChanges& layer);

/// A table of that schema with no row.
[[nodiscard]] FeatureTable empty_table(const Schema& schema);

}  // namespace bdf::io
