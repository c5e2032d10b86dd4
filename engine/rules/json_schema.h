// SPDX-License-Identifier: MIT
// Checks a YAML file of rules against a JSON Schema (draft 2020-12), so that the form of the file
// is data too.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "rules/yaml_document.h"

namespace bdf::rules {

/// Where a document is not what its schema asks for.
struct SchemaProblem {
  int line = 1;         ///< from 1; of an empty value that of its key
  int column = 1;       ///< from 1, in bytes
  std::string path;     ///< a JSON Pointer: "/authority/geometry"
  std::string message;  ///< for people, in their language
};

/// Throws InputError where the text is no JSON, or uses a keyword that problems_of() does not know.
/// `file` is its name in messages.
[[nodiscard]] nlohmann::json parse_json_schema(const std::string& file, const std::string& text);

/// The same for schemas/NAME.schema.json of the shared folders.
[[nodiscard]] nlohmann::json load_json_schema(const std::string& name);

/// All that is wrong, in order of position; empty where the document fits. Knows type, const, enum,
/// minimum, maximum, minLength, pattern (ECMAScript), properties, patternProperties,
/// additionalProperties, required, items, minItems, uniqueItems, anyOf, oneOf, $defs and $ref
/// within the file. Where no branch of anyOf or oneOf fits, what is wrong with the nearest is told.
///
/// Scalars have the type that YAML's core schema gives them: `3.5` is a number, `"3.5"` a text.
[[nodiscard]] std::vector<SchemaProblem> problems_of(const YamlNode& document,
                                                     const nlohmann::json& schema);

/// The YAML file as a document that fits schemas/NAME.schema.json. Throws InputError with all
/// problems, a line each, beginning with FILE:LINE:COLUMN. A file that is asked for again is read
/// again, but parsed and checked anew only if its bytes have changed.
[[nodiscard]] YamlNode load_checked_yaml(const std::filesystem::path& path,
                                         const std::string& name);

/// The same for a document at hand.
void require_schema(const YamlNode& document, const std::string& name);

}  // namespace bdf::rules
