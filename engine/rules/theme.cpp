// SPDX-License-Identifier: MIT
#include "rules/theme.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/error.h"
#include "base/hash.h"
#include "base/message.h"
#include "base/share.h"
#include "model/schema.h"
#include "rules/nearest_word.h"
#include "rules/yaml_document.h"

namespace bdf::rules {

namespace {

namespace fs = std::filesystem;

constexpr double greatest_tolerance = 1000;
constexpr double greatest_count = 1e12;

bool is_path(const std::string& theme) {
  const auto extension = fs::path(theme).extension();
  return extension == ".yaml" || extension == ".yml" || theme.find('/') != std::string::npos;
}

std::vector<std::string> themes_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder, ignored))
    if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
  return names;
}

[[noreturn]] void fail_unknown_theme(const std::string& theme) {
  std::vector<std::string> known;
  for (const auto& share : share_folders())
    for (auto& name : themes_in(share / "themes")) known.push_back(std::move(name));
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (const auto nearest = nearest_word(theme, known))
    throw InputError(msg("There is no theme “{}”. Did you mean “{}”?", theme, *nearest));
  throw InputError(msg("There is no theme “{}”. Give a .yaml file, or one of: {}.", theme,
                       fmt::join(known, ", ")));
}

fs::path find_theme(const std::string& theme) {
  if (is_path(theme)) return theme;
  for (const auto& share : share_folders()) {
    auto path = share / "themes" / (theme + ".yaml");
    if (fs::is_regular_file(path)) return path;
  }
  fail_unknown_theme(theme);
}

void read_responsibility(Responsibility& responsibility, const YamlNode& node) {
  static const std::vector<std::string> owners{"reference", "producer", "shared"};
  static const std::vector<std::string> rules{"conflict", "prefer_local", "prefer_reference",
                                              "max",      "min",          "union"};
  if (!node) return;
  node.allow_only({"owner", "rule"});
  if (const auto owner = node["owner"])
    responsibility.authority = static_cast<Authority>(owner.one_of(owners));
  if (const auto rule = node["rule"]) {
    if (responsibility.authority != Authority::shared)
      rule.fail(msg("A rule decides only what is shared; this has an owner who decides."));
    responsibility.rule = static_cast<Rule>(rule.one_of(rules));
  }
}

/// Geometries have no order and no members to unite.
void read_geometry_responsibility(Responsibility& responsibility, const YamlNode& node) {
  read_responsibility(responsibility, node);
  const Rule rule = responsibility.rule;
  if (rule == Rule::max || rule == Rule::min || rule == Rule::union_of_links)
    node["rule"].fail(msg("This rule is for attributes only."));
}

void read_authority(Theme& theme, const YamlNode& node) {
  if (!node) return;
  node.allow_only({"attributes", "geometry", "existence", "by_attribute"});
  read_responsibility(theme.attributes, node["attributes"]);
  read_geometry_responsibility(theme.geometry, node["geometry"]);
  read_geometry_responsibility(theme.existence, node["existence"]);
  const auto by_attribute = node["by_attribute"];
  if (!by_attribute) return;
  for (const auto& entry : by_attribute.entries()) {
    const auto added = theme.by_attribute.emplace(folded(entry.first), Responsibility{});
    if (!added.second) entry.second.fail(msg("“{}” stands here twice.", entry.first));
    read_responsibility(added.first->second, entry.second);
  }
}

void read_guard(Theme& theme, const YamlNode& node) {
  if (!node) return;
  node.allow_only({"share", "count"});
  if (const auto share = node["share"]) theme.guard_share = share.number(0, 1);
  const auto count = node["count"];
  if (!count) return;
  const double number = count.number(0, greatest_count);
  if (number != std::floor(number)) count.fail(msg("A whole number is expected here."));
  theme.guard_count = static_cast<std::size_t>(number);
}

void read_identity(Theme& theme, const YamlNode& node) {
  if (!node["name"] || !node["version"]) node.fail(msg("A theme needs a “name” and a “version”."));
  theme.name = node["name"].text();
  theme.version = node["version"].text();
}

Theme read_theme(const YamlNode& node) {
  Theme theme;
  node.allow_only({"name", "version", "tolerance", "deletion_guard", "provisional", "authority",
                   "housekeeping"});
  read_identity(theme, node);
  if (const auto tolerance = node["tolerance"])
    theme.tolerance = tolerance.number(0, greatest_tolerance);
  read_guard(theme, node["deletion_guard"]);
  if (const auto side = node["provisional"])
    theme.provisional = static_cast<Side>(side.one_of({"ancestor", "local", "reference"}));
  read_authority(theme, node["authority"]);
  if (const auto housekeeping = node["housekeeping"])
    for (const auto& name : housekeeping.texts()) theme.housekeeping.push_back(folded(name));
  return theme;
}

}  // namespace

const Responsibility& Theme::of_attribute(const std::string& attribute) const {
  const auto found = by_attribute.find(folded(attribute));
  return found == by_attribute.end() ? attributes : found->second;
}

bool Theme::is_housekeeping(const std::string& attribute) const {
  return std::find(housekeeping.begin(), housekeeping.end(), folded(attribute)) !=
         housekeeping.end();
}

Theme load_theme(const std::string& theme) {
  const auto path = find_theme(theme);
  const auto text = read_text(path);
  auto result = read_theme(parse_yaml(path.string(), text));
  result.digest = sha256(text);
  return result;
}

}  // namespace bdf::rules
