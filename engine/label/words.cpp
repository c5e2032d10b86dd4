// SPDX-License-Identifier: MIT
#include "label/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace bdf::label {

namespace {

using package::decimal_in;
using package::in;
using package::Wording;
using rules::Figure;

std::string plain_number(Language language, double value) {
  const bool whole = value == std::floor(value);
  return whole && value >= 0 && value < 1e15
             ? package::number_in(language, static_cast<std::uint64_t>(value))
             : decimal_in(language, value, 2);
}

std::string number_of(Language language, double value, FigureUnit unit) {
  switch (unit) {
    case FigureUnit::share:
      return share_in(language, value);
    case FigureUnit::metres:
      return decimal_in(language, value, 2) + "\u00a0m";
    case FigureUnit::days:
      return plain_number(language, value) + in(language, {"\u00a0jours", "\u00a0days"});
    case FigureUnit::yes_or_no:
      return value == 0 ? in(language, {"non", "no"}) : in(language, {"oui", "yes"});
    case FigureUnit::count:
    case FigureUnit::number:
      break;
  }
  return plain_number(language, value);
}

Wording reason_of(Unmeasured why) {
  switch (why) {
    case Unmeasured::no_layer:
      return {"pas de telle couche, ou pas de tel attribut", "no such layer, or attribute"};
    case Unmeasured::no_features:
      return {"rien à mesurer", "nothing to measure"};
    case Unmeasured::no_paper:
      return {"document absent ou illisible", "paper missing or unreadable"};
    case Unmeasured::no_socle:
      return {"socle non fourni", "socle not given"};
    case Unmeasured::not_stated:
      return {"non attesté", "not attested"};
    case Unmeasured::nothing:
      break;
  }
  return {"–", "–"};
}

}  // namespace

std::string share_in(Language language, double share) {
  const double hundredths = 100 * share;
  const bool whole = std::abs(hundredths - std::round(hundredths)) < 1e-9;
  const bool is_near_an_end = hundredths < 0.1 || hundredths > 99.9;
  return decimal_in(language, hundredths,
                    whole            ? 0
                    : is_near_an_end ? 3
                                     : 1) +
         in(language, {"\u00a0%", "%"});
}

FigureUnit unit_of(const rules::Criterion& criterion,
                   const std::vector<rules::MeasureDefinition>& definitions) {
  switch (criterion.figure) {
    case Figure::filled:
    case Figure::recent:
    case Figure::linked:
    case Figure::covered:
      return FigureUnit::share;
    case Figure::age:
      return FigureUnit::days;
    case Figure::position:
      return FigureUnit::metres;
    case Figure::licence:
      return FigureUnit::yes_or_no;
    case Figure::stated:
      return criterion.bound.limit == rules::Limit::at_least && criterion.bound.number == 1
                 ? FigureUnit::yes_or_no
                 : FigureUnit::number;
    case Figure::metadata:
      return FigureUnit::count;
    case Figure::quality:
      break;
  }
  const auto found = std::find_if(definitions.begin(), definitions.end(),
                                  [&](const auto& one) { return one.code == criterion.measure; });
  if (found == definitions.end() || found->unit == rules::MeasureUnit::count)
    return criterion.relative ? FigureUnit::share : FigureUnit::count;
  return found->unit == rules::MeasureUnit::rate ? FigureUnit::share : FigureUnit::metres;
}

std::string figure_in(Language language, const Result& result, FigureUnit unit) {
  const auto& figure = result.figure;
  if (!figure.value) return in(language, reason_of(figure.why));
  auto text = number_of(language, *figure.value, unit);
  if (!figure.layer.empty() && !result.holds) text += " (" + figure.layer + ")";
  return text;
}

std::string bound_in(Language language, const rules::Criterion& criterion, FigureUnit unit) {
  const auto number = number_of(language, criterion.bound.number, unit);
  if (unit == FigureUnit::yes_or_no) return number;
  return criterion.bound.limit == rules::Limit::at_least
             ? in(language, {"au moins ", "at least "}) + number
             : in(language, {"au plus ", "at most "}) + number;
}

std::string weight_in(Language language, const rules::Criterion& criterion) {
  if (criterion.is_mandatory()) return in(language, {"obligatoire", "mandatory"});
  return in(language, {"poids ", "weight "}) + plain_number(language, criterion.weight);
}

std::string evidence_in(Language language, rules::Evidence evidence) {
  switch (evidence) {
    case rules::Evidence::package:
      return in(language, {"recalculable avec le paquet", "recomputed from the package"});
    case rules::Evidence::socle:
      return in(language, {"recalculable avec le socle", "recomputed with the socle beside it"});
    case rules::Evidence::attested:
      return in(language, {"attesté par l'organisme responsable", "attested by the steward"});
  }
  return "";
}

std::string level_in(Language language, Level level) {
  switch (level) {
    case Level::expert:
      return in(language, {"Expert", "Expert"});
    case Level::socle:
      return in(language, {"Socle", "Socle"});
    case Level::in_progress:
      return in(language, {"En cours", "In progress"});
  }
  return "";
}

}  // namespace bdf::label
