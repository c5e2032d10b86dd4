// SPDX-License-Identifier: MIT
// JSON-LD 1.1 as the papers of a package have it: prefixed names, and all prefixes in the document
// itself, so that nothing has to be fetched to read it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "rules/packages.h"

namespace bdf::package {

/// A resource by its IRI, of which what may stand in none is encoded; by a path where it has no
/// scheme.
[[nodiscard]] nlohmann::json linked(std::string_view iri);

/// By a prefixed name: "odrl:use".
[[nodiscard]] nlohmann::json named(std::string_view name);

[[nodiscard]] nlohmann::json in_french(std::string_view text);
[[nodiscard]] nlohmann::json in_both(const rules::Wording& text);
[[nodiscard]] nlohmann::json typed(std::string_view value, std::string_view type);

/// An organisation, as DCAT and ODRL both know it.
[[nodiscard]] nlohmann::json agent(const rules::Party& party);

/// The prefixes that may be used.
[[nodiscard]] const nlohmann::json& prefixes();

/// The node as a document of its own. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string as_document(const nlohmann::json& node);

}  // namespace bdf::package
