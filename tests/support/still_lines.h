// SPDX-License-Identifier: MIT
// A stage on which nothing moves, for stories of attributes: K1 along AB, and a neighbour.
#pragma once

#include "support/scenario.h"

namespace bdf::tests {

inline constexpr auto still = R"(
    ancestor | local | reference
    A - B    | A - B | A - B
    Y - Z    | Y - Z | Y - Z      )";

inline const Object neighbour{"K9", "YZ", {}};

/// Both, K1 with those attributes.
inline Objects with(const Attributes& attributes) { return {{"K1", "AB", attributes}, neighbour}; }
inline Objects named(const char* name) { return with({{"name", name}}); }

}  // namespace bdf::tests
