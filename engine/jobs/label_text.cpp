// SPDX-License-Identifier: MIT
// What is said of a label, to people and to programs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/message.h"
#include "jobs/label_check.h"
#include "jobs/label_issue.h"
#include "jobs/label_verify.h"
#include "label/words.h"

namespace bdf::jobs {

namespace {

using label::Language;
using nlohmann::ordered_json;

Language language_of_messages() { return current_language() == "fr" ? Language::fr : Language::en; }

std::string level_line(const label::Judgement& judgement) {
  if (!judgement.level) return msg("No label: too many criteria are missed.");
  return msg("Level: {}", label::level_in(language_of_messages(), *judgement.level));
}

/// One criterion in two lines at most: what was measured and asked, and what to do.
std::string lines_of(const label::Result& result, label::FigureUnit unit) {
  const auto language = language_of_messages();
  const auto& criterion = *result.criterion;
  auto text = fmt::format(
      "  {} {}{} ({}, {})\n", result.holds ? "✓" : "✗", package::in(language, criterion.title),
      msg(": {}", label::figure_in(language, result, unit)),
      label::bound_in(language, criterion, unit), label::weight_in(language, criterion));
  if (!result.holds) text += "    → " + package::in(language, criterion.advice) + "\n";
  return text;
}

ordered_json bound_json(const rules::Bound& bound) {
  return {{rules::limit_names[static_cast<std::size_t>(bound.limit)], bound.number}};
}

ordered_json result_json(const label::Result& result) {
  const auto& criterion = *result.criterion;
  ordered_json json{{"criterion", criterion.code},
                    {"measure", criterion.measure},
                    {"evidence", rules::name_of(rules::evidence_of(criterion.figure))},
                    {"value", nullptr},
                    {"population", result.figure.population},
                    {"layer", result.figure.layer},
                    {"bound", bound_json(criterion.bound)},
                    {"mandatory", criterion.is_mandatory()},
                    {"weight", criterion.weight},
                    {"holds", result.holds},
                    {"advice", package::in(language_of_messages(), criterion.advice)}};
  if (result.figure.value) json["value"] = *result.figure.value;
  return json;
}

std::string number_text(const std::optional<double>& number) {
  return number ? fmt::format("{}", *number) : "–";
}

std::string_view name_of(FigureState state) {
  constexpr std::array<std::string_view, 3> names{"holds", "differs", "unchecked"};
  return names[static_cast<std::size_t>(state)];
}

std::string figure_lines(const LabelVerification& verification) {
  std::string text;
  std::size_t held = 0;
  for (const auto& figure : verification.figures) {
    if (figure.state == FigureState::holds) {
      ++held;
      continue;
    }
    const bool differs = figure.state == FigureState::differs;
    text +=
        fmt::format("  {} {}{}", differs ? "✗" : "?", figure.criterion, msg(": {}", figure.reason));
    if (differs && (figure.said || figure.found))
      text += " " + msg("(the label says {}, and it is {})", number_text(figure.said),
                        number_text(figure.found));
    text += "\n";
  }
  if (verification.figures.empty()) return text;
  return "  ✓ " + msgn("{} figure holds", "{} figures hold", held) + "\n" + text;
}

/// Of what it is, for whoever reads: a label of another edition is none of this one.
std::string scope_line(const label::LabelScope& scope) {
  return fmt::format("{} {}, {}, {}, {}", scope.theme, scope.theme_version, scope.pack,
                     scope.territory, scope.edition);
}

std::string verdict_line(const LabelVerification& verification) {
  if (verification.credential.verdict != credential::Verdict::good)
    return msg("Do not rely on this label: {}", verification.credential.reason);
  if (!verification.altered.empty())
    return msg("Do not rely on this label: what it was given to has been altered.");
  if (!verification.has_theme)
    return msg("Do not rely on this label: what it says could not be checked here.");
  if (!verification.is_good()) return msg("Do not rely on this label: its figures do not hold.");
  auto line = msg("The label is good until {}: level {}, given by {}.", verification.valid_until,
                  label::level_in(language_of_messages(), verification.said->level),
                  verification.organisation);
  const auto& figures = verification.figures;
  if (std::any_of(figures.begin(), figures.end(),
                  [](const CheckedFigure& one) { return one.state == FigureState::unchecked; }))
    line += " " + msg("What is marked ? could not be checked here.");
  return line;
}

}  // namespace

std::string text_of(const IssuedLabel& issued) {
  auto text = text_of(issued.check);
  if (!issued.path.empty())
    text += msg("{}: labelled until {}", issued.path.string(), issued.valid_until) + "\n";
  return text;
}

std::string json_of(const IssuedLabel& issued) {
  auto json = ordered_json::parse(json_of(issued.check));
  json["path"] = issued.path.string();
  json["id"] = issued.id;
  json["issuer"] = issued.issuer;
  json["valid_until"] = issued.valid_until;
  return json.dump(2) + "\n";
}

std::string text_of(const LabelVerification& verification) {
  auto text = verification.name + "\n";
  if (verification.said) text += "  " + scope_line(verification.said->scope) + "\n";
  for (const auto& finding : verification.altered) text += "  ✗ " + finding.message + "\n";
  return text + figure_lines(verification) + verdict_line(verification) + "\n";
}

std::string json_of(const LabelVerification& verification) {
  ordered_json json{{"subject", verification.name},
                    {"good", verification.is_good()},
                    {"verdict", credential::name_of(verification.credential.verdict)},
                    {"reason", verification.credential.reason},
                    {"organisation", verification.organisation},
                    {"level", nullptr},
                    {"valid_until", verification.valid_until},
                    {"digest", verification.digest},
                    {"has_theme", verification.has_theme},
                    {"altered", ordered_json::array()},
                    {"figures", ordered_json::array()}};
  if (verification.said) json["level"] = label::name_of(verification.said->level);
  for (const auto& finding : verification.altered)
    json["altered"].push_back({{"code", finding.code}, {"message", finding.message}});
  for (const auto& figure : verification.figures) {
    ordered_json one{{"criterion", figure.criterion},
                     {"state", name_of(figure.state)},
                     {"said", nullptr},
                     {"found", nullptr},
                     {"reason", figure.reason}};
    if (figure.said) one["said"] = *figure.said;
    if (figure.found) one["found"] = *figure.found;
    json["figures"].push_back(std::move(one));
  }
  return json.dump(2) + "\n";
}

std::string text_of(const LabelCheck& check) {
  const auto definitions = rules::load_measures();
  const auto& judgement = check.judgement;
  auto text = check.data.name + "\n" +
              package::in(language_of_messages(), check.data.theme.label->title) + "\n";
  for (const auto& result : judgement.results)
    text += lines_of(result, label::unit_of(*result.criterion, definitions));
  const auto held =
      static_cast<std::size_t>(std::count_if(judgement.results.begin(), judgement.results.end(),
                                             [](const auto& one) { return one.holds; }));
  return text +
         msg("{} of {} criteria are met; of the weights {}.", held, judgement.results.size(),
             label::share_in(language_of_messages(), judgement.weighted)) +
         "\n" + level_line(judgement) + "\n";
}

std::string json_of(const LabelCheck& check) {
  const auto& judgement = check.judgement;
  ordered_json json{{"subject", check.data.name},
                    {"theme", check.data.theme.name},
                    {"theme_version", check.data.theme.version},
                    {"pack", check.data.pack.code},
                    {"territory", check.data.territory},
                    {"edition", check.data.edition},
                    {"time", check.time},
                    {"level", nullptr},
                    {"met", judgement.all},
                    {"weighted", judgement.weighted},
                    {"criteria", ordered_json::array()}};
  if (judgement.level) json["level"] = label::name_of(*judgement.level);
  for (const auto& result : judgement.results) json["criteria"].push_back(result_json(result));
  return json.dump(2) + "\n";
}

}  // namespace bdf::jobs
