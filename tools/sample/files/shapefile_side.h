// SPDX-License-Identifier: MIT
// One side as Shapefiles, as IGN delivers them and as offices have kept theirs.
#pragma once

#include <string>

#include "files/side_file.h"

namespace bdf::sample {

/// What the Shapefile of a layer is called, without its ending: as IGN does, in capitals.
[[nodiscard]] std::string shapefile_name(std::string layer);

/// A folder of Shapefiles in UTF-8, a layer each: names of ten letters, texts cut at their widths,
/// dates without a time of day, booleans "Oui" and "Non". Rows are numbered anew from 0. Throws
/// StoreError where GDAL cannot write.
void write_shapefiles(const std::filesystem::path& folder, const Country& country,
                      const std::vector<std::vector<Row>>& side, const rules::Theme& theme,
                      const Carrier& carrier);

/// Gives a side's rows the numbers that they have once read from Shapefiles: counted from 1 in the
/// order of the file. `which` are the side's among a story's.
void number_as_read(const Country& country, const Tale& tale, const Carrier& carrier,
                    std::vector<std::vector<Row>>& side, std::vector<StoryFids>& fids,
                    std::vector<std::int64_t> StoryFids::*which);

}  // namespace bdf::sample
