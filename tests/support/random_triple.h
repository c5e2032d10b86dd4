// SPDX-License-Identifier: MIT
// Random ancestors, locals and references: what laws are held against. One seed, one triple.
#pragma once

#include <cstdint>

#include "model/three_way.h"
#include "support/plain_layer.h"

namespace bdf::tests {

/// How many seeds each law is held against: BDF_SEEDS of the environment, else 100.
[[nodiscard]] std::uint32_t seed_count();

/// How wild the triples are.
struct TripleOptions {
  bool private_columns = true;  ///< local has two columns that the others lack
  bool broken_keys = true;    ///< in some seeds, features without a key and keys that several share
  bool other_columns = true;  ///< in some seeds, one side lacks or gains a column
  int edits = 1;              ///< values that a side changes of a feature that it edits …
  std::size_t edits_one_in = 4;  ///< … which are one in so many
};

/// One layer of 5 to 40 points, lines or polygons, with Z or without, with columns of every type
/// and with names that are hard on SQL, JSON and text; local and reference each edited at random:
/// attributes, vertices, deletions, insertions, both sides the same, both at once, cuts and copies.
/// Rows of each side stand in an order of their own. The same seed gives the same triple.
[[nodiscard]] ThreeWay<PlainLayer> random_triple(std::uint32_t seed,
                                                 const TripleOptions& options = {});

/// The same features in another order, with other fids.
[[nodiscard]] PlainLayer shuffled(PlainLayer layer, std::uint32_t seed);

}  // namespace bdf::tests
