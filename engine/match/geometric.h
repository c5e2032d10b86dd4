// SPDX-License-Identifier: MIT
// Links between features that no key links, told by where they lie. A link is made only beyond
// reasonable doubt; all else is left alone, and told as doubtful where something was near.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "match/shapes.h"
#include "model/link.h"

namespace bdf::match {

struct AttributeMeasures;

/// In the units of the CRS; 0 turns a test off.
struct GeometricOptions {
  double tolerance = 0;  ///< noise: closer vertices are the same
  double distance = 0;   ///< how far the same object may be drawn from itself
  double shift = 0;      ///< the greatest one of a side as a whole that is looked for
  double far = 0;        ///< beyond this, a key is not believed (match/implausible.h)
  double most = 0;  ///< what finds nothing within `distance` is looked for so far, if that is more
  double step = 0;  ///< how far apart lines are looked at; 0: by half of `distance`
  double confidence = 0.8;  ///< below it, a link is doubtful
  /// Whether a side may lie off the other as a whole, up to `shift`, or be drawn more roughly than
  /// `distance`: where most of both is to be matched.
  bool look_for_shift = true;
  /// What the features carry, where that is to count; of the tables that are matched.
  const AttributeMeasures* attributes = nullptr;
  double metre = 1;  ///< in units of the CRS
};

/// The share of the smaller side with the very same coordinates on the other that says that neither
/// lies off as a whole, nor was drawn anew.
inline constexpr double in_place = 0.1;

/// How far attributes agree, 0 to 1, by the rows of a and b; nullopt where they say nothing.
using Agreement = std::function<std::optional<double>(std::uint32_t row_a, std::uint32_t row_b)>;

/// How shapes are matched: what a matcher of one kind is told.
struct Matching {
  GeometricOptions options;
  Agreement agreement;  ///< empty: nothing is known
  int threads = 0;
};

struct GeometricMatches {
  std::vector<Link> accepted;
  std::vector<Link> doubtful;
  /// Rows that were not compared, since too many lie in the same place; ascending.
  std::vector<std::uint32_t> crowded_a;
  std::vector<std::uint32_t> crowded_b;
  std::optional<Displacement> displacement;
  std::optional<double> radius{};  ///< where the data ask for more than options.distance
};

/// By shape of that side: whether a link has it, doubtful ones too.
[[nodiscard]] std::vector<bool> linked_shapes(const Shapes& shapes, const GeometricMatches& matches,
                                              std::vector<std::uint32_t> Link::*side);

/// Links two sides.
///
/// 1. What has the same coordinates, and is the only one on both sides, is the same
///    (match/exact.h).
/// 2. Where that is less than a tenth of it, one side was drawn anew. It may lie off the other as a
///    whole: the shift is estimated, and believed only if features that took no part in the
///    estimate confirm it (match/alignment.h). And it may be drawn more roughly than
///    options.distance: then that is as much as the data say (match/search_radius.h), up to
///    options.most.
/// 3. Lines, areas and points are matched, each in their way (match/lines.h, areas.h, points.h):
///    what pairs of features have in common is measured, and those that hold at once are chosen
///    such that all together they have as much in common as possible (match/selection.h). Features
///    that hang together by chosen pairs are one link. Where pairs are in each other's way, what
///    the features carry has a say.
/// 4. What is left is looked for farther off (options.most): there it must be most of the other,
///    and is doubtful.
/// 5. Lines that are left and run between the same nodes are the same (match/between_nodes.h).
///
/// What could as well be another way is doubtful, and nothing that is drawn farther apart than
/// options.distance is quite sure. Links are ordered by the rows of a; which there are depends
/// neither on the order of features (but where two choices are equally good) nor on threads, nor,
/// unless a side lies off as a whole, on which side is called a. No feature is in two accepted
/// links. O(n log n) for layers whose features lie apart. Nothing is linked where options.distance
/// is 0.
[[nodiscard]] GeometricMatches match_by_geometry(const Unlinked& a, const Unlinked& b,
                                                 const GeometricOptions& options, int threads);

/// The same in two steps, between which the features' geometries may be given up: what the tables
/// say of how to match is taken from them, and only their attributes are looked at later.
[[nodiscard]] Matching matching_of(const Unlinked& a, const Unlinked& b,
                                   const GeometricOptions& options, int threads);
[[nodiscard]] GeometricMatches match_shapes(Shapes a, Shapes b, const Matching& how);

}  // namespace bdf::match
