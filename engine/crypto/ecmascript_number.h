// SPDX-License-Identifier: MIT
// Numbers as ECMAScript writes them.
#pragma once

#include <string>

namespace bdf::crypto {

/// Number::toString of ECMA-262 in base 10: the shortest digits that read back as the same number,
/// with an exponent from 1e21 up and below 1e-6; 0 for minus zero. `number` is finite.
[[nodiscard]] std::string ecmascript_text(double number);

}  // namespace bdf::crypto
