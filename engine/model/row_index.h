// SPDX-License-Identifier: MIT
// What a first pass over a layer keeps of each row: enough to know which rows need a closer look.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace bdf {

/// 128 bits of XXH3 over bytes. Equal bytes give equal hashes; different bytes give different ones
/// but for one chance in 2^128 a pair. The zero hash is kept for "none".
struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Hash128&) const = default;
  [[nodiscard]] bool none() const { return high == 0 && low == 0; }
};

/// One entry a row, in ascending order of fid.
struct RowIndex {
  std::vector<std::int64_t> fids;
  std::vector<Hash128> keys;    ///< of the key's canonical text; none() where the key is missing
  std::vector<Hash128> prints;  ///< of the raw values that the sides share, geometry included
  /// Of what local and reference have beyond the ancestor; empty where they have nothing more.
  std::vector<Hash128> pair_prints;
  std::vector<std::string> names;  ///< the keys' texts, "" where missing; empty unless asked for

  [[nodiscard]] std::size_t size() const { return fids.size(); }
};

}  // namespace bdf
