// SPDX-License-Identifier: MIT
// One content in two carriers: a GeoPackage of BD TOPO made of a Shapefile of the same class.
#pragma once

#include <filesystem>
#include <string>

namespace bdf::support {

/// Writes `out` as GeoPackages of the newest edition are: the class's names, truths as BOOLEAN,
/// times to the millisecond, numbers as numbers, NULL where the Shapefile has no value; geometries
/// multi and with Z where the class has them (-1000 where the Shapefile has none). Rows come in
/// another order and under other fids. A column of the Shapefile's that the class does not know is
/// left out.
void make_edition(const std::filesystem::path& shapefile, const std::string& layer,
                  const std::filesystem::path& out);

}  // namespace bdf::support
