// SPDX-License-Identifier: MIT
// One draw of the values of some attributes of a feature.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "world/draw_text.h"
#include "world/feature.h"
#include "world/moments.h"

namespace bdf::sample {

/// A number evenly in [low, high], on the grid of its attribute's decimals.
struct Between {
  double low = 0, high = 0, grid = 1;
  bool whole = false;
};

/// What a row says of a column: a value as it is, or how to make one.
using Cell = std::variant<Value, Between, Pattern>;

struct DrawRow {
  double until = 0;  ///< the shares of the rows until and with this one
  std::vector<Cell> cells;
};

/// The columns of a feature's row that are known, a bit each.
using KnownColumns = std::uint64_t;

/// Rows, and when they count.
struct DrawCase {
  std::optional<std::size_t> known;  ///< this column is not NULL
  std::optional<std::size_t> where;  ///< this column has one of these values
  std::vector<std::string> values;
  std::vector<DrawRow> rows;

  [[nodiscard]] bool holds(const std::vector<Value>& row) const;
};

struct History {
  Moments creation, modification;
  double never = 0;  ///< in [0, 1]: the share that has no modification
};

/// Columns are numbers of those of the schema; nullopt for one that it does not have, so that all
/// versions of a schema draw the same.
struct Draw {
  std::uint64_t seed = 0;  ///< of the layer and the draw's name
  std::vector<std::optional<std::size_t>> columns;
  std::optional<std::size_t> by;  ///< drawn by this column's value instead of the feature's number
  std::vector<DrawCase> cases;
  std::optional<History> history;  ///< instead of cases; of two columns

  /// Sets those of the columns that are not known; what is known restricts the choice to rows that
  /// say the same, where there are any. Conditions look at what `row` holds already.
  void fill(std::uint64_t number, KnownColumns known, std::vector<Value>& row) const;

 private:
  [[nodiscard]] std::uint64_t stream(std::uint64_t number, const std::vector<Value>& row) const;
  void fill_history(Random random, KnownColumns known, std::vector<Value>& row) const;
  [[nodiscard]] const DrawRow& choose(const DrawCase& from, double share, KnownColumns known,
                                      const std::vector<Value>& row) const;
  [[nodiscard]] bool agrees(const DrawRow& drawn, KnownColumns known,
                            const std::vector<Value>& row) const;
};

/// Sets a text in the memory of the one before.
void set_text(Value& value, std::string_view text);

}  // namespace bdf::sample
