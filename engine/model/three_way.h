// SPDX-License-Identifier: MIT
// The heart of the engine: three versions of one thing, and the one question asked of them.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace bdf {

enum class Side { ancestor, local, reference };
inline constexpr std::array all_sides{Side::ancestor, Side::local, Side::reference};
[[nodiscard]] std::string_view name_of(Side side);
/// Of local and the reference the one that the side is not.
[[nodiscard]] constexpr Side other_than(Side side) {
  return side == Side::local ? Side::reference : Side::local;
}

/// Who changed a thing since the ancestor.
enum class Divergence { none, local_only, reference_only, both_alike, both_differ };
[[nodiscard]] std::string_view name_of(Divergence divergence);

template <class T>
struct ThreeWay {
  T ancestor{};
  T local{};
  T reference{};

  bool operator==(const ThreeWay&) const = default;

  [[nodiscard]] const T& operator[](Side side) const {
    return side == Side::ancestor ? ancestor : side == Side::local ? local : reference;
  }
  [[nodiscard]] T& operator[](Side side) {
    return side == Side::ancestor ? ancestor : side == Side::local ? local : reference;
  }

  /// The same question for existence, for each attribute and for each geometry. `alike` must be
  /// symmetric and reflexive; it need not be transitive (a tolerance is not).
  template <class Alike>
  [[nodiscard]] Divergence divergence(Alike&& alike) const {
    const bool local_kept = alike(ancestor, local);
    const bool reference_kept = alike(ancestor, reference);
    if (local_kept && reference_kept) return Divergence::none;
    if (local_kept) return Divergence::reference_only;
    if (reference_kept) return Divergence::local_only;
    return alike(local, reference) ? Divergence::both_alike : Divergence::both_differ;
  }

  template <class F>
  [[nodiscard]] auto map(F&& f) const {
    using U = decltype(f(ancestor));
    return ThreeWay<U>{f(ancestor), f(local), f(reference)};
  }
};

}  // namespace bdf
