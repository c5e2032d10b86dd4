// SPDX-License-Identifier: MIT
// The metadata of a package as catalogues of geodata take them: ISO 19115 in the XML of ISO/TS
// 19139, in French.
#pragma once

#include <string>
#include <vector>

#include "package/facts.h"
#include "rules/measures.h"

namespace bdf::package {

/// A record that has what INSPIRE (Technical Guidance 2.0.1 of 2017) and the CNIG's guide ask of a
/// dataset, as far as the facts have it: a product without topics or themes of INSPIRE gives one
/// without. Nothing is claimed that nobody has looked at: conformity with INSPIRE is “not
/// evaluated”.
///
/// Where the package can be got stands in it for those distributions that have an address of the
/// web; the publisher's page does in any case. Measures stand in it by layer, under their numbers
/// in ISO 19157, but for those that have no definition. Equal facts give equal bytes, and two
/// builds of one package have one identifier.
[[nodiscard]] std::string iso_metadata(
    const PackageFacts& facts, const std::vector<Distribution>& distributions = {},
    const std::vector<rules::MeasureDefinition>& definitions = {});

}  // namespace bdf::package
