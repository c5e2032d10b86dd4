// SPDX-License-Identifier: MIT
// Packages of a layer that changes from edition to edition, made by hand.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "package/manifest.h"

namespace bdf::tests {

/// Of theme hydro, pack HYDRO, territory D038.
struct SeriesPackage {
  std::filesystem::path archive;
  package::Manifest manifest;
};

struct Edition {
  SeriesPackage full;
  std::vector<SeriesPackage> differential;  ///< none of the first edition
};

/// Packs a folder whose files are in place: writes its manifest, lists its files, makes the archive
/// and its sidecars in `out`.
SeriesPackage pack(const std::filesystem::path& folder, package::Manifest manifest,
                   const std::filesystem::path& out, const std::string& extension = ".7z");

/// Writes `count` editions to `out`: 2026-03-15, 2026-06-15 … Each moves, adds and removes a few of
/// 1500 features. `pack` is HYDRO or HYDRO-BCAE, which is restricted.
std::vector<Edition> make_series(const std::filesystem::path& out, int count,
                                 const std::string& pack = "HYDRO");

/// The manifest of a full package of the series, with no file and no layer yet.
package::Manifest series_manifest(int edition, const std::string& pack = "HYDRO");

}  // namespace bdf::tests
