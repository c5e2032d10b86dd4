// SPDX-License-Identifier: MIT
// What a theme says, once it has been found to be in order.
#pragma once

#include <optional>
#include <string>

#include "crypto/signature.h"

namespace bdf::jobs {

/// Who answers for what in each layer, for people: a sentence or two a layer, the special cases,
/// and the desks. Throws InputError, which names file, line and column of all that is wrong with
/// the theme's form, or of the first thing that makes no sense.
[[nodiscard]] std::string theme_as_text(const std::string& theme);

/// The same as JSON: name, version, digest, layers with the responsibility for each attribute,
/// special cases, desks; and the judgement on the signature beside it, null where there is none.
[[nodiscard]] std::string theme_as_json(const std::string& theme,
                                        const std::optional<crypto::Judgement>& signature);

}  // namespace bdf::jobs
