// SPDX-License-Identifier: MIT
// All that happened in a country between two editions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/theme.h"
#include "stories/story.h"
#include "world/country.h"

namespace bdf::sample {

struct Rates {
  std::map<std::string, double> of_family;  ///< instead of the family's own
  double factor = 1;                        ///< on all of them
  std::optional<std::size_t> each;          ///< so many stories of each family and layer instead
  std::vector<std::string> frozen;          ///< attributes that no story is about
};

/// The theme of each layer: themes by the names of the layers that they are about.
class Themes {
 public:
  /// The themes hydro and vegetation.
  Themes();
  /// nullptr where no theme is about the layer.
  [[nodiscard]] const rules::Theme* theme_of(const std::string& layer) const;
  [[nodiscard]] rules::LayerRules rules_of(const std::string& layer, const Setting& setting) const;
  [[nodiscard]] const std::vector<rules::Theme>& all() const { return themes_; }

 private:
  std::vector<rules::Theme> themes_;
};

struct Tale {
  std::vector<Story> stories;
  /// By layer and feature: the story that it is in + 1; 0 for none.
  std::vector<std::vector<std::uint32_t>> story_of;
  /// By story: the producer whose local layer it is about.
  std::vector<std::size_t> producer;
};

/// Each feature is in one story at most, and no two stories draw at the same place. What crosses a
/// boundary between producers is in none. `editions` is how many new editions the reference brings;
/// each story happens in one of them. Throws UsageError for the rate of an unknown family and for
/// rates that are none.
[[nodiscard]] Tale tell(const Country& country, const Themes& themes, const Rates& rates,
                        int editions);

}  // namespace bdf::sample
