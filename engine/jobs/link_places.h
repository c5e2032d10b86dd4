// SPDX-License-Identifier: MIT
// Where the linked features of a layer lie on the map.
#pragma once

#include <optional>
#include <vector>

#include "jobs/side_reader.h"
#include "model/geometry.h"
#include "model/layer_links.h"

namespace bdf::jobs {

/// A point of a feature, and what the feature is.
struct Place {
  Point point{};
  GeometryKind kind = GeometryKind::point;
};

/// The two ends of a pair's line on the map; nullopt where a feature has no geometry.
struct PairPlaces {
  std::optional<Place> a;
  std::optional<Place> b;
};

/// For each link its pairs, in order: of lines the middles of the stretches that they share, of
/// areas a point inside each, of points themselves; in the common system. What has the same
/// geometry is read once. The same whatever the number of threads.
[[nodiscard]] std::vector<PairPlaces> places_of(const LayerLinks& layer, const SideReader& a,
                                                const SideReader& b, int threads);

}  // namespace bdf::jobs
