// SPDX-License-Identifier: MIT
// Which layer of a theme a file's layer is a version of.
#pragma once

#include "model/schema.h"
#include "rules/theme.h"

namespace bdf::jobs {

/// By its name, else by its columns: a layer that carries the key and most of whose columns are a
/// class's, more than of any other. nullptr where it is none of the theme's, and where its name is
/// that of a class that the theme is not about.
[[nodiscard]] const rules::ThemeLayer* class_of(const Schema& schema, const rules::Theme& theme);

/// The columns of the layer that carry the class's key, as the layer spells them; none where it
/// carries no such column.
[[nodiscard]] std::vector<std::string> key_of_class(const Schema& schema,
                                                    const rules::LayerSchema& definitions);

/// Whether layers of these geometry types can be versions of one layer: single and multi are one.
[[nodiscard]] bool comparable_types(const std::string& a, const std::string& b);

}  // namespace bdf::jobs
