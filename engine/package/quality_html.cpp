// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "package/fact_words.h"
#include "package/measure_catalogue.h"
#include "package/paper_page.h"
#include "package/quality_report.h"

namespace bdf::package {

namespace {

using report::escaped;
using rules::MeasureUnit;

constexpr double bar_width = 200;

/// "0,3 %", "12", "2,5 m".
std::string value_in(Language language, const Measure& measure, MeasureUnit unit) {
  switch (unit) {
    case MeasureUnit::count:
      return number_in(language, static_cast<std::uint64_t>(std::llround(measure.value)));
    case MeasureUnit::rate:
      return share_in(language,
                      static_cast<std::uint64_t>(
                          std::llround(measure.value * static_cast<double>(measure.population))),
                      measure.population);
    case MeasureUnit::metre:
      return decimal_in(language, measure.value, 2) + "\u00a0m";
  }
  return "";
}

/// A rate of flaws as the share that is sound: the longer, the better.
std::string value_cell(Language language, const Measure& measure, MeasureUnit unit) {
  const auto text = value_in(language, measure, unit);
  if (unit != MeasureUnit::rate) return "<span class=\"number\">" + escaped(text) + "</span>";
  const auto sound = std::clamp(1 - measure.value, 0.0, 1.0);
  const auto label =
      fmt::format("{} {}", in(language, {"conforme\u00a0:", "conforming:"}),
                  decimal_in(language, 100 * sound, 1) + in(language, {"\u00a0%", "%"}));
  return bar_of({{sound, "fill"}}, 1, label) + " <span class=\"number\">" + escaped(text) +
         "</span>";
}

std::string name_cell(Language language, const Measure& measure,
                      const rules::MeasureDefinition& definition) {
  auto html = escaped(in(language, definition.name));
  if (!measure.attribute.empty()) html += " <code>" + escaped(measure.attribute) + "</code>";
  return html + "<br><span class=\"soft\">" + escaped(in(language, definition.element.name)) +
         "</span>";
}

std::string method_cell(Language language, const rules::MeasureDefinition& definition) {
  return escaped(in(language, definition.method)) +
         fmt::format(" <span class=\"soft number\">ISO\u00a019157, n°\u00a0{}</span>",
                     definition.iso);
}

report::Table table_of(Language language, const std::string& layer) {
  report::Table table;
  table.caption = in(language, {"Mesures de ", "Measures of "}) + layer;
  table.heads = {in(language, {"Mesure", "Measure"}), in(language, {"Résultat", "Result"}),
                 in(language, {"Sur", "Out of"}), in(language, {"Méthode", "Method"})};
  return table;
}

std::string layer_part(Language language, const PackageFacts& facts, const LayerFacts& layer,
                       const MeasureCatalogue& catalogue) {
  auto table = table_of(language, layer.name);
  for (const auto& measure : facts.measures) {
    if (measure.layer != layer.name) continue;
    const auto& definition = catalogue.definition_of(measure);
    table.rows.push_back(
        {name_cell(language, measure, definition), value_cell(language, measure, definition.unit),
         escaped(number_in(language, measure.population)), method_cell(language, definition)});
  }
  if (table.rows.empty()) return "";
  return report::folded_away(title_of(layer), wide_table(table));
}

/// The rates of whole layers that any layer has, in the order of the catalogue.
std::vector<const rules::MeasureDefinition*> rates_of(const PackageFacts& facts,
                                                      const MeasureCatalogue& catalogue) {
  std::vector<const rules::MeasureDefinition*> rates;
  for (const auto& measure : facts.measures) {
    const auto* definition = &catalogue.definition_of(measure);
    const bool known = std::find(rates.begin(), rates.end(), definition) != rates.end();
    if (definition->unit == MeasureUnit::rate && measure.attribute.empty() && !known)
      rates.push_back(definition);
  }
  std::sort(rates.begin(), rates.end());
  return rates;
}

std::string rate_cell(Language language, const PackageFacts& facts, const LayerFacts& layer,
                      const rules::MeasureDefinition& definition) {
  for (const auto& measure : facts.measures)
    if (measure.layer == layer.name && measure.code == definition.code && measure.attribute.empty())
      return value_cell(language, measure, definition.unit);
  return "–";
}

/// All layers at a glance.
std::string overview(Language language, const PackageFacts& facts,
                     const MeasureCatalogue& catalogue) {
  const auto rates = rates_of(facts, catalogue);
  if (rates.empty()) return "";
  report::Table table;
  table.caption = in(language, {"Taux par couche", "Rates by layer"});
  table.heads = {in(language, {"Couche", "Layer"})};
  for (const auto* rate : rates) table.heads.push_back(in(language, rate->name));
  for (const auto& layer : facts.layers) {
    std::vector<std::string> row{escaped(title_of(layer))};
    for (const auto* rate : rates) row.push_back(rate_cell(language, facts, layer, *rate));
    table.rows.push_back(std::move(row));
  }
  return wide_table(table);
}

}  // namespace

std::string bar_of(const std::vector<BarPart>& parts, double whole, std::string_view label) {
  auto svg = fmt::format(
      "<svg class=\"bar\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {:.0f} 14\" "
      "preserveAspectRatio=\"none\"><title>{}</title>"
      "<rect class=\"track\" width=\"{:.0f}\" height=\"14\"/>",
      escaped(label), bar_width, escaped(label), bar_width);
  double x = 0;
  for (const auto& part : parts) {
    const double share = whole > 0 ? std::clamp(part.length / whole, 0.0, 1.0) : 0;
    const double width = share > 0 ? std::max(1.0, share * bar_width) : 0;
    if (width > 0)
      svg += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" width=\"{:.1f}\" height=\"14\"/>",
                         part.kind, x, width);
    x += width;
  }
  return svg + "</svg>";
}

std::string quality_section(Language language, const PackageFacts& facts) {
  const MeasureCatalogue catalogue;
  std::string html =
      "<h2>" + escaped(in(language, {"Qualité", "Quality"})) + "</h2>\n" +
      paragraph_of(
          in(language, {"Mesurée sur les données du paquet, dans les termes de la norme "
                        "ISO 19157. Les barres montrent la part conforme. Ce que seul le "
                        "terrain dirait (objets oubliés ou mal classés) n'est pas affirmé.",
                        "Measured on the package's data, in the terms of ISO 19157. Bars "
                        "show the share that conforms. What only the ground could tell "
                        "(features forgotten or classed wrongly) is not claimed."}));
  std::string layers = overview(language, facts, catalogue);
  for (const auto& layer : facts.layers) layers += layer_part(language, facts, layer, catalogue);
  if (layers.empty()) layers = paragraph_of(in(language, {"Aucune mesure.", "No measure."}));
  return html + layers;
}

}  // namespace bdf::package
