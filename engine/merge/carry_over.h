// SPDX-License-Identifier: MIT
// What one side says of objects that the other has cut anew, laid over the new ones.
#pragma once

#include <optional>
#include <vector>

#include "merge/context.h"

namespace bdf::merge {

/// An object of the side that cut, as merged is to hold it.
struct Successor {
  std::size_t feature = 0;           ///< its number among the cluster's features of that side
  std::vector<std::size_t> sources;  ///< the other side's that it lies on, the most of it first
  /// Where merged says otherwise than the object itself; by the columns of the file that is to gain
  /// it: merged's where the reference cut, the reference's where local did.
  std::vector<ValueChange> values;
  /// As WKB, of a part that was cut off what the other side has drawn anew: what it is now.
  std::optional<Blob> geometry{};
  std::vector<Change> update;        ///< to the local feature: the object itself, or its source
  std::vector<Change> contribution;  ///< to the reference's feature; likewise
  std::vector<Decision> decisions;   ///< about its attributes
  std::vector<std::string> flags;    ///< values of the producer's that gave way, for the ledger
  std::vector<HeldStretch>
      stretches;  ///< of what the reference cut, where the producer's values meet
};

/// One for each feature of the side that cut, where the other side's are still the ancestor's but
/// for what their attributes say: each new object is merged with the one that it lies on, by the
/// same rules as if it were that object. Where it lies on several, or on several stretches of one,
/// of which the producer says different things, the theme may let the one stand that covers most of
/// it, or give a new line stretches of its own. nullopt where that leaves a question: it lies on
/// several that say different things otherwise, both sides have changed the same attribute, the
/// other side has drawn anew too, or something that it says would lie nowhere; and where the new
/// objects lie on one another. But what one side has only cut, and the other only drawn anew, is
/// that, cut in the same places (geometry/redrawn_parts.h).
[[nodiscard]] std::optional<std::vector<Successor>> carry_over(const Context& context,
                                                               const ClusterFeatures& cluster,
                                                               Side cut);

}  // namespace bdf::merge
