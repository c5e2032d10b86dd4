// SPDX-License-Identifier: MIT
#include "rules/territory.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "rules/json_schema.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

namespace {

namespace fs = std::filesystem;

constexpr double greatest_metre = 1e8;
constexpr double greatest_accuracy = 1000;

fs::path territories_of(const std::string& schema) {
  for (const auto& share : share_folders()) {
    auto path = share / "schemas" / schema / "territories.yaml";
    if (fs::is_regular_file(path)) return path;
  }
  throw InputError(msg("The schema “{}” has no territories.yaml.", schema));
}

Box read_box(const YamlNode& node) {
  const auto side = [&](const char* key) {
    return node[key].number(-greatest_metre, greatest_metre);
  };
  const Box box{side("min_x"), side("min_y"), side("max_x"), side("max_y")};
  if (box.min_x >= box.max_x || box.min_y >= box.max_y)
    node.fail(msg("A box has its least x and y first; this one is empty."));
  return box;
}

DeclaredOperation read_operation(const std::string& from, const YamlNode& node) {
  return {from, node["pipeline"].text(), node["accuracy"].number(0, greatest_accuracy),
          node["source"].text()};
}

Territory read_territory(const std::string& code, const YamlNode& node) {
  Territory territory;
  territory.code = code;
  territory.name = node["name"].text();
  territory.zones = node["zones"].texts();
  territory.crs = node["crs"].text();
  if (const auto short_name = node["short_name"]) territory.short_name = short_name.text();
  territory.domain = read_box(node["domain"]);
  territory.degrees = read_box(node["degrees"]);
  if (const auto operations = node["operations"])
    for (const auto& [from, operation] : operations.entries())
      territory.operations.push_back(read_operation(from, operation));
  return territory;
}

/// Without regard to case, to the D of file names and to leading zeros.
std::string plain(std::string_view name) {
  std::string plain;
  for (const char c : name) plain += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const bool department = plain.size() > 1 && plain[0] == 'D' && std::isdigit(plain[1]) != 0;
  plain.erase(0, department ? 1 : 0);
  plain.erase(0, std::min(plain.find_first_not_of('0'), plain.size()));
  return plain;
}

/// The code or zone whose plain form that is; "" for another territory's.
std::string spelling_in(const Territory& territory, const std::string& wanted) {
  if (plain(territory.code) == wanted) return territory.code;
  const auto& zones = territory.zones;
  const auto zone = std::find_if(zones.begin(), zones.end(),
                                 [&](const auto& each) { return plain(each) == wanted; });
  return zone == zones.end() ? "" : *zone;
}

/// That a name stands for one territory.
void check_names(const std::vector<Territory>& others, const Territory& territory,
                 const YamlNode& node) {
  std::vector<std::string> own;
  auto names = territory.zones;
  names.push_back(territory.code);
  for (const auto& name : names) {
    const bool twice = std::find(own.begin(), own.end(), plain(name)) != own.end();
    if (twice || find_territory(others, name) != nullptr)
      node.fail(msg("“{}” stands here twice.", name));
    own.push_back(plain(name));
  }
}

/// That a point lies in one territory.
void check_place(const std::vector<Territory>& others, const Territory& territory,
                 const YamlNode& node) {
  for (const auto& other : others)
    if (meet(other.degrees, territory.degrees))
      node.fail(msg("This overlaps {}: a place would be in both.", other.code));
}

}  // namespace

std::vector<Territory> load_territories(const std::string& schema) {
  std::vector<Territory> territories;
  const auto document = load_checked_yaml(territories_of(schema), "territories");
  for (const auto& [code, node] : document.entries()) {
    auto territory = read_territory(code, node);
    check_names(territories, territory, node["zones"]);
    check_place(territories, territory, node["degrees"]);
    territories.push_back(std::move(territory));
  }
  return territories;
}

const Territory* find_territory(const std::vector<Territory>& territories, std::string_view name) {
  const auto found = std::find_if(
      territories.begin(), territories.end(),
      [&](const auto& territory) { return !spelling_in(territory, plain(name)).empty(); });
  return found == territories.end() ? nullptr : &*found;
}

std::string spelling_of(const std::vector<Territory>& territories, std::string_view name) {
  const auto* const territory = find_territory(territories, name);
  return territory == nullptr ? "" : spelling_in(*territory, plain(name));
}

}  // namespace bdf::rules
