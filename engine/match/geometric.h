// SPDX-License-Identifier: MIT
// Links between features that no key links, told by where they lie. A link is made only beyond
// reasonable doubt; all else is left alone, and told as doubtful where something was near.
#pragma once

#include <vector>

#include "match/shapes.h"
#include "model/link.h"

namespace bdf::match {

/// In the units of the CRS; 0 turns a test off.
struct GeometricOptions {
  double tolerance = 0;  ///< noise: closer vertices are the same
  double distance = 0;   ///< how far the same object may be drawn from itself
  double far = 0;        ///< beyond this, a key is not believed (match/implausible.h)
};

struct GeometricMatches {
  std::vector<Link> accepted;
  std::vector<Link> doubtful;
};

/// Links two sides. First at `tolerance`, then what is left at `distance`, a set of candidates that
/// hang together is looked at as a whole, and only two simple forms are linked:
///
/// - one feature a side: both run within that distance of one another (exactly so, Hausdorff). Lines
///   are of about one length and end at the same ends, in either direction; at `distance` the
///   deviation must also be small against their length. Areas have half of the greater one or more
///   in common. What runs within one and a half times the
///   distance is a rival, and with a rival there is no link;
/// - one feature on one side, several on the other, which are all of it, cut: a chain of lines that
///   meet exactly, or areas without gap or overlap.
///
/// Every feature is in at most one link. Links are ordered by the rows of a; which there are
/// depends neither on the order of features nor on which side is called a. O(n log n) for layers
/// whose features lie apart. Nothing is linked where options.distance is 0.
[[nodiscard]] GeometricMatches match_by_geometry(const Unlinked& a, const Unlinked& b,
                                                 const GeometricOptions& options, int threads);

}  // namespace bdf::match
