// SPDX-License-Identifier: MIT
// Three versions of one path made one. Private to this room.
#pragma once

#include <optional>

#include "geometry/path_alignment.h"

namespace bdf::geometry {

/// Three versions of a path; each has a vertex. A ring stands as one that begins and ends in a
/// vertex which all three have.
struct PathVersions {
  const Path& ancestor;
  const Path& local;
  const Path& reference;
};

/// diff3 (Khanna, Kunal and Pierce 2007) over stretches instead of lines of text. Where one version
/// goes around a stretch of the ancestor's that the other has left, it is taken; where both go the
/// same way around the same stretch, too. nullopt where stretches overlap otherwise, or where one
/// has altered an altitude on a stretch that the other goes around, or both the same altitude.
///
/// On what neither goes around, a vertex that one has added or taken out is added or taken out, and
/// of coordinates that differ by no more than the tolerance those stand that are not exactly the
/// ancestor's, local's before the reference's.
[[nodiscard]] std::optional<Path> merge_paths(const PathVersions& versions, double tolerance);

}  // namespace bdf::geometry
