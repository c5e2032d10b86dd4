// SPDX-License-Identifier: MIT
// How the columns of the three sides correspond.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/schema.h"
#include "model/three_way.h"

namespace bdf::merge {

/// One attribute, by name, and where each side carries it. A side that does not carry it has
/// neither edited nor deleted it.
struct Attribute {
  std::string name;  ///< as the local layer spells it, else the reference, else the ancestor
  ColumnType type;  ///< the coarser of the sides' types: a date compared with a timestamp is a date
  ThreeWay<std::optional<std::size_t>> column;  ///< in each side's schema
  /// In merged: local's column, or one behind them all for a column that merged gains.
  std::optional<std::size_t> merged;

  [[nodiscard]] bool carried_by(Side side) const { return column[side].has_value(); }
  /// A column that the reference holds and the ancestor did not, and that local therefore lacks:
  /// merged gains it. (One that local dropped stays dropped.)
  [[nodiscard]] bool is_gained() const;
  /// Held by the producer alone: it never leaves.
  [[nodiscard]] bool is_private() const;
};

/// Every attribute of any side: the local layer's in their order, then the reference's others,
/// then the ancestor's others. Another side's attribute of the name of local's primary key or
/// geometry column is none.
struct Layout {
  std::vector<Attribute> attributes;
  bool has_ancestor = false;
  ThreeWay<bool> geometry;  ///< which sides carry geometries

  /// Carried by every side that there is.
  [[nodiscard]] bool is_shared(const Attribute& attribute) const;
  /// True where equal prints of the columns that all sides share say that nothing changed.
  [[nodiscard]] bool prints_suffice() const;
  /// The names of the columns that all sides share, in one order.
  [[nodiscard]] std::vector<std::string> shared_columns() const;
};

/// Schemas are matched by column name without regard to case. `ancestor` may be null.
[[nodiscard]] Layout lay_out(const ThreeWay<const Schema*>& schemas);

}  // namespace bdf::merge
