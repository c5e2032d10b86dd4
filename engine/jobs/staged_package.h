// SPDX-License-Identifier: MIT
// A package on its way into a tree: copied, looked through, not yet to be seen.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "jobs/theme_shelf.h"
#include "package/channel_index.h"
#include "rules/territory.h"

namespace bdf::jobs {

/// The packages meant: a folder that is none stands for those in it. Throws InputError where there
/// is nothing, or no package in it.
[[nodiscard]] std::vector<std::filesystem::path> packages_in(
    const std::vector<std::filesystem::path>& given);

struct StagedPackage {
  package::PublishedPackage published;
  std::filesystem::path folder;  ///< what is to lie at package::place_of()
};

/// Copies the package to a folder in `staging`, and looks through the copy. Throws InputError for
/// what is not as its sidecars and its manifest say. It is for whom the manifest says, and not for
/// everybody where its theme says so.
[[nodiscard]] StagedPackage stage_package(const std::filesystem::path& package,
                                          const std::filesystem::path& staging, ThemeShelf& themes,
                                          int threads);

/// Where the layers of an unpacked package lie, as its GeoPackages declare it; of the territory
/// (may be null) where they do not.
[[nodiscard]] Box degrees_of(const std::filesystem::path& folder, const package::Manifest& manifest,
                             const rules::Territory* territory);

}  // namespace bdf::jobs
