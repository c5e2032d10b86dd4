// SPDX-License-Identifier: MIT
// A change to one feature of a target layer, and the changes to a whole layer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/feature_table.h"

namespace bdf {

enum class Op { insert, update, remove, split, merge, recut };
/// "insert", "update", "delete", "split", "merge", "recut".
[[nodiscard]] std::string_view name_of(Op op);
[[nodiscard]] std::optional<Op> op_named(std::string_view name);

/// What the sender says of a change: it took it from the other side, it has the right to it, or it
/// asks for it.
enum class Status { taken, offered, proposed };
[[nodiscard]] std::string_view name_of(Status status);
[[nodiscard]] std::optional<Status> status_named(std::string_view name);

struct ValueChange {
  std::size_t column = 0;  ///< in the target's schema
  Value before;
  Value after;
  Status status = Status::taken;
};

struct GeometryChange {
  Value before;  ///< WKB, or Null
  Value after;
  Status status = Status::taken;
  FeatureRef from{};  ///< the feature whose geometry `after` is, as it is; none where it is another
};

/// One feature's change. An absent value is no entry in `values`; NULL is an entry that holds Null.
struct Change {
  Op op = Op::update;
  std::string id;
  /// insert, split, merge, recut: the feature to add, in its own table's schema (columns are mapped
  /// by name, what the target does not have is left out). update, remove: the target's feature
  /// before the change.
  FeatureRef feature;
  /// Laid over `feature`. For an update these are the change itself.
  std::vector<ValueChange> values;
  std::optional<GeometryChange> geometry;
  Status status = Status::taken;    ///< of the object's existence, where that is what changes
  std::optional<std::int64_t> fid;  ///< insert: the fid to give it; else one is chosen
  std::int64_t cluster = 0;         ///< of the run that made it; not kept in a changeset
  std::string lineage_group;        ///< shared by the rows of one split, merge or re-cut; else ""
  /// Of a run: the number of the line with stretches that it makes, or of which it makes a part; 0:
  /// none. Not kept in a changeset.
  std::size_t stretches = 0;
};

/// All changes to one target layer, ordered by id.
struct LayerChanges {
  Schema target;
  std::vector<std::string> key;  ///< the key's columns in the target, as declared there
  std::vector<Change> changes;
};

/// Shows changes one after the other, as many as there are; each is valid while it is shown.
using ShowChanges = std::function<void(const std::function<void(const Change&)>& show)>;

}  // namespace bdf
