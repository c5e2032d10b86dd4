// SPDX-License-Identifier: MIT
// A link: features of two sides that are the same object, or parts of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace bdf {

/// Why features were linked, or why not.
enum class LinkReason {
  same_key,       ///< one key, which each side has once
  same_geometry,  ///< the same but for noise
  same_course,    ///< near one another all along, and nothing else is
  pieces,         ///< one of them cut into several, without gap or overlap
  pieces_nearby,  ///< the same, all of them a little way off
  same_ends,      ///< lines that run otherwise, but between the same nodes, and nothing else does
  in_part,        ///< one is a part of the other, or they share a part: the rest has nothing
  runs_inside,    ///< a line runs along inside an area: one thing, held twice
  several_alike,  ///< doubtful: more than one could be it
  pieces_do_not_fit,  ///< doubtful: parts of it that do not make up the whole
  far_off,            ///< doubtful: alike, but farther off than the same thing is commonly drawn
  not_alike_enough    ///< doubtful: near, but of another length, size or with other ends
};
/// "same_geometry" …
[[nodiscard]] std::string_view name_of(LinkReason reason);

/// What a link rests on. Lengths in units of the CRS.
enum class Measure {
  mean_distance,      ///< of the stretches that run along one another
  greatest_distance,  ///< of the same
  length_ratio,       ///< of the shorter to the longer stretch; 0 to 1
  angle,              ///< mean angle between the two directions; degrees, 0 to 90
  common_area,        ///< twice the area in common over the sum of both (Dice); 0 to 1
  attributes,         ///< agreement of what both carry; 0 to 1
  neighbours,         ///< the part of the ends at which neighbours are linked too; 0 to 1
  margin              ///< how much better it is than the next best; 0 to 1
};
/// "mean_distance" …
[[nodiscard]] std::string_view name_of(Measure measure);

struct Evidence {
  Measure measure = Measure::mean_distance;
  double value = 0;
  bool operator==(const Evidence&) const = default;
};

/// A part of a line, by its length from its first vertex; 0 to 1. Of what is no line: all of it.
struct Stretch {
  double from = 0;
  double to = 1;
  bool operator==(const Stretch&) const = default;
};

/// One feature of each side that have a part in common.
struct LinkedPair {
  std::uint32_t a = 0;  ///< a row of that side's RowIndex
  std::uint32_t b = 0;
  double share_a = 1;  ///< the part of a's length, area or points that it has in common with b
  double share_b = 1;
  Stretch on_a;
  Stretch on_b;                    ///< from < to, whichever way it runs
  bool reversed = false;           ///< the two lines run in opposite directions
  std::vector<Evidence> evidence;  ///< empty where nothing had to be measured
  bool operator==(const LinkedPair&) const = default;
};

/// How a side lay off the other as a whole, and was moved before its features were compared.
struct Displacement {
  double x = 0;  ///< in the mean over its features, from a to b; units of the CRS
  double y = 0;
  bool varies = false;    ///< over the ground
  double fit_before = 0;  ///< the share of a sample that lies within the noise of a counterpart, of
  double fit_after = 0;   ///< features that took no part in the estimate
  bool operator==(const Displacement&) const = default;
};

/// Rows of two sides, each in the numbers of its side's RowIndex, ascending.
struct Link {
  std::vector<std::uint32_t> a;
  std::vector<std::uint32_t> b;
  LinkReason reason = LinkReason::same_geometry;
  double confidence = 0;  ///< 0 to 1
  double share_a = 1;     ///< the part of a's length, area or points that b covers; 0 to 1
  double share_b = 1;
  bool reversed = false;          ///< the two lines run in opposite directions
  std::vector<LinkedPair> pairs;  ///< ordered by a and then b; what has several features has all
                                  ///< of them in at least one pair. Empty: one to one, all of both
  bool operator==(const Link&) const = default;
};

/// "1:1", "1:n", "n:1" or "n:m".
[[nodiscard]] std::string_view relation_of(const Link& link);

}  // namespace bdf
