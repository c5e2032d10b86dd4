// SPDX-License-Identifier: MIT
#include "label/badge.h"

#include <fmt/format.h>

#include "label/words.h"
#include "package/paper_page.h"

namespace bdf::label {

namespace {

using package::in;
using report::escaped;

/// Contrast with white text is 4.5 or more (WCAG 2.2, AA).
std::string_view colour_of(Level level) {
  switch (level) {
    case Level::expert:
      return "#1d6b35";
    case Level::socle:
      return "#1f4e86";
    case Level::in_progress:
      break;
  }
  return "#8a5200";
}

std::string day_of(const std::string& time) { return time.substr(0, 10); }

std::string entry(Language language, const rules::Wording& term, const std::string& text) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(in(language, term)), escaped(text));
}

std::string facts_part(Language language, const LabelFacts& facts) {
  auto html = "<h2>" + escaped(in(language, facts.title)) + "</h2>\n<dl>\n";
  html += entry(language, {"Niveau", "Level"}, level_in(language, facts.level));
  html += entry(language, {"Délivré par", "Issued by"}, facts.issuer);
  html += fmt::format("<dt>{}</dt><dd><code>{}</code></dd>\n",
                      escaped(in(language, {"Sa clé", "Its key"})), escaped(facts.issuer_did));
  if (!facts.steward.empty())
    html += entry(language, {"Répond des données", "Answers for the data"}, facts.steward);
  return html +
         entry(language, {"Valable", "Valid"},
               in(language, {"du ", "from "}) +
                   package::date_in(language, day_of(facts.valid_from)) +
                   in(language, {" au ", " to "}) +
                   package::date_in(language, day_of(facts.valid_until))) +
         "</dl>\n";
}

std::string check_part(Language language) {
  return package::paragraph_of(
             in(language,
                {"Cette page ne prouve rien\u00a0: le label est le fichier label.json, signé, à "
                 "côté du manifeste. Pour le vérifier sans réseau, avec la liste des clés de "
                 "confiance\u00a0:",
                 "This page proves nothing: the label is the signed file label.json beside the "
                 "manifest. To check it offline, with the list of trusted keys:"})) +
         "<pre><code>bdf label verify</code></pre>\n";
}

std::string criteria_part(Language language, const Judgement& judgement,
                          const std::vector<rules::MeasureDefinition>& definitions) {
  report::Table table;
  table.caption = in(language, {"Critères du label", "Criteria of the label"});
  table.heads = {in(language, {"Critère", "Criterion"}), in(language, {"Mesuré", "Measured"}),
                 in(language, {"Demandé", "Asked"}), in(language, {"Tenu", "Met"}),
                 in(language, {"Preuve", "Evidence"})};
  for (const auto& result : judgement.results) {
    const auto& criterion = *result.criterion;
    const auto unit = unit_of(criterion, definitions);
    table.rows.push_back(
        {escaped(in(language, criterion.title)), escaped(figure_in(language, result, unit)),
         escaped(bound_in(language, criterion, unit) + ", " + weight_in(language, criterion)),
         result.holds ? in(language, {"oui", "yes"})
                      : "<strong>" + in(language, {"non", "no"}) + "</strong>",
         escaped(evidence_in(language, rules::evidence_of(criterion.figure)))});
  }
  return package::wide_table(table);
}

}  // namespace

std::string badge_of(const LabelFacts& facts) {
  const auto level = level_in(Language::fr, facts.level);
  const auto until = "jusqu'au " + package::date_in(Language::fr, day_of(facts.valid_until));
  const auto description = fmt::format("{} : {}, {} / {}: {}, until {}", facts.title.fr, level,
                                       until, facts.title.en, level_in(Language::en, facts.level),
                                       package::date_in(Language::en, day_of(facts.valid_until)));
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 420 96\" width=\"420\" "
      "height=\"96\" role=\"img\" aria-label=\"{0}\">\n<title>{0}</title>\n"
      "<rect width=\"420\" height=\"96\" rx=\"8\" fill=\"{1}\"/>\n"
      "<circle cx=\"48\" cy=\"48\" r=\"30\" fill=\"none\" stroke=\"#fff\" stroke-width=\"5\"/>\n"
      "<path d=\"M34 49 l10 10 l19 -22\" fill=\"none\" stroke=\"#fff\" stroke-width=\"6\" "
      "stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n"
      "<g fill=\"#fff\" font-family=\"system-ui, sans-serif\">\n"
      "<text x=\"94\" y=\"34\" font-size=\"15\" textLength=\"310\" "
      "lengthAdjust=\"spacingAndGlyphs\">{2}</text>\n"
      "<text x=\"94\" y=\"60\" font-size=\"24\" font-weight=\"bold\">{3}</text>\n"
      "<text x=\"94\" y=\"82\" font-size=\"13\">{4}</text>\n</g>\n</svg>\n",
      escaped(description), colour_of(facts.level), escaped(facts.title.fr), escaped(level),
      escaped(until));
}

std::string label_section(const LabelFacts& facts, const Judgement& judgement,
                          const std::vector<rules::MeasureDefinition>& definitions) {
  return package::in_both([&](Language language) {
    return facts_part(language, facts) + criteria_part(language, judgement, definitions) +
           check_part(language);
  });
}

}  // namespace bdf::label
