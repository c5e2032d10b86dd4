// SPDX-License-Identifier: MIT
// tools/sample/attributes.yaml, which says how values are distributed: read strictly, every
// mistake an InputError with its place.
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/layer_schema.h"
#include "world/draw.h"

namespace bdf::sample {

/// Where and when the features are.
struct Setting {
  std::uint64_t seed = 0;
  std::string territory = "FXX";
  std::string zone = "038";
  std::string basin = "06";            ///< of the agencies of water, first in hydrographic codes
  std::string edition = "2026-06-15";  ///< no feature knows of anything later
};

/// What the file says of a layer, for one version of its schema.
struct LayerDraws {
  /// The column of each attribute, by its name in the newest version; nullopt for one that this
  /// version does not have.
  std::unordered_map<std::string, std::optional<std::size_t>> columns;
  std::vector<std::size_t> terrain;  ///< columns that nobody draws
  std::vector<Draw> draws;
  std::string prefix;  ///< of the layer's keys
};

/// Throws also where an attribute of the schema has no values, one drawn is not of its enumeration,
/// not of its type or too long.
[[nodiscard]] LayerDraws load_layer_draws(const std::filesystem::path& file,
                                          const rules::LayerSchema& schema, const Setting& setting);

}  // namespace bdf::sample
