// SPDX-License-Identifier: MIT
// Between GDAL's reference systems and ours. For .cpp files that know GDAL.
#pragma once

#include <ogr_spatialref.h>

#include "model/schema.h"

namespace bdf::io {

/// srs_id is 0; an empty Crs where `system` is null.
[[nodiscard]] Crs crs_of(const OGRSpatialReference* system);

}  // namespace bdf::io
