// SPDX-License-Identifier: MIT
// What is tried at every place by night, and at some of them in an ordinary run.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace bdf::tests {

/// Whether the long tests are asked for: BDF_NIGHTLY of the environment.
inline bool is_nightly() { return std::getenv("BDF_NIGHTLY") != nullptr; }

/// Numbers from 1 to `count` in rising order: all of them by night, else about `some`, the same in
/// each run, evenly spread, with the first and the last.
inline std::vector<long> sampled(long count, long some) {
  const long wanted = is_nightly() ? count : std::min(count, some);
  std::vector<long> numbers;
  for (long i = 0; i < wanted; ++i)
    numbers.push_back(wanted == 1 ? 1 : 1 + i * (count - 1) / (wanted - 1));
  return numbers;
}

}  // namespace bdf::tests
