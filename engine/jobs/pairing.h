// SPDX-License-Identifier: MIT
// Which layers of the inputs are versions of one another, and by which rules they are compared.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jobs/common_crs.h"
#include "jobs/inputs.h"
#include "model/finding.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// By what a layer's features are known.
struct LayerKey {
  std::vector<std::string> columns;  ///< as the layer spells them; empty: by the primary key …
  bool none = false;                 ///< … or by nothing that the layer carries
};

/// One layer in its versions. Schemas belong to the inputs' catalogs; the ancestor's may be null.
struct LayerVersions {
  ThreeWay<const Schema*> schemas;
  ThreeWay<LayerKey> key;
  rules::LayerRules rules;
  /// What the columns of the producer's own layer mean; null where they are the class's own.
  const rules::ProducerSchema* producer_schema = nullptr;
  CommonCrs crs;  ///< in which they are compared
};

/// What the user asked for.
struct PairingOptions {
  std::string layer;             ///< --layer: a layer of local's, or whose rules of the theme apply
  std::vector<std::string> key;  ///< --key
  const rules::Theme* theme = nullptr;
  rules::Setting setting;
  const rules::ProducerSchema* producer_schema = nullptr;  ///< of local; null for none
  bool allow_ballpark = false;
  bool keys_are_told_only = false;  ///< a layer without a key that lasts is no failure then
};

/// Under a theme that lists its layers, each of these that local has is paired with its versions:
/// by name, by the patterns of its schema, or, where one is named, because the user says so; a
/// layer that nobody names is known by its columns. What is no layer of the theme is left as it is.
///
/// Under a theme for any layer, layers are paired by name, or the only ones there are whatever
/// their names.
///
/// Checks keys and geometry types, and chooses the reference system to compare in. What has no
/// partner becomes a finding. Throws InputError where nothing pairs or where a pair cannot be
/// compared.
[[nodiscard]] std::vector<LayerVersions> pair_layers(const ThreeWay<std::optional<Input>>& inputs,
                                                     const PairingOptions& options,
                                                     std::vector<Finding>& findings);

}  // namespace bdf::jobs
