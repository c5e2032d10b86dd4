// SPDX-License-Identifier: MIT
#include "stories/tale.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "stories/claims.h"
#include "stories/families.h"

namespace bdf::sample {
namespace {

/// Objects that stories are told about. The others follow: nodes, watercourses and water bodies are
/// what they are through these.
bool has_stories(const std::string& layer) {
  return layer == "troncon_hydrographique" || layer == "surface_hydrographique" ||
         layer == "zone_de_vegetation" || layer == "haie";
}

std::string prefix_of(const rules::LayerRules& rules) {
  const std::string& pattern = rules.schema->key_pattern;  // '^TRON_EAU[0-9]{16}$'
  return pattern.substr(1, 8);
}

constexpr std::size_t patience = 40;  // features tried before something else is drawn

/// Tells the stories of one layer.
class Teller {
 public:
  Teller(const Country& country, std::size_t layer, rules::LayerRules rules, const Rates& rates,
         int editions, Tale& tale)
      : country_(country),
        layer_(country.layers[layer]),
        index_(layer),
        rules_(std::move(rules)),
        frozen_(rates.frozen),
        editions_(editions),
        neighbours_(layer_),
        taken_(layer_.features.size()),
        tale_(tale) {
    tale_.story_of[index_].assign(layer_.features.size(), 0);
    for (std::uint32_t i = 0; i < layer_.features.size(); ++i) {
      place_of_[layer_.features[i].number] = i;
      next_number_ = std::max(next_number_, layer_.features[i].number + 100000);
    }
  }

  void tell(const Family& family, std::size_t wanted) {
    if (layer_.features.empty()) return;
    Random random(country_.style.seed, family.name, index_);
    const std::size_t count = layer_.features.size();
    const std::size_t tries = std::min(count * 3, wanted * 60 + 200);
    std::size_t in_vain = 0;
    for (std::size_t tried = 0; tried < tries && wanted > 0; ++tried, ++in_vain) {
      const auto feature = static_cast<std::uint32_t>(random.below(count));
      if (taken_[feature] || country_.domains_of(layer_.features[feature]).size() > 1) continue;
      const Scene scene{
          layer_,       neighbours_,
          rules_,       taken_,
          frozen_,      prefix_of(rules_),
          next_number_, mixed(country_.style.seed + next_number_) + in_vain / patience};
      auto story = family.tell(scene, feature, random);
      if (!story || !is_at_home(*story, feature) || !claims_.are_free(*story)) continue;
      story->family = family.name;
      story->layer = index_;
      story->edition = random.whole(1, editions_);
      keep(std::move(*story), feature);
      --wanted;
      in_vain = 0;
    }
  }

 private:
  /// Whether all that the story is about lies, on all sides, with the producer of the feature.
  [[nodiscard]] bool is_at_home(const Story& story, std::uint32_t feature) const {
    const auto home = country_.domains_of(layer_.features[feature]);
    for (const auto* side : {&story.ancestor, &story.local, &story.reference}) {
      for (const Version& version : *side) {
        if (country_.domains_of(version.feature) != home) return false;
      }
    }
    return true;
  }

  void keep(Story story, std::uint32_t feature) {
    const auto number = static_cast<std::uint32_t>(tale_.stories.size() + 1);
    for (const Version& version : story.ancestor) {
      const std::uint32_t at = place_of_.at(version.feature.number);
      taken_[at] = true;
      tale_.story_of[index_][at] = number;
    }
    // What stands beside something new stays as it is.
    for (const std::uint64_t beside : story.beside) taken_[place_of_.at(beside)] = true;
    claims_.add(story);
    next_number_ += 2;
    tale_.producer.push_back(country_.domains_of(layer_.features[feature]).front());
    tale_.stories.push_back(std::move(story));
  }

  const Country& country_;
  const Layer& layer_;
  std::size_t index_;
  rules::LayerRules rules_;
  const std::vector<std::string>& frozen_;
  int editions_;
  Neighbours neighbours_;
  std::vector<bool> taken_;
  std::unordered_map<std::uint64_t, std::uint32_t> place_of_;  ///< of features by their numbers
  Claims claims_;
  std::uint64_t next_number_ = first_number;
  Tale& tale_;
};

double rate_of(const Family& family, const Rates& rates) {
  const auto own = rates.of_family.find(std::string(family.name));
  return own == rates.of_family.end() ? family.rate * rates.factor : own->second;
}

std::size_t wanted(const Family& family, const Rates& rates, std::size_t features) {
  if (rates.each && rates.of_family.count(std::string(family.name)) == 0) return *rates.each;
  return static_cast<std::size_t>(
      std::lround(rate_of(family, rates) * static_cast<double>(features)));
}

void check(const Rates& rates) {
  if (!(rates.factor >= 0 && rates.factor <= 1000))
    throw UsageError("the rates of all families are to be multiplied by 0 to 1000");
  for (const auto& entry : rates.of_family) {
    const std::string& name = entry.first;
    const double rate = entry.second;
    const auto known = [&](const Family& family) { return family.name == name; };
    if (std::none_of(families().begin(), families().end(), known))
      throw UsageError("there is no family " + name + " of edits");
    if (!(rate >= 0 && rate <= 1)) throw UsageError("the rate of " + name + " is not from 0 to 1");
  }
}

}  // namespace

Themes::Themes() : themes_{rules::load_theme("hydro"), rules::load_theme("vegetation")} {}

const rules::Theme* Themes::theme_of(const std::string& layer) const {
  for (const rules::Theme& theme : themes_) {
    if (theme.find_layer(layer)) return &theme;
  }
  return nullptr;
}

rules::LayerRules Themes::rules_of(const std::string& layer, const Setting& setting) const {
  const rules::Theme& theme = *theme_of(layer);
  return theme.rules_of(theme.find_layer(layer), {setting.territory, setting.zone, ""});
}

Tale tell(const Country& country, const Themes& themes, const Rates& rates, int editions) {
  check(rates);
  Tale tale;
  tale.story_of.resize(country.layers.size());
  for (std::size_t i = 0; i < country.layers.size(); ++i) {
    const Layer& layer = country.layers[i];
    if (!has_stories(layer.name)) {
      tale.story_of[i].assign(layer.features.size(), 0);
      continue;
    }
    Teller teller(country, i, themes.rules_of(layer.name, country.setting), rates, editions, tale);
    for (const Family& family : families())
      teller.tell(family, wanted(family, rates, layer.features.size()));
  }
  return tale;
}

}  // namespace bdf::sample
