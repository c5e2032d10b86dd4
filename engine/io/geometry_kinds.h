// SPDX-License-Identifier: MIT
// Whether a layer holds points, lines or areas.
#pragma once

#include <optional>
#include <vector>

#include "io/sqlite.h"
#include "model/geometry.h"
#include "model/schema.h"

namespace bdf::io {

/// The kind that a layer is declared to hold, curves and multis counted with the straight and
/// single; nullopt where it has no geometry or may hold several kinds.
[[nodiscard]] std::optional<GeometryKind> declared_kind(const Schema& schema);

/// The declared kind, else those of the features, in the order of the enumeration. Collections are
/// of no kind.
[[nodiscard]] std::vector<GeometryKind> geometry_kinds(Database& database, const Schema& schema);

}  // namespace bdf::io
