// SPDX-License-Identifier: MIT
// How right links are, for people and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "match/evaluation.h"

namespace bdf::report {

/// Tables in the language of messages: by relation, by family, by confidence.
[[nodiscard]] std::string evaluation_as_text(const match::Evaluation& evaluation);

/// A figure that cannot be told is null.
[[nodiscard]] nlohmann::ordered_json evaluation_as_json(const match::Evaluation& evaluation);

}  // namespace bdf::report
