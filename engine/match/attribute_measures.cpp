// SPDX-License-Identifier: MIT
#include "match/attribute_measures.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "match/text_similarity.h"

namespace bdf::match {

namespace {

using rules::AttributeMeasure;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<double> parsed(std::string_view text) {
  text = trimmed(text);
  double number = 0;
  const auto* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

std::optional<double> number_in(const ValueView& value) {
  std::optional<double> number;
  if (const auto* const integer = std::get_if<std::int64_t>(&value))
    number = static_cast<double>(*integer);
  else if (const auto* const real = std::get_if<double>(&value))
    number = *real;
  else if (const auto* const text = std::get_if<std::string_view>(&value))
    number = parsed(*text);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

double number_similarity(double a, double b) {
  const double greater = std::max(std::abs(a), std::abs(b));
  return greater > 0 ? std::max(0.0, 1 - std::abs(a / greater - b / greater)) : 1;
}

double nature_similarity(std::u32string a, std::u32string b, const AttributeMeasures& measures) {
  if (a == b) return 1;
  if (b < a) std::swap(a, b);
  const auto found = measures.nature_distances.find({std::move(a), std::move(b)});
  return found == measures.nature_distances.end() ? 0 : 1 - found->second;
}

void add_distance(AttributeMeasures& measures, std::u32string a, std::u32string b,
                  double distance) {
  if (b < a) std::swap(a, b);
  const auto added =
      measures.nature_distances.emplace(std::pair(std::move(a), std::move(b)), distance);
  added.first->second = std::min(added.first->second, distance);
}

void add_distances(AttributeMeasures& measures, const rules::NatureDistance& said) {
  std::vector<std::u32string> natures;
  for (const auto& nature : said.between) natures.push_back(folded_words(nature));
  for (std::size_t i = 0; i < natures.size(); ++i)
    for (std::size_t j = i + 1; j < natures.size(); ++j)
      add_distance(measures, natures[i], natures[j], said.distance);
}

/// The column of a table that carries an attribute.
std::optional<std::size_t> column_of(const std::string& attribute, const Schema& table,
                                     const rules::LayerSchema* schema) {
  if (const auto column = table.find(attribute)) return column;
  const auto* const definition = schema != nullptr ? schema->find(attribute) : nullptr;
  if (definition == nullptr) return std::nullopt;
  for (const auto& name : definition->names)
    if (const auto column = table.find(name)) return column;
  return std::nullopt;
}

}  // namespace

AttributeMeasures attribute_measures(const rules::LayerRules& rules, const Schema& a,
                                     const Schema& b) {
  AttributeMeasures measures;
  for (const auto& attribute : rules.matching.attributes) {
    const auto in_a = column_of(attribute.name, a, rules.schema.get());
    const auto in_b = column_of(attribute.name, b, rules.schema.get());
    if (in_a && in_b)
      measures.columns.push_back({*in_a, *in_b, attribute.measure, attribute.weight});
  }
  const auto& precision = rules.matching.precision;
  const auto of_a = column_of(precision, a, rules.schema.get());
  const auto of_b = column_of(precision, b, rules.schema.get());
  if (!precision.empty() && of_a && of_b) measures.precision = {*of_a, *of_b};
  for (const auto& said : rules.matching.nature_distances) add_distances(measures, said);
  for (const auto& value : rules.matching.unknown_values)
    measures.unknown_values.insert(folded_words(value));
  return measures;
}

std::optional<double> common_precision(const FeatureTable& table, std::size_t column) {
  std::vector<double> precisions;
  for (std::size_t row = 0; row < table.size(); ++row)
    if (const auto precision = number_in(table.columns[column][row]); precision && *precision > 0)
      precisions.push_back(*precision);
  if (precisions.empty()) return std::nullopt;
  const auto at = precisions.begin() + static_cast<std::ptrdiff_t>(precisions.size() * 9 / 10);
  std::nth_element(precisions.begin(), at, precisions.end());
  return *at;
}

std::optional<double> similarity(const ValueView& a, const ValueView& b, AttributeMeasure measure,
                                 const AttributeMeasures& measures) {
  if (measure == AttributeMeasure::number) {
    const auto number_of_a = number_in(a);
    const auto number_of_b = number_in(b);
    if (!number_of_a || !number_of_b) return std::nullopt;
    return number_similarity(*number_of_a, *number_of_b);
  }
  if (std::holds_alternative<BlobView>(a) || std::holds_alternative<BlobView>(b))
    return std::nullopt;
  const auto text_of_a = to_text(a);
  const auto text_of_b = to_text(b);
  auto words_of_a = folded_words(text_of_a);
  auto words_of_b = folded_words(text_of_b);
  const auto says_nothing = [&](const std::u32string& words) {
    return words.empty() || measures.unknown_values.contains(words);
  };
  if (says_nothing(words_of_a) || says_nothing(words_of_b)) return std::nullopt;
  if (measure == AttributeMeasure::code)
    return same_name(trimmed(text_of_a), trimmed(text_of_b)) ? 1 : 0;
  if (measure == AttributeMeasure::text) return text_similarity(words_of_a, words_of_b);
  return nature_similarity(std::move(words_of_a), std::move(words_of_b), measures);
}

std::optional<double> attribute_agreement(FeatureRef a, FeatureRef b,
                                          const AttributeMeasures& measures) {
  double sum = 0;
  double weight = 0;
  for (const auto& column : measures.columns) {
    const auto alike = similarity(a.value(column.a), b.value(column.b), column.measure, measures);
    if (!alike) continue;
    sum += column.weight * *alike;
    weight += column.weight;
  }
  if (!(weight > 0)) return std::nullopt;
  return sum / weight;
}

}  // namespace bdf::match
