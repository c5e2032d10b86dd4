// SPDX-License-Identifier: MIT
#include "rules/packages.h"

#include <algorithm>
#include <filesystem>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "model/schema.h"
#include "rules/inspire.h"
#include "rules/json_schema.h"
#include "rules/nearest_word.h"
#include "rules/theme.h"
#include "rules/theme_sense.h"

namespace bdf::rules {

namespace {

constexpr double greatest_denominator = 1e8;

Terms read_terms(const std::string& code, const YamlNode& node) {
  return {code,
          read_wording(node["title"]),
          node["url"].text(),
          node["permissions"].texts_or_none(),
          node["prohibitions"].texts_or_none(),
          node["duties"].texts_or_none()};
}

/// A licence by its code, or terms of the theme's own.
Terms terms_of(const YamlNode& node, const std::string& pack) {
  if (!node.is_text()) return read_terms(pack, node);
  const auto licences = load_licences();
  const auto found = std::find_if(licences.begin(), licences.end(),
                                  [&](const Terms& one) { return one.code == node.text(); });
  if (found != licences.end()) return *found;
  std::vector<std::string> known;
  for (const auto& one : licences) known.push_back(one.code);
  node.fail(msg("There is no licence “{}”.", node.text()) + hint_at(node.text(), known));
}

PackLayer read_pack_layer(const YamlNode& node, const ThemeSense& sense) {
  sense.require_layer(node.key());
  PackLayer layer;
  layer.name = node.key().text();
  if (const auto adds = node["adds"]) {
    for (const auto& name : adds.items()) sense.require_attribute(name, {layer.name});
    layer.adds = adds.names();
  }
  layer.where = read_condition(node["where"]);
  sense.require_condition(node["where"], {layer.name});
  return layer;
}

/// Who keeps data from the public says by which right.
std::string read_limitation(const YamlNode& pack, Audience audience) {
  const auto limitation = pack["limitation"];
  if (audience == Audience::restricted && !limitation)
    pack["audience"].fail(
        msg("What is restricted needs a “limitation”: the point of article 13(1) of the INSPIRE "
            "directive by which it is, a to h."));
  if (audience == Audience::open && limitation)
    limitation.fail(msg("What is for everybody has no limitation."));
  return limitation.text_or("");
}

Pack read_pack(const YamlNode& node, const ThemeSense& sense) {
  Pack pack;
  pack.code = node["code"].text();
  pack.title = read_wording(node["title"]);
  pack.abstract = read_wording(node["abstract"]);
  if (const auto audience = node["audience"])
    pack.audience = static_cast<Audience>(audience.one_of({"open", "restricted"}));
  pack.limitation = read_limitation(node, pack.audience);
  pack.community = node["community"].text_or("");
  pack.terms = terms_of(node["terms"], pack.code);
  if (const auto layers = node["layers"])
    for (const auto& entry : layers.entries())
      pack.layers.push_back(read_pack_layer(entry.second, sense));
  return pack;
}

}  // namespace

std::string_view name_of(Audience audience) {
  return audience == Audience::open ? "open" : "restricted";
}

const PackLayer* Pack::find(std::string_view layer) const {
  const auto found = std::find_if(layers.begin(), layers.end(),
                                  [&](const PackLayer& one) { return same_name(one.name, layer); });
  return found == layers.end() ? nullptr : &*found;
}

const Pack* Packages::find(std::string_view code) const {
  if (same_name(socle.code, code)) return &socle;
  const auto found = std::find_if(packs.begin(), packs.end(),
                                  [&](const Pack& one) { return same_name(one.code, code); });
  return found == packs.end() ? nullptr : &*found;
}

Packages read_packages(const YamlNode& node, const ThemeSense& sense) {
  Packages packages;
  packages.product = node["product"].text();
  packages.version = node["version"].text();
  packages.title = read_wording(node["title"]);
  const auto publisher = node["publisher"];
  packages.publisher = {publisher["name"].text(), publisher["mail"].text(),
                        publisher["url"].text()};
  if (const auto denominator = node["denominator"])
    packages.denominator = static_cast<int>(denominator.number(1, greatest_denominator));
  packages.frequency = node["frequency"].text_or("");
  packages.topics = node["topics"].texts_or_none();
  if (const auto inspire = node["inspire"])
    for (const auto& code : inspire.texts()) packages.inspire.push_back(inspire_theme(code));
  packages.keywords = node["keywords"].texts_or_none();
  packages.socle = read_pack(node["socle"], sense);
  if (const auto packs = node["packs"])
    for (const auto& one : packs.items()) {
      auto pack = read_pack(one, sense);
      if (packages.find(pack.code) != nullptr)
        one["code"].fail(msg("“{}” stands here twice.", pack.code));
      packages.packs.push_back(std::move(pack));
    }
  return packages;
}

std::vector<Terms> load_licences() {
  for (const auto& share : share_folders()) {
    const auto path = share / "schemas" / "licences.yaml";
    if (!std::filesystem::is_regular_file(path)) continue;
    const auto document = load_yaml(path);
    require_schema(document, "licences");
    std::vector<Terms> all;
    for (const auto& [code, node] : document.entries()) all.push_back(read_terms(code, node));
    return all;
  }
  throw InputError(msg("There is no licences.yaml among the schemas."));
}

}  // namespace bdf::rules
