// SPDX-License-Identifier: MIT
// One side as Shapefiles, as IGN delivers them and as offices have kept theirs.
#pragma once

#include "files/side_file.h"

namespace bdf::sample {

/// A folder of Shapefiles in UTF-8, a layer each: names of ten letters, texts cut at their widths,
/// dates without a time of day, booleans "Oui" and "Non". Rows are numbered anew from 0. Throws
/// StoreError where GDAL cannot write.
void write_shapefiles(const std::filesystem::path& folder, const Country& country,
                      const std::vector<std::vector<Row>>& side, const rules::Theme& theme,
                      const Carrier& carrier);

}  // namespace bdf::sample
