// SPDX-License-Identifier: MIT
// A link: features of two sides that are the same object, or parts of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace bdf {

/// Why features were linked, or why not.
enum class LinkReason {
  same_geometry,      ///< the same but for noise
  same_course,        ///< near one another all along, and nothing else is
  pieces,             ///< one of them cut into several, without gap or overlap
  pieces_nearby,      ///< the same, all of them a little way off
  several_alike,      ///< doubtful: more than one could be it
  pieces_do_not_fit,  ///< doubtful: parts of it that do not make up the whole
  not_alike_enough    ///< doubtful: near, but of another length, size or with other ends
};
/// "same_geometry" …
[[nodiscard]] std::string_view name_of(LinkReason reason);

/// Rows of two sides, each in the numbers of its side's RowIndex, ascending.
struct Link {
  std::vector<std::uint32_t> a;
  std::vector<std::uint32_t> b;
  LinkReason reason = LinkReason::same_geometry;
  double confidence = 0;  ///< 0 to 1
  double share_a = 1;     ///< the part of a's length, area or points that b covers; 0 to 1
  double share_b = 1;
  bool reversed = false;  ///< the two lines run in opposite directions
  bool operator==(const Link&) const = default;
};

/// "1:1", "1:n", "n:1" or "n:m".
[[nodiscard]] std::string_view relation_of(const Link& link);

}  // namespace bdf
