// SPDX-License-Identifier: MIT
// Styles in the table in which QGIS keeps them with the data: layer_styles
// (schemas/layer_styles.sql).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/sqlite.h"

namespace bdf::io {

/// How QGIS shows a layer when it opens it.
struct LayerStyle {
  std::string layer;
  std::string geometry_column;
  std::string qml;
};

/// Adds each style as its layer's default, dated `time`, in the caller's transaction or its own. A
/// layer that has any style keeps what it has. The table is made where it is missing; one that
/// lacks columns by which QGIS finds a style, or is no table of that purpose, is left as it is.
void add_styles(Database& database, const std::vector<LayerStyle>& styles, std::string_view time);

}  // namespace bdf::io
