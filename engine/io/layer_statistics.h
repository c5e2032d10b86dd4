// SPDX-License-Identifier: MIT
// What a GeoPackage says of a layer as a whole: extent, number of features, time of last change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/sqlite.h"
#include "model/geometry.h"
#include "model/schema.h"

namespace bdf::io {

/// What gpkg_contents says of where the layer lies: it may be wider, or of an earlier day. nullopt
/// where it says nothing.
[[nodiscard]] std::optional<Box> declared_extent(Database& database, std::string_view layer);

/// Where the layer's features lie, whatever is declared: reads all of them. nullopt where none has
/// a vertex.
[[nodiscard]] std::optional<Box> extent_of_features(Database& database, const Schema& schema);

/// Extends the layer's extent by `box`; one that is not known is found from the features. An extent
/// is never made smaller.
void grow_extent(Database& database, const Schema& schema, const Box& box);
/// Replaces the extent, by NULLs where there is none.
void set_extent(Database& database, std::string_view layer, const std::optional<Box>& box);
/// Corrects the number of features that GDAL keeps, where it keeps one.
void add_to_feature_count(Database& database, std::string_view layer, std::int64_t difference);
/// The time as the standard wants it: with thousandths of a second.
[[nodiscard]] std::string exact_time(std::string_view time);
void set_last_change(Database& database, std::string_view layer, std::string_view time);

}  // namespace bdf::io
