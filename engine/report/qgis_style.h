// SPDX-License-Identifier: MIT
// The styles that our GeoPackages carry for QGIS, as QML documents in the language of messages. The
// same arguments give the same bytes. `kinds`: the kinds of geometry that the layer holds.
#pragma once

#include <string>
#include <vector>

#include "model/geometry.h"
#include "model/schema.h"
#include "model/three_way.h"
#include "report/layer_terms.h"

namespace bdf::report {

/// Layer `conflict`: coloured by kind, decided ones in grey; a form in which only the decision can
/// be changed, and which says at once when a decision does not fit.
[[nodiscard]] std::string conflict_style(const std::vector<GeometryKind>& kinds,
                                         const TermsByLayer& terms);

/// Layers `conflict_ancestor`, `conflict_local` and `conflict_reference`: each is seen where the
/// others lie on the same place, in whatever order.
[[nodiscard]] std::string conflict_side_style(Side side, const std::vector<GeometryKind>& kinds);

/// A layer as a changeset's table has it: coloured by operation, what is proposed in a yellow edge;
/// nothing can be changed.
[[nodiscard]] std::string changes_style(const Schema& layer, const std::vector<GeometryKind>& kinds,
                                        bool any_proposed);

/// Layer `link` of links.gpkg: coloured by relation, doubtful ones wide and dashed over the others.
[[nodiscard]] std::string links_style();

/// A layer about which nothing more is known.
[[nodiscard]] std::string plain_style(const std::vector<GeometryKind>& kinds);

}  // namespace bdf::report
