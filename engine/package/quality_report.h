// SPDX-License-Identifier: MIT
// What the measures of a package come to, for programs and for people.
#pragma once

#include <string>

#include "package/facts.h"
#include "package/two_languages.h"

namespace bdf::package {

/// quality.json (schemas/formats/quality.schema.json): each measure with its number in ISO 19157,
/// its names and its method. Canonical JSON (RFC 8785) and a line end. Throws InputError for a
/// measure that schemas/quality/measures.yaml does not know, and for a value that is no number.
[[nodiscard]] std::string quality_report_json(const PackageFacts& facts);

/// The same as a part of a page (HTML): a table a layer, with a bar for each rate.
[[nodiscard]] std::string quality_section(Language language, const PackageFacts& facts);

/// A bar as inline SVG, of the lengths that the parts have of `whole`, each in its class of
/// paper_page(). `label` is text, and says the same.
struct BarPart {
  double length = 0;
  std::string_view kind;  ///< "fill", "added", "changed", "removed"
};
[[nodiscard]] std::string bar_of(const std::vector<BarPart>& parts, double whole,
                                 std::string_view label);

}  // namespace bdf::package
