// SPDX-License-Identifier: MIT
// What is true of a synchronisation, as a GeoPackage beside its inputs. Its tables are defined in
// truth.sql; nothing in it comes from the engine that it judges.
#pragma once

#include <filesystem>

#include "files/side_file.h"

namespace bdf::sample {

/// For the layers of one theme and the stories of one producer.
void write_truth(const std::filesystem::path& path, const Country& country, const Tale& tale,
                 const Sides& sides, const rules::Theme& theme, std::size_t producer,
                 const Carriers& carriers);

}  // namespace bdf::sample
