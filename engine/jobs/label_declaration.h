// SPDX-License-Identifier: MIT
// A base outside of BD France, in the terms of a theme.
#pragma once

#include <filesystem>

#include "jobs/labelled_data.h"

namespace bdf::jobs {

/// Brings the layers that the file names into one GeoPackage, under the names of the theme's
/// classes and attributes and in the territory's system. What it does not name is left out.
[[nodiscard]] LabelledData open_declared(const std::filesystem::path& declaration,
                                         const LabelReading& reading);

}  // namespace bdf::jobs
