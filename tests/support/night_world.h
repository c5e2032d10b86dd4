// SPDX-License-Identifier: MIT
// What a nightly batch finds: a base's first edition, and the deposits of many offices (bdf-sample
// night). Deposits fit every base that is made of their world.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "night/offices.h"

namespace bdf::tests {

/// Writes base/, deposits/, deposits.tsv and, where the style asks for them, hostile.txt into a new
/// folder: see night/world.h.
void make_night_world(const std::filesystem::path& world, const sample::NightStyle& style);

/// Makes the base of a world at an address: a new GeoPackage, or an empty database of a server. It
/// holds one edition of both themes and the territories, and goes by both themes with their
/// communities. Transactions @1 to @6 are of 2026-01-05; what is integrated must be later.
void make_night_base(const std::filesystem::path& world, const std::string& address);

/// An ordinary deposit, as deposits.tsv tells it.
struct NightDeposit {
  std::filesystem::path folder;
  std::string producer, theme, territory;
  std::filesystem::path data;  ///< a contribution, or layers
  bool as_layers = false;
  std::size_t edits = 0;
};
/// In the order of their names.
[[nodiscard]] std::vector<NightDeposit> night_deposits(const std::filesystem::path& world);

/// By the name of the deposit: what is wrong with it.
[[nodiscard]] std::map<std::string, std::string> hostile_deposits(
    const std::filesystem::path& world);

}  // namespace bdf::tests
