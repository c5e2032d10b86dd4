// SPDX-License-Identifier: MIT
#include "files/picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "io/text_output.h"
#include "world/extract.h"

namespace bdf::sample {
namespace {

const char* fill_of(const std::string& nature) {
  static const std::map<std::string, const char*> fills{{"Forêt fermée de feuillus", "#a9cf94"},
                                                        {"Forêt fermée de conifères", "#86b58b"},
                                                        {"Forêt fermée mixte", "#97c28f"},
                                                        {"Forêt ouverte", "#c4dfae"},
                                                        {"Bois", "#a9cf94"},
                                                        {"Zone arborée", "#c4dfae"},
                                                        {"Haie", "#8fbb7c"},
                                                        {"Lande ligneuse", "#d9d9a3"},
                                                        {"Lande herbacée", "#e6e6bd"},
                                                        {"Peupleraie", "#b7d8b0"},
                                                        {"Vigne", "#e3c9dd"},
                                                        {"Verger", "#e9d8b4"},
                                                        {"Bananeraie", "#dfe59a"},
                                                        {"Canne à sucre", "#e5e0a0"},
                                                        {"Cocoteraie", "#cfe3a4"},
                                                        {"Mangrove", "#9cc7b4"}};
  const auto found = fills.find(nature);
  return found == fills.end() ? "#cfe0bf" : found->second;
}

class Picture {
 public:
  Picture(const Rectangle& window, int pixels) : window_(window) {
    const double width = window.max_x - window.min_x;
    const double height = window.max_y - window.min_y;
    text_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1:.0f}\" "
        "viewBox=\"0 0 {2:.0f} {3:.0f}\">\n"
        "<rect width=\"{2:.0f}\" height=\"{3:.0f}\" fill=\"#f6f2e7\"/>\n",
        pixels, pixels * height / width, width, height);
  }

  void add(const Layer& layer, const std::string& style) {
    text_ += fmt::format("<g {}>\n", style);
    for (const Feature& feature : layer.features) {
      if (lies_within(feature, window_)) add(feature);
    }
    text_ += "</g>\n";
  }

  void add(const Feature& feature) {
    const std::string nature = text_of(feature, "nature");
    const bool area = feature.shape.kind == ShapeKind::area;
    std::string attributes;
    if (area && feature.find("persistance") == nullptr)
      attributes = fmt::format(" fill=\"{}\"", fill_of(nature));
    if (!area && feature.find("classe_de_largeur")) attributes = water_line(feature);
    text_ += "<path" + attributes + " d=\"";
    for (const Rings& part : feature.shape.parts) {
      for (const Path& path : part) add(path, area);
    }
    text_ += "\"/>\n";
  }

  /// The names of rivers, each at the middle of its longest reach, where no other name stands.
  void add_names(const Layer& reaches) {
    std::map<std::string, const Feature*> longest;
    for (const Feature& reach : reaches.features) {
      const std::string name = text_of(reach, "cpx_toponyme_de_cours_d_eau");
      if (name.empty() || !lies_within(reach, window_)) continue;
      const Feature*& best = longest[name];
      if (!best || length_of(reach.shape.path()) > length_of(best->shape.path())) best = &reach;
    }
    std::vector<std::pair<double, std::string>> by_length;
    for (const auto& [name, reach] : longest)
      by_length.emplace_back(-length_of(reach->shape.path()), name);
    std::sort(by_length.begin(), by_length.end());
    text_ +=
        "<g font-family=\"serif\" font-style=\"italic\" font-size=\"62\" "
        "text-anchor=\"middle\">\n";
    for (const auto& [length, name] : by_length) {
      const Path& path = longest[name]->shape.path();
      if (length_of(path) > 350) add_name(name, along(path, length_of(path) / 2));
    }
    text_ += "</g>\n";
  }

  [[nodiscard]] std::string finish() { return text_ + "</svg>\n"; }

 private:
  static std::string water_line(const Feature& reach) {
    const std::string width = text_of(reach, "classe_de_largeur");
    const std::string nature = text_of(reach, "nature");
    const double line = width == "Entre 0 et 5 m" ? 5 : width == "Entre 5 et 15 m" ? 10 : 16;
    std::string dashes;
    if (text_of(reach, "persistance") != "Permanent") dashes = " stroke-dasharray=\"40 14\"";
    if (nature == "Conduit buse") dashes = " stroke-dasharray=\"10 12\"";
    return fmt::format(" stroke=\"{}\" stroke-width=\"{}\"{}",
                       nature == "Canal" ? "#5a67d8" : "#4a90d9", line, dashes);
  }

  void add(const Path& path, bool closed) {
    char letter = 'M';
    for (const Position& at : path) {
      text_ += fmt::format("{}{:.0f} {:.0f}", letter, at.x - window_.min_x, window_.max_y - at.y);
      letter = letter == 'M' ? 'L' : ' ';
    }
    if (closed) text_ += 'Z';
  }

  void add_name(const std::string& name, const Position& at) {
    const double half = 15.0 * static_cast<double>(name.size());
    const bool inside = at.x - half > window_.min_x && at.x + half < window_.max_x &&
                        at.y > window_.min_y + 100 && at.y < window_.max_y - 100;
    const bool free = std::none_of(names_.begin(), names_.end(), [&](const auto& other) {
      return std::abs(other.first.x - at.x) < half + other.second &&
             std::abs(other.first.y - at.y) < 90;
    });
    if (!inside || !free) return;
    names_.emplace_back(at, half);
    for (const char* style :
         {"fill=\"#f6f2e7\" stroke=\"#f6f2e7\" stroke-width=\"12\"", "fill=\"#2b6cb0\""})
      text_ += fmt::format("<text {} x=\"{:.0f}\" y=\"{:.0f}\">{}</text>\n", style,
                           at.x - window_.min_x, window_.max_y - at.y - 18, name);
  }

  Rectangle window_;
  std::string text_;
  std::vector<std::pair<Position, double>> names_;  ///< where they stand, and half their width
};

const Layer& layer_of(const Country& country, const std::string& name) {
  return *std::find_if(country.layers.begin(), country.layers.end(),
                       [&](const Layer& layer) { return layer.name == name; });
}

}  // namespace

void draw_map(const std::filesystem::path& path, const Country& country, double metres,
              int pixels) {
  const Ground& ground = country.ground;
  const double width = std::min(metres, ground.width * 0.94);
  const double height = std::min(metres, ground.height * 0.94);
  const double x = ground.min_x + (ground.width - width) / 2;
  const double y = ground.min_y + (ground.height - height) / 2;
  Picture picture({x, y, x + width, y + height}, pixels);
  picture.add(layer_of(country, "zone_de_vegetation"), "fill-rule=\"evenodd\"");
  picture.add(layer_of(country, "haie"),
              "fill=\"none\" stroke=\"#6f9f5a\" stroke-width=\"5\" stroke-linejoin=\"round\"");
  picture.add(layer_of(country, "surface_hydrographique"),
              "fill=\"#a7cdf2\" fill-rule=\"evenodd\"");
  picture.add(layer_of(country, "troncon_hydrographique"),
              "fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
  picture.add_names(layer_of(country, "troncon_hydrographique"));
  io::TextOutput file(path);
  file << picture.finish();
  file.close();
}

}  // namespace bdf::sample
