// SPDX-License-Identifier: MIT
// A layer whose lines are a network, held against what a network is.
#pragma once

#include <vector>

#include "model/feature_table.h"
#include "model/validation.h"
#include "rules/layer_schema.h"

namespace bdf::jobs {

struct NetworkCheck {
  const rules::LayerSchema* definition = nullptr;  ///< null: water may flow either way
  double tolerance = 0;                            ///< in units of the layer's system
  const FeatureTable* nodes = nullptr;             ///< points where lines end; null: not at hand
  const rules::LayerSchema* nodes_definition = nullptr;  ///< null where no node has a key
};

/// NETWORK_ENDS_APART: ends within ten times the tolerance that are not the same point.
/// NETWORK_END_ON_LINE: an end between the ends of another line. NETWORK_SINK: where several lines
/// end, water arrives and none takes it away. NETWORK_CIRCUIT: lines in which it could go round.
/// NETWORK_ISLAND: lines that nothing joins to the largest part. With nodes: NETWORK_NODE_MISSING
/// (an end without one), NETWORK_NODE_ALONE (one without an end), NETWORK_NODE_LINK (a line names a
/// node that stands elsewhere than its end). Of each the first thousand are told, with feature and
/// place.
[[nodiscard]] std::vector<ValidationFinding> check_network(const FeatureTable& lines,
                                                           const NetworkCheck& check);

}  // namespace bdf::jobs
