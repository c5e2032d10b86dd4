// SPDX-License-Identifier: MIT
#include "rules/label.h"

#include <algorithm>
#include <array>

#include "base/message.h"
#include "model/schema.h"
#include "rules/measures.h"
#include "rules/nearest_word.h"
#include "rules/theme.h"
#include "rules/theme_sense.h"

namespace bdf::rules {

namespace {

constexpr double greatest_number = 1e9;
constexpr double greatest_weight = 1000;
constexpr double most_months = 120;
constexpr double usual_share = 0.95;

struct FigureWord {
  const char* word;
  Figure figure;
  Evidence evidence;
  std::vector<const char*> needs;  ///< beside a bound
  std::vector<const char*> takes;
};

const std::vector<FigureWord>& figure_words() {
  static const std::vector<FigureWord> words{
      {"filled", Figure::filled, Evidence::package, {"attribute"}, {"layers"}},
      {"recent", Figure::recent, Evidence::package, {"attribute", "within"}, {"layers"}},
      {"age", Figure::age, Evidence::package, {}, {}},
      {"metadata", Figure::metadata, Evidence::package, {}, {}},
      {"licence", Figure::licence, Evidence::package, {"licences"}, {}},
      {"linked", Figure::linked, Evidence::socle, {}, {"layers"}},
      {"position", Figure::position, Evidence::socle, {}, {"layers", "share"}},
      {"covered", Figure::covered, Evidence::socle, {}, {"layers"}},
      {"stated", Figure::stated, Evidence::attested, {}, {}}};
  return words;
}

const FigureWord& quality_word() {
  static const FigureWord word{
      "", Figure::quality, Evidence::package, {}, {"attribute", "layers", "relative"}};
  return word;
}

/// The words that a figure is made of; of a measure of quality those of all.
const FigureWord& word_of(const YamlNode& node) {
  std::vector<std::string> known;
  for (const auto& one : figure_words()) {
    if (node.text() == one.word) return one;
    known.emplace_back(one.word);
  }
  for (const auto& measure : load_measures()) {
    if (node.text() == measure.code) return quality_word();
    known.push_back(measure.code);
  }
  node.fail(unknown_word(node.text(), known));
}

void require_keys(const YamlNode& node, const FigureWord& word) {
  const auto is_among = [](const std::vector<const char*>& keys, std::string_view key) {
    return std::any_of(keys.begin(), keys.end(), [&](const char* one) { return key == one; });
  };
  for (const auto* key : word.needs)
    if (!node[key]) node["measure"].key().fail(msg("“{}” is missing here.", key));
  for (const auto* key : {"attribute", "within", "licences", "share", "layers", "relative"})
    if (node[key] && !is_among(word.needs, key) && !is_among(word.takes, key))
      node[key].key().fail(
          msg("“{}” says nothing of the measure “{}”.", key, node["measure"].text()));
}

Bound read_bound(const YamlNode& node) {
  const auto least = node["at_least"];
  const auto most = node["at_most"];
  if (static_cast<bool>(least) == static_cast<bool>(most))
    node["code"].key().fail(msg("Say “{}” or “{}”: one of both.", "at_least", "at_most"));
  if (least) return {Limit::at_least, least.number(0, greatest_number)};
  return {Limit::at_most, most.number(0, greatest_number)};
}

double read_weight(const YamlNode& node) {
  const auto mandatory = node["mandatory"];
  const auto weight = node["weight"];
  if (static_cast<bool>(mandatory) == static_cast<bool>(weight))
    node["code"].key().fail(msg("Say “{}” or “{}”: one of both.", "mandatory", "weight"));
  if (!weight) return 0;
  const auto number = weight.number(0, greatest_weight);
  if (number == 0) weight.fail(msg("What weighs nothing is no criterion."));
  return number;
}

void require_licence(const YamlNode& node, const Packages& packages) {
  std::vector<std::string> known;
  for (const auto& terms : load_licences()) known.push_back(terms.code);
  known.push_back(packages.socle.terms.code);
  for (const auto& pack : packages.packs) known.push_back(pack.terms.code);
  if (std::find(known.begin(), known.end(), node.text()) == known.end())
    node.fail(msg("There is no licence “{}”.", node.text()) + hint_at(node.text(), known));
}

void require_pack(const YamlNode& node, const Packages& packages) {
  if (packages.find(node.text()) != nullptr) return;
  std::vector<std::string> known{packages.socle.code};
  for (const auto& pack : packages.packs) known.push_back(pack.code);
  node.fail(unknown_word(node.text(), known));
}

Criterion read_criterion(const YamlNode& node, const Packages& packages, const ThemeSense& sense) {
  const auto& word = word_of(node["measure"]);
  require_keys(node, word);
  Criterion criterion;
  criterion.code = node["code"].text();
  criterion.title = read_wording(node["title"]);
  criterion.advice = read_wording(node["advice"]);
  criterion.figure = word.figure;
  criterion.measure = node["measure"].text();
  if (const auto layers = node["layers"]) {
    for (const auto& layer : layers.items()) sense.require_layer(layer);
    criterion.layers = layers.names();
  }
  if (const auto attribute = node["attribute"]) {
    sense.require_attribute(attribute, criterion.layers);
    criterion.attribute = attribute.text();
  }
  if (const auto packs = node["packs"]) {
    for (const auto& pack : packs.items()) require_pack(pack, packages);
    criterion.packs = packs.names();
  }
  if (const auto licences = node["licences"]) {
    for (const auto& licence : licences.items()) require_licence(licence, packages);
    criterion.licences = licences.names();
  }
  if (const auto within = node["within"]) criterion.within = within.number(0, greatest_number);
  criterion.relative = node["relative"].is_true();
  criterion.share = node["share"].number_or(usual_share, 0, 1);
  criterion.bound = read_bound(node);
  criterion.weight = read_weight(node);
  return criterion;
}

}  // namespace

std::string_view name_of(Evidence evidence) {
  static constexpr std::array<std::string_view, 3> names{"package", "socle", "attested"};
  return names[static_cast<std::size_t>(evidence)];
}

Evidence evidence_of(Figure figure) {
  for (const auto& one : figure_words())
    if (one.figure == figure) return one.evidence;
  return Evidence::package;
}

bool Criterion::is_of(std::string_view pack) const {
  return packs.empty() || std::any_of(packs.begin(), packs.end(),
                                      [&](const std::string& one) { return same_name(one, pack); });
}

std::vector<const Criterion*> LabelRules::of_pack(std::string_view pack) const {
  std::vector<const Criterion*> asked;
  for (const auto& criterion : criteria)
    if (criterion.is_of(pack)) asked.push_back(&criterion);
  return asked;
}

LabelRules read_label(const YamlNode& node, const Packages& packages, const ThemeSense& sense) {
  LabelRules rules;
  rules.title = read_wording(node["title"]);
  rules.months = static_cast<int>(node["months"].number(1, most_months));
  rules.expert = node["expert"].number(0, 1);
  rules.in_progress = node["in_progress"].number(0, 1);
  for (const auto& one : node["criteria"].items()) {
    auto criterion = read_criterion(one, packages, sense);
    for (const auto& other : rules.criteria)
      if (other.code == criterion.code)
        one["code"].fail(msg("“{}” stands here twice.", criterion.code));
    rules.criteria.push_back(std::move(criterion));
  }
  return rules;
}

}  // namespace bdf::rules
