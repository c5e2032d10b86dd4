// SPDX-License-Identifier: MIT
// A night: a base's first edition, and what a crowd of offices has deposited since.
#pragma once

#include <filesystem>

#include "night/command.h"
#include "night/offices.h"

namespace bdf::sample {

/// Writes into the folder WORLD, which is empty or not there:
///   base/           what make_night_base() takes (night/base.h)
///   deposits/NAME/  deposit.yaml, and contribution.gpkg or layers.gpkg beside it
///   deposits.tsv    a line a deposit: name, producer, theme, territory, contribution or layers,
///   how
///                   many edits, and these as FAMILY:LAYER:NUMBER…
///   hostile.txt     where the style asks for such: names of deposits, and what is wrong with each
/// Each deposit was made on a checkout of the base as it was at the beginning. The same style
/// gives the same edits, and contributions with the same digests of their content.
void make_night(const std::filesystem::path& world, const NightStyle& style, const Command& bdf);

}  // namespace bdf::sample
