// SPDX-License-Identifier: MIT
// The offices of a night, what they may do, and their country.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "stories/tale.h"
#include "world/country.h"

namespace bdf::sample {

/// What a night is made of.
struct NightStyle {
  std::uint64_t seed = 1;
  std::size_t territories = 12;  ///< at most 30
  std::size_t deposits = 200;
  double scale = 1;           ///< times 3 km2 a territory
  double layers_share = 0.2;  ///< of the deposits that are edited layers, not contributions
  bool hostile = false;       ///< with deposits that nobody should rely on
  int threads = 0;            ///< 0: one a processor
};

/// An office of the State, and the territory that it answers for.
struct Office {
  std::string code;  ///< of the territory: "038"
  std::string name;  ///< "DDT 38"
};

struct NightCountry {
  Country country;
  Themes themes;
  std::vector<Office> offices;  ///< in the order of the country's domains
  /// By layer and feature: the offices, by index, on whose territories it lies.
  std::vector<std::vector<std::vector<std::size_t>>> homes;
};

/// A country whose territories hold all of it. Of the grounds that follow from the seed it is the
/// first one on which every office has reaches and areas to work on, and a watercourse and a wood
/// cross two boundaries. Throws UsageError where there is none.
[[nodiscard]] NightCountry night_country(const NightStyle& style);

/// What stands behind a shipped theme in a base of these offices: each decides on its territory of
/// a part of what it edits, and proposes the rest. Throws LawError for another theme.
[[nodiscard]] std::string communities_of(std::string_view theme,
                                         const std::vector<Office>& offices);

}  // namespace bdf::sample
