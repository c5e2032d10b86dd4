// SPDX-License-Identifier: MIT
// A layer as the letters of a drawing say it.
#pragma once

#include <string>
#include <vector>

#include "support/drawing.h"
#include "support/plain_layer.h"

namespace bdf::tests {

/// "K1 (ABCD)" for each row: the value of its first column and its geometry, sorted.
[[nodiscard]] std::vector<std::string> drawn(const PlainLayer& layer, const Drawing& drawing);

}  // namespace bdf::tests
