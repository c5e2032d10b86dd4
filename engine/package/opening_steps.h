// SPDX-License-Identifier: MIT
// How a package is opened in QGIS, step by step, for whoever has never done it.
#pragma once

#include <string>

#include "package/facts.h"
#include "package/two_languages.h"

namespace bdf::package {

/// HTML: the steps for the package's own format, and folded away those for the others. `data` is
/// where its data lie, "" where that is not known.
[[nodiscard]] std::string opening_steps(Language language, const Manifest& manifest,
                                        const std::string& data);

}  // namespace bdf::package
