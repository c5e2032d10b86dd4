// SPDX-License-Identifier: MIT
// Which features of two versions of a layer are the same object.
#pragma once

#include "jobs/side_reader.h"
#include "model/layer_links.h"

namespace bdf::jobs {

struct LayerMatchOptions {
  bool ignore_ids = false;
  int threads = 0;
};

/// The two versions: local is called a, the reference b.
struct MatchedSides {
  SideReader a;
  SideReader b;
};

/// Links, in this order: what has one key, which each side has once (not with `ignore_ids`), unless
/// the two lie too far apart to be believed, which is told as doubtful; of the rest what has
/// the very same geometry, which each side has once; the rest by where it lies. Only that rest is
/// decoded. The same whatever the number of threads.
[[nodiscard]] LayerLinks match_layer(const MatchedSides& sides, const LayerVersions& versions,
                                     const LayerMatchOptions& options);

}  // namespace bdf::jobs
