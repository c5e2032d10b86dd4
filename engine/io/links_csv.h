// SPDX-License-Identifier: MIT
// Links as a table: links.csv.
#pragma once

#include <string>
#include <vector>

#include "model/layer_links.h"

namespace bdf::io {

/// UTF-8, RFC 4180, lines end in LF, with a header. One row a linked pair, and one for each feature
/// that no accepted link has: the other id empty, relation 1:0 or 0:1, no figures. Layers in the
/// order given, then rows of a, then of b; last what b alone has. Confidence and shares have at
/// most four decimals.
[[nodiscard]] std::string links_as_csv(const std::vector<LayerLinks>& layers);

}  // namespace bdf::io
