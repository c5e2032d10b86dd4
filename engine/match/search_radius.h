// SPDX-License-Identifier: MIT
// How far from one another two sides draw the same things.
#pragma once

#include "match/shapes.h"

namespace bdf::match {

/// The radius within which counterparts are to be looked for, from the data: a multiple of the
/// median distance from places on one side's features to the other side's, such that all but a few
/// of a normal distribution lie within; of both sides the smaller, since one may have much that the
/// other has not. From `least` to `most`, in units of the CRS.
///
/// `least` where either side has fewer than twenty features. Beyond what chance brings near it says
/// nothing: the radius is no greater than the median distance from the same places moved far off,
/// and is `least` where these are not twice as far, or where half of the places have nothing within
/// `most`.
///
/// A sample of some thousand places; the same whatever the order, and whichever side is called a.
/// Both sides hold shapes of one kind.
[[nodiscard]] double search_radius(const Shapes& a, const Shapes& b, double least, double most,
                                   int threads);

}  // namespace bdf::match
