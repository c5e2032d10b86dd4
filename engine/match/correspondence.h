// SPDX-License-Identifier: MIT
// What the matchers of lines, areas and points have in common: pairs that may correspond, the
// choice among them, and the links that come of it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "match/geometric.h"
#include "match/selection.h"
#include "match/shapes.h"
#include "model/link.h"

namespace bdf::match {

/// A shape of each side, and what they have in common.
struct Correspondence {
  std::uint32_t a = 0;  ///< numbers of shapes
  std::uint32_t b = 0;
  double score = 0;    ///< above 0; how much is in common, times how well it fits
  double share_a = 0;  ///< of each one's size; 0 to 1
  double share_b = 0;
  Stretch on_a;
  Stretch on_b;
  bool reversed = false;
  double mean_distance = 0;
  double greatest_distance = 0;
  std::optional<double> common_area;   ///< Dice; areas alone
  std::optional<double> length_ratio;  ///< of the stretches; lines alone
  std::optional<double> angle;         ///< between the chords of the stretches; degrees
  std::optional<double> agreement;     ///< of attributes
  std::optional<double> neighbours;    ///< how far those at its ends correspond too
  double nearness = 1;                 ///< how well it fits; 0 to 1
  double margin = 1;                   ///< Selection::margin
};

/// What must hold for a chosen pair to be linked.
inline constexpr double main_share = 0.5;    ///< of one of both: that is linked
inline constexpr double minor_share = 0.02;  ///< of both: less is a seam

/// How likely a distance between two that may be one is, as a score from 1 (none) to 0 (`reach`
/// and more): the logarithm of the ratio of a likelihood with a heavy tail, 1 / (1 + (d /
/// scale)²)², to that at the reach. `scale` is what commonly lies between the same thing and
/// itself. A heavy tail, since the greater distances are edits and not noise: then ratios of
/// distances count, and a thing at 3 m has no better claim against one at 4 m than one at 9 m
/// against one at 12 m.
struct Nearness {
  double reach = 1;
  double scale = 1;

  [[nodiscard]] double of(double distance) const;
  /// The odds that what has this nearness and margin is right, as a probability. Against a rival
  /// these are the odds of the likelihoods; where there is none (a margin near 1) their square, for
  /// then the other case is that the thing has no counterpart, and something else came so near by
  /// chance: rare, as sample countries showed (BENCHMARKS.md).
  [[nodiscard]] double confidence(double nearness, double margin) const;
};
/// For a search within options.distance of things that commonly lie `noise` apart.
[[nodiscard]] Nearness nearness_for(const GeometricOptions& options, double noise);

/// The pairs that hold at once, with their margins; and those that do not, with margins of 0 or
/// less, though they might nearly as well have been chosen.
struct Choice {
  std::vector<Correspondence> chosen;
  std::vector<Correspondence> alternatives;
};
[[nodiscard]] Choice choose(std::vector<Correspondence> pairs, const Conflicts& conflicts);

/// Lets what the features carry speak where pairs are in each other's way: their scores become less
/// the less that agrees.
void weigh_attributes(std::vector<Correspondence>& pairs, const Conflicts& conflicts,
                      const Shapes& a, const Shapes& b, const Matching& how);

/// The median of the mean distances of pairs that correspond from end to end, which is how far the
/// same thing commonly lies from itself; 0 where too few are to tell.
[[nodiscard]] double noise_of(const std::vector<Correspondence>& pairs);

/// Groups what hangs together. Of pairs that lie not so near, what the features carry is asked, and
/// takes from their confidence. Where a pair's confidence is below options.confidence, it is
/// doubtful, with its alternatives and all that hangs together with it. Lengths of `options` in
/// units of the CRS.
[[nodiscard]] GeometricMatches links_of(const Choice& choice, const Shapes& a, const Shapes& b,
                                        const Matching& how, const Nearness& nearness);

}  // namespace bdf::match
