// SPDX-License-Identifier: MIT
// Which of many possible links hold at once.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace bdf::match {

/// Two of them cannot both hold. Each pair once, in any order.
using Conflicts = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Which of `count` things are in a conflict.
[[nodiscard]] std::vector<bool> disputed(std::size_t count, const Conflicts& conflicts);

struct Selection {
  std::vector<bool> chosen;
  /// How much rests on the choice, as a part of the one's own score: of what is chosen, how much
  /// the whole loses without it (0 to 1; 1: nothing else could stand in its place); of what is not,
  /// how much it would lose by taking it in, below or equal to 0. Near 0 it might as well have been
  /// the other way round.
  std::vector<double> margin;
};

/// The greatest number that select() takes for small: components of so many are solved exactly.
inline constexpr std::size_t exact_selection = 16;

/// Chooses among things with scores above 0, no two of which are in conflict, such that the sum of
/// scores is the greatest possible (maximum weight independent set). Components of the conflicts
/// are independent of one another: small ones are solved exactly, by branch and bound; greater ones
/// greedily in descending order of score, then exchanging one for those it is in conflict with
/// as long as that is better, in a bounded number of rounds; margins are then bounds from one
/// exchange.
///
/// What is chosen does not depend on the order but where two choices are equally good; then the
/// margins of both are 0.
[[nodiscard]] Selection select(const std::vector<double>& scores, const Conflicts& conflicts);

}  // namespace bdf::match
