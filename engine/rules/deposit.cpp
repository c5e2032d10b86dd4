// SPDX-License-Identifier: MIT
#include "rules/deposit.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/message.h"
#include "rules/json_schema.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

namespace {

std::vector<std::string> one_or_more(const YamlNode& node) {
  if (!node) return {};
  return node.is_list() ? node.texts() : std::vector{node.text()};
}

std::vector<std::string> columns_in(const std::string& text) {
  std::vector<std::string> columns;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    if (end > begin) columns.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return columns;
}

Box box_of(const YamlNode& node) {
  constexpr double most = std::numeric_limits<double>::max();
  const auto items = node.items();
  if (items.size() != 4) node.fail(msg("Four numbers are expected: west, south, east, north."));
  std::array<double, 4> sides{};
  for (std::size_t i = 0; i < sides.size(); ++i) sides[i] = items[i].number(-most, most);
  if (sides[0] > sides[2] || sides[1] > sides[3])
    node.fail(msg("West lies east of east, or south north of north."));
  return {sides[0], sides[1], sides[2], sides[3]};
}

/// Formats in which nothing leads to other files, or out of the machine.
bool is_plain_data(const std::string& name) {
  static const std::array endings{".gpkg", ".shp", ".geojson", ".json", ".fgb"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](const char* ending) { return name.ends_with(ending); });
}

void check_data(const YamlNode& node) {
  const auto name = node.text();
  if (name.find_first_of("/\\") != std::string::npos || name.starts_with("."))
    node.fail(msg("Data lie beside the manifest, and are named without a folder."));
  if (!is_plain_data(name))
    node.fail(msg("Data are a .gpkg, a .shp, a .geojson, a .json or a .fgb."));
}

}  // namespace

DepositManifest parse_deposit(const std::string& file, const std::string& text) {
  const auto node = parse_yaml(file, text);
  require_schema(node, "deposit");
  DepositManifest manifest;
  manifest.producer = node["producer"].text();
  constexpr std::size_t most_themes = 20, most_territories = 200;
  manifest.themes = one_or_more(node["theme"]);
  manifest.territories = one_or_more(node["territory"]);
  if (manifest.themes.size() > most_themes)
    node["theme"].fail(msg("At most {} are expected.", most_themes));
  if (manifest.territories.size() > most_territories)
    node["territory"].fail(msg("At most {} are expected.", most_territories));
  manifest.data = node["data"].text();
  manifest.is_of_server = manifest.data.starts_with("PG:");
  if (!manifest.is_of_server) check_data(node["data"]);
  manifest.ancestor = node["ancestor"].text_or("");
  if (const auto extent = node["extent"]) manifest.extent = box_of(extent);
  manifest.key = columns_in(node["key"].text_or(""));
  manifest.crs = node["crs"].text_or("");
  manifest.encoding = node["encoding"].text_or("");
  manifest.confirm_deletions = node["confirm_deletions"].is_true();
  manifest.message = node["message"].text_or("");
  return manifest;
}

}  // namespace bdf::rules
