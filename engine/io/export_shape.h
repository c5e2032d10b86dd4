// SPDX-License-Identifier: MIT
// What kind of layer an export becomes, and its geometries for it. For .cpp files that know GDAL.
#pragma once

#include <ogrsf_frmts.h>

#include <memory>
#include <vector>

#include "io/export_layer.h"

namespace bdf::io {

/// The narrowest kind that holds all of them: by what the features have, where they have anything.
[[nodiscard]] OGRwkbGeometryType kind_of_export(ExportForm form, const Schema& layer,
                                                const std::vector<GeometryUse>& geometries);

/// The geometry as a layer of that kind takes it: what has no heights or measures where the others
/// have gets NaN (in a Shapefile what GDAL gives it), a point among multipoints is one of them.
[[nodiscard]] std::unique_ptr<OGRGeometry> adapted(std::unique_ptr<OGRGeometry> geometry,
                                                   ExportForm form, OGRwkbGeometryType kind);

}  // namespace bdf::io
