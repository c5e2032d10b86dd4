// SPDX-License-Identifier: MIT
// The reference base of a night: the files that it is made from, and how.
#pragma once

#include <filesystem>
#include <string>

#include "night/command.h"
#include "night/offices.h"

namespace bdf::sample {

/// When contributions of the night are made; the base's own transactions were a week before.
inline constexpr const char* night_time = "2026-01-12T18:00:00Z";

/// The folder in WORLD with the files for a base.
[[nodiscard]] std::filesystem::path base_folder(const std::filesystem::path& world);
/// The theme of that name that the base goes by, with its communities.
[[nodiscard]] std::filesystem::path theme_of_base(const std::filesystem::path& world,
                                                  const std::string& theme);

/// Writes WORLD/base: THEME.gpkg, the first edition of the whole country; territories.gpkg;
/// THEME.yaml, the shipped theme with the offices behind it.
void write_base_files(const std::filesystem::path& world, const NightCountry& night);

/// Makes a base from these files at an address that `bdf base init` takes: a GeoPackage that is not
/// there yet, or a server's database. Its transactions have the same digests wherever it is made
/// and however often: the contributions of the night fit every one of them. `earlier` makes one
/// that they do not fit.
void make_night_base(const Command& bdf, const std::filesystem::path& world,
                     const std::string& address, bool earlier = false);

}  // namespace bdf::sample
