// SPDX-License-Identifier: MIT
// A geometry that somebody has drawn in a file of its own.
#pragma once

#include <string>

#include "io/source.h"
#include "model/schema.h"

namespace bdf::jobs {

/// The geometry of the one feature of FILE or FILE::layer, any input that a sync reads, as WKT in
/// the coordinate system of `target`. Throws InputError where the file cannot be read, has not one
/// feature with a geometry, or is in a system that does not lead to the target's.
[[nodiscard]] std::string given_geometry(const std::string& source,
                                         const io::SourceOptions& options, const Schema& target);

}  // namespace bdf::jobs
