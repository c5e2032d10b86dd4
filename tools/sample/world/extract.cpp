// SPDX-License-Identifier: MIT
#include "world/extract.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

namespace bdf::sample {
namespace {

/// Classes that are kept for what links to them, by the letters of their cleabs. A class stands
/// after those that link to it.
struct LinkedClass {
  std::string_view name, prefix;
  bool alone = false;  ///< kept also without a link, for its place
};
constexpr std::array<LinkedClass, 4> linked{{{"noeud_hydrographique", "NOEUDHYD", false},
                                             {"surface_hydrographique", "SURF_EAU", true},
                                             {"plan_d_eau", "PLANDEAU", false},
                                             {"cours_d_eau", "COURDEAU", false}}};

/// Notes every cleabs in the values of links.
void note_links(const Layer& layer, std::unordered_set<std::string>& links) {
  constexpr std::size_t cleabs_length = 24;
  for (const Feature& feature : layer.features) {
    for (const auto& [name, value] : feature.values) {
      const auto* text = std::get_if<std::string>(&value);
      if (!text || name.substr(0, 4) != "lien") continue;
      for (std::size_t at = 0; at < text->size(); at += cleabs_length + 1)
        links.insert(text->substr(at, cleabs_length));
    }
  }
}

template <class Keep>
void keep(Layer& layer, const Keep& wanted) {
  std::erase_if(layer.features, [&](const Feature& feature) { return !wanted(feature); });
}

}  // namespace

bool lies_within(const Feature& feature, const Rectangle& within) {
  for (const Rings& part : feature.shape.parts) {
    for (const Position& at : part.front()) {
      if (within.contains(at)) return true;
    }
  }
  return false;
}

void extract(std::vector<Layer>& layers, const Rectangle& within) {
  std::unordered_set<std::string> links;
  const auto is_linked = [&](const Layer& layer) {
    return std::find_if(linked.begin(), linked.end(),
                        [&](const LinkedClass& one) { return one.name == layer.name; });
  };
  for (Layer& layer : layers) {
    if (is_linked(layer) != linked.end()) continue;
    keep(layer, [&](const Feature& feature) { return lies_within(feature, within); });
    note_links(layer, links);
  }
  for (const LinkedClass& one : linked) {
    const auto layer = std::find_if(layers.begin(), layers.end(),
                                    [&](const Layer& other) { return other.name == one.name; });
    if (layer == layers.end()) continue;
    keep(*layer, [&](const Feature& feature) {
      return links.count(cleabs(one.prefix, feature.number)) != 0 ||
             (one.alone && lies_within(feature, within));
    });
    note_links(*layer, links);
  }
}

}  // namespace bdf::sample
