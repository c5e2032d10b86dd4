// SPDX-License-Identifier: MIT
// What a matching came to, for people and for programs.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "model/layer_links.h"

namespace bdf::report {

/// One line, and one more where features were not compared, in the language of messages.
[[nodiscard]] std::string links_as_text(const LayerLinks& layer);
[[nodiscard]] nlohmann::ordered_json links_as_json(const LayerLinks& layer);

/// What a link says: "the same geometry".
[[nodiscard]] std::string label_of(LinkReason reason);
/// A measure with its unit: "mean distance: 0.5 m"; `unit`: that of the CRS.
[[nodiscard]] std::string text_of(const Evidence& evidence, const std::string& unit);

}  // namespace bdf::report
