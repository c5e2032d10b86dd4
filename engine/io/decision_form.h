// SPDX-License-Identifier: MIT
// Whether a decision says what a decision on that conflict can say.
#pragma once

#include <string>

#include "model/conflict.h"

namespace bdf::io {

/// Why such a conflict cannot be decided so, as one sentence in the user's language; "" where it
/// can: objects that were deleted or cut go with local or reference, there is no going back to an
/// ancestor that never was, a geometry is well-formed WKT.
[[nodiscard]] std::string wrong_with_decision(const Conflict& conflict,
                                              const Resolution& resolution);

/// The conflict for messages: its id, layer, object and, where it is about one, attribute.
[[nodiscard]] std::string name_in_messages(const Conflict& conflict);

/// "local", "reference", "ancestor", or the value between quotes.
[[nodiscard]] std::string decision_in_messages(const Resolution& resolution);

}  // namespace bdf::io
