// SPDX-License-Identifier: MIT
// One layer held against its class: its columns, its values, its geometries.
#pragma once

#include <string>
#include <vector>

#include "jobs/value_check.h"
#include "model/feature_table.h"
#include "model/validation.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

struct LayerCheck {
  const rules::LayerSchema* definition = nullptr;   ///< null: only geometries are looked at
  const rules::ProducerSchema* producer = nullptr;  ///< whose columns are known too; may be null
  LinkTargets targets;
  std::vector<Box> domains;  ///< where geometries may lie, in the layer's system; empty: anywhere
  int threads = 1;
};

/// Of one kind (column and code) the first thousand are told; one VALIDATOR_INFO counts the rest.
/// The same for any number of threads. The feature's key and position are filled in.
[[nodiscard]] std::vector<ValidationFinding> check_layer(const FeatureTable& table,
                                                         const LayerCheck& check);

}  // namespace bdf::jobs
