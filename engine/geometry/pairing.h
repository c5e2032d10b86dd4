// SPDX-License-Identifier: MIT
// One-to-one pairing of parts that may come in another order. Private to this room.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace bdf::geometry {

/// The lower left corner of each item's box; never NaN.
using Corners = std::vector<std::pair<double, double>>;

/// Whether each left item can be paired with a right one of its own such that `same(left, right)`
/// for every pair. `same` may hold only where the corners differ by at most `tolerance` on each
/// axis; it is asked for such pairs alone.
[[nodiscard]] bool pair_off(const Corners& left, const Corners& right, double tolerance,
                            const std::function<bool(std::size_t, std::size_t)>& same);

}  // namespace bdf::geometry
