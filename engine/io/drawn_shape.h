// SPDX-License-Identifier: MIT
// What a person has made of a conflict's own shape on the map.
#pragma once

#include <string>
#include <string_view>

#include "model/conflict.h"

namespace bdf::io {

/// The shape as WKT, where it is no longer the one that the conflict was written with: local's
/// version, else the reference's, else the ancestor's. "" where it is, and where the conflict is
/// about no shape. A vertex that was added without an altitude, as QGIS does, gets that between its
/// neighbours; one that had none has none.
[[nodiscard]] std::string drawn_shape(const Conflict& conflict, std::string_view wkb);

}  // namespace bdf::io
