// SPDX-License-Identifier: MIT
// All files about a country.
#pragma once

#include <filesystem>

#include "files/side_file.h"

namespace bdf::sample {

/// Writes OUT/THEME with ancestor, local, reference (the last of `editions`; edition_1 … before
/// it), truth and a job to synchronise them. Where producers share the country, each has all this,
/// cut out of the country, in OUT/producer_N, and OUT/whole holds the editions of the whole. Beside
/// these territories.gpkg and a picture, map.svg. Throws UsageError for a filter that would keep
/// nothing or all, StoreError where the disk refuses.
void write_delivery(const std::filesystem::path& out, const Country& country, const Themes& themes,
                    const Tale& tale, int editions, const Carriers& carriers);

}  // namespace bdf::sample
