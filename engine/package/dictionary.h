// SPDX-License-Identifier: MIT
// The data dictionary of a package: what each layer and column is, and how it comes from the base,
// so that nobody has to guess how the two differ.
#pragma once

#include <string>

#include "package/facts.h"

namespace bdf::package {

/// One page in French and English, with nothing to load and nothing to run; to be printed, too.
[[nodiscard]] std::string dictionary_html(const PackageFacts& facts);

/// A row a column, and one for each column and layer that was left out, in French: UTF-8 with a
/// byte order mark, semicolons and CRLF, since that is what a French spreadsheet opens by a double
/// click, and what GDAL and LibreOffice understand as well. A text that a spreadsheet would take
/// for a formula begins with an apostrophe.
[[nodiscard]] std::string dictionary_csv(const PackageFacts& facts);

}  // namespace bdf::package
