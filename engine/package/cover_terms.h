// SPDX-License-Identifier: MIT
// What one may do with a package, and whom to write to.
#pragma once

#include <string>

#include "package/facts.h"
#include "package/two_languages.h"

namespace bdf::package {

/// HTML.
[[nodiscard]] std::string terms_section(Language language, const PackageFacts& facts);

}  // namespace bdf::package
