// SPDX-License-Identifier: MIT
// Figures held against what a theme's label asks for.
//
// All mandatory criteria give the level `socle`; with the theme's share of the weights it is
// `expert`. Who misses mandatory ones, but meets the theme's share of all criteria, is `en cours`.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/label.h"

namespace bdf::label {

enum class Level { in_progress, socle, expert };
/// "en cours", "socle", "expert".
[[nodiscard]] std::string_view name_of(Level level);
[[nodiscard]] std::optional<Level> level_named(std::string_view name);

/// Why there is no figure.
enum class Unmeasured {
  nothing,      ///< there is one
  no_layer,     ///< no layer of the criterion is there, or has the attribute
  no_features,  ///< there is nothing to be a share of
  no_paper,     ///< the package has no such paper, or one that cannot be read
  no_socle,     ///< the socle is not at hand
  not_stated    ///< the steward says nothing of it
};

/// What was measured for a criterion.
struct FigureValue {
  std::string criterion;
  std::optional<double> value;   ///< to six decimals; the worst layer's
  std::uint64_t population = 0;  ///< what was looked at in that layer
  std::string layer;             ///< "" for the whole
  Unmeasured why = Unmeasured::nothing;
  bool operator==(const FigureValue&) const = default;
};

/// As a label keeps it: what is smaller than a millionth is lost.
[[nodiscard]] double rounded(double value);

struct Result {
  const rules::Criterion* criterion = nullptr;  ///< the theme's
  FigureValue figure;
  bool holds = false;
};

struct Judgement {
  std::vector<Result> results;  ///< in the theme's order
  double weighted = 0;          ///< share of the weights that hold; 1 where nothing has any
  double all = 0;               ///< share of all criteria that hold
  std::optional<Level> level;   ///< none: no label
};

/// A criterion without a figure does not hold.
[[nodiscard]] Judgement judge(const rules::LabelRules& rules, std::string_view pack,
                              std::span<const FigureValue> figures);

}  // namespace bdf::label
