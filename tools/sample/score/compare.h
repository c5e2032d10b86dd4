// SPDX-License-Identifier: MIT
// When two values or two geometries say the same. Written for the score alone.
#pragma once

#include <string>

#include "files/layer_reader.h"

namespace bdf::score {

using sample::Drawn;
using sample::ReadColumn;
using sample::ReadFeature;
using sample::ReadLayer;

/// Metres by which two vertices may differ, and two altitudes.
inline constexpr double tolerance = 0.05;

/// What a value says, as a text: outer blanks trimmed, Unicode NFC, numbers and booleans in one
/// form, a timestamp by the second, links in the order of the alphabet; "" for nothing.
[[nodiscard]] std::string said(const bdf::Value& value, const ReadColumn& column);

/// Vertex by vertex; a ring may start elsewhere and run the other way round, parts and holes may
/// come in any order. Altitudes count where both carry them; -1000 stands for none.
[[nodiscard]] bool same_shape(const Drawn& a, const Drawn& b);
/// The same, of geometries that may be missing.
[[nodiscard]] bool same_shape(const std::optional<Drawn>& a, const std::optional<Drawn>& b);

/// Whether each part of `piece` is one of `whole`.
[[nodiscard]] bool holds_parts(const Drawn& whole, const Drawn& piece);

/// Whether `merged` holds what one side did from `before` to `after`: it has every vertex that
/// came, and none of those that went.
[[nodiscard]] bool holds_edit(const Drawn& merged, const Drawn& before, const Drawn& after);

/// Turns the lines that flow against their vertices, and what says so of them.
void bring_to_flow(ReadLayer& layer);

}  // namespace bdf::score
