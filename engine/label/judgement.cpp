// SPDX-License-Identifier: MIT
#include "label/judgement.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace bdf::label {

namespace {

constexpr std::array<std::string_view, 3> level_names{"en cours", "socle", "expert"};
constexpr double decimals = 1e6;

bool is_within(const rules::Bound& bound, double value) {
  return bound.limit == rules::Limit::at_least ? value >= bound.number : value <= bound.number;
}

FigureValue figure_of(const rules::Criterion& criterion, std::span<const FigureValue> figures) {
  const auto found = std::find_if(figures.begin(), figures.end(), [&](const FigureValue& one) {
    return one.criterion == criterion.code;
  });
  return found != figures.end() ? *found
                                : FigureValue{criterion.code, {}, 0, "", Unmeasured::no_layer};
}

}  // namespace

std::string_view name_of(Level level) { return level_names[static_cast<std::size_t>(level)]; }

std::optional<Level> level_named(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i)
    if (level_names[i] == name) return static_cast<Level>(i);
  return std::nullopt;
}

double rounded(double value) { return std::round(value * decimals) / decimals; }

Judgement judge(const rules::LabelRules& rules, std::string_view pack,
                std::span<const FigureValue> figures) {
  Judgement judgement;
  double weight = 0;
  double reached = 0;
  std::size_t held = 0;
  bool has_all_mandatory = true;
  for (const auto* criterion : rules.of_pack(pack)) {
    Result result{criterion, figure_of(*criterion, figures), false};
    result.holds = result.figure.value && is_within(criterion->bound, *result.figure.value);
    held += result.holds ? 1 : 0;
    weight += criterion->weight;
    if (result.holds) reached += criterion->weight;
    if (criterion->is_mandatory() && !result.holds) has_all_mandatory = false;
    judgement.results.push_back(std::move(result));
  }
  const auto count = judgement.results.size();
  judgement.weighted = weight == 0 ? 1 : rounded(reached / weight);
  judgement.all = count == 0 ? 0 : rounded(static_cast<double>(held) / static_cast<double>(count));
  if (has_all_mandatory && count > 0)
    judgement.level = judgement.weighted >= rules.expert ? Level::expert : Level::socle;
  else if (count > 0 && judgement.all >= rules.in_progress)
    judgement.level = Level::in_progress;
  return judgement;
}

}  // namespace bdf::label
