// SPDX-License-Identifier: MIT
// Small numbers for hashes.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "model/row_index.h"

namespace bdf::match {

/// Numbers hashes 0, 1, 2… in the order in which they are first seen. Open addressing with linear
/// probing: the hashes are already uniform.
class Numbering {
 public:
  explicit Numbering(std::size_t most) : slots_(std::bit_ceil(most * 2 + 2)) {}

  std::uint32_t number_of(const Hash128& hash) {
    std::size_t slot = hash.low & (slots_.size() - 1);
    while (slots_[slot].number != 0 && slots_[slot].hash != hash)
      slot = (slot + 1) & (slots_.size() - 1);
    if (slots_[slot].number == 0) slots_[slot] = {hash, ++count_};
    return slots_[slot].number - 1;
  }
  [[nodiscard]] std::uint32_t count() const { return count_; }

 private:
  struct Slot {
    Hash128 hash;
    std::uint32_t number = 0;  ///< 0: free
  };
  std::vector<Slot> slots_;
  std::uint32_t count_ = 0;
};

}  // namespace bdf::match
