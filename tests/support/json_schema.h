// SPDX-License-Identifier: MIT
// As much of JSON Schema as the schemas of our own files use, for tests.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace bdf::support {

/// One line a violation, with the place in the document; none where it holds. Knows type, const,
/// enum, minimum, pattern, properties, required, additionalProperties, items and local $ref.
[[nodiscard]] std::vector<std::string> violations(const nlohmann::json& document,
                                                  const nlohmann::json& schema);

/// The schema of `schemas/formats/<name>.schema.json`.
[[nodiscard]] nlohmann::json schema_of(const std::string& name);

}  // namespace bdf::support
