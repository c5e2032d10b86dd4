// SPDX-License-Identifier: MIT
// Rows of two sides that are told by one hash each: a key, or the bytes of a geometry.
#pragma once

#include <cstdint>
#include <vector>

#include "model/row_index.h"

namespace bdf::match {

struct Twins {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  bool operator==(const Twins&) const = default;
};

/// Pairs each row of a whose hash no other row of a has with the row of b whose hash no other row
/// of b has, where that is the same. Rows that are `taken` count for nothing (an empty list: none
/// is), nor do those without a hash. In the order of a; O(n).
[[nodiscard]] std::vector<Twins> twins(const std::vector<Hash128>& a, const std::vector<Hash128>& b,
                                       const std::vector<bool>& taken_of_a = {},
                                       const std::vector<bool>& taken_of_b = {});

/// One a row: whether it has a hash that no other row has.
[[nodiscard]] std::vector<bool> is_unique(const std::vector<Hash128>& hashes);

}  // namespace bdf::match
