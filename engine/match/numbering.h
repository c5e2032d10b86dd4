// SPDX-License-Identifier: MIT
// Small numbers for hashes.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "model/row_index.h"

namespace bdf::match {

/// Numbers hashes 0, 1, 2… in the order in which they are first seen. Open addressing with linear
/// probing: the hashes are already uniform. A hash that follows, in the order of first sight, the
/// one asked for before costs no look-up: layers that are versions of one another mostly stand in
/// one order.
class Numbering {
 public:
  explicit Numbering(std::size_t most) : slots_(std::bit_ceil(most * 2 + 2), 0) {
    hashes_.reserve(most);
  }

  std::uint32_t number_of(const Hash128& hash) {
    const auto next = last_ + 1;
    last_ = next < hashes_.size() && hashes_[next] == hash ? next : look_up(hash);
    return last_;
  }
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(hashes_.size()); }

 private:
  std::uint32_t look_up(const Hash128& hash) {
    std::size_t slot = hash.low & (slots_.size() - 1);
    while (slots_[slot] != 0 && hashes_[slots_[slot] - 1] != hash)
      slot = (slot + 1) & (slots_.size() - 1);
    if (slots_[slot] == 0) {
      hashes_.push_back(hash);
      slots_[slot] = count();
    }
    return slots_[slot] - 1;
  }

  std::vector<std::uint32_t> slots_;  ///< the number plus 1; 0: free
  std::vector<Hash128> hashes_;       ///< by number
  std::uint32_t last_ = 0;
};

}  // namespace bdf::match
