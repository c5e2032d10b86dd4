// SPDX-License-Identifier: MIT
// A layer held against the same layer of the socle, feature by feature of the same key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "jobs/labelled_data.h"

namespace bdf::jobs {

struct SocleComparison {
  std::uint64_t features = 0;        ///< of the layer
  std::uint64_t socle_features = 0;  ///< of the socle's
  std::uint64_t linked = 0;          ///< of the layer, whose key the socle has; each key once
  /// Hausdorff distances, in CRS units, between linked features that both have a geometry.
  std::vector<double> distances;
};

struct LayerAtHand {
  const std::filesystem::path& geopackage;
  const LabelledLayer* layer = nullptr;
};

/// The same for any number of threads. Both layers are in one coordinate system.
[[nodiscard]] SocleComparison compare_with_socle(const LayerAtHand& data, const LayerAtHand& socle,
                                                 int threads);

/// The least distance within which that share (0 to 1) of the linked features lie; nullopt of none.
[[nodiscard]] std::optional<double> distance_of_share(const SocleComparison& comparison,
                                                      double share);

}  // namespace bdf::jobs
