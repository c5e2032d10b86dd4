// SPDX-License-Identifier: MIT
// A layer whose objects double those of another one, held against what the theme says of that.
#pragma once

#include <vector>

#include "match/doubles.h"
#include "model/feature_table.h"
#include "model/validation.h"
#include "rules/layer_schema.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// A layer read whole, and its class; null: of none.
struct ClassedTable {
  const FeatureTable* table = nullptr;
  const rules::LayerSchema* definition = nullptr;
};

struct DoublesCheck {
  ClassedTable doubling, holding;
  const rules::Doubles* doubles = nullptr;
  match::DoublesOptions options;
};

/// One information at most, since a delivery has thousands of equal cases, with how many they are
/// and the first of them. HELD_TWICE, where such objects are reported: those that double another.
/// DOUBLE_ALONE, where they are kept or derived: those that by what they say double another one,
/// and run along none, not even perhaps.
[[nodiscard]] std::vector<ValidationFinding> check_doubles(const DoublesCheck& check);

}  // namespace bdf::jobs
