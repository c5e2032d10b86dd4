// SPDX-License-Identifier: MIT
// Chance that depends on nothing but what it is asked about: the same seed and the same thing give
// the same number, in whatever order, on however many threads and on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bdf::sample {

/// A number of 64 well-mixed bits (SplitMix64's finaliser: Steele, Lea and Flood, 2014).
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

/// FNV-1a (Fowler, Noll and Vo, 1991), so that a name can be part of a seed.
[[nodiscard]] constexpr std::uint64_t hashed(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : text)
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return hash;
}

/// A stream of numbers from one seed.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : state_(mixed(seed)) {}
  /// The stream about one thing of one kind: Random(seed, "hedge", 17).
  constexpr Random(std::uint64_t seed, std::string_view kind, std::uint64_t number = 0)
      : state_(mixed(mixed(seed ^ hashed(kind)) + number)) {}

  [[nodiscard]] constexpr std::uint64_t next() { return mixed(state_++); }
  /// In [0, 1).
  [[nodiscard]] constexpr double uniform() {
    return static_cast<double>(next() >> 11U) * 0x1.0p-53;
  }
  [[nodiscard]] constexpr double between(double low, double high) {
    return low + (high - low) * uniform();
  }
  /// In [0, count); `count` is not 0.
  [[nodiscard]] constexpr std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(next() % count);
  }
  /// In [low, high].
  [[nodiscard]] constexpr int whole(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::size_t>(high - low) + 1));
  }
  [[nodiscard]] constexpr bool chance(double probability) { return uniform() < probability; }
  template <class Range>
  [[nodiscard]] constexpr const auto& pick(const Range& range) {
    return range[below(std::size(range))];
  }
  /// Normal, mean 0 and deviation 1 (Box and Muller, 1958).
  [[nodiscard]] double normal();

 private:
  std::uint64_t state_;
};

}  // namespace bdf::sample
