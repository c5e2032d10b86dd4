// SPDX-License-Identifier: MIT
// A label's figures in words, in either language of papers.
#pragma once

#include <string>
#include <vector>

#include "label/judgement.h"
#include "package/two_languages.h"
#include "rules/measures.h"

namespace bdf::label {

using package::Language;

/// What a figure's number is.
enum class FigureUnit { count, share, metres, days, yes_or_no, number };
[[nodiscard]] FigureUnit unit_of(const rules::Criterion& criterion,
                                 const std::vector<rules::MeasureDefinition>& definitions);

/// "96,4 %"; with as many decimals as tell 99.99 % from all, and 0.01 % from none.
[[nodiscard]] std::string share_in(Language language, double share);

/// "96,4 %", "3", "4,2 m", "12 jours", "oui", with the layer where that is a miss; why there is
/// none.
[[nodiscard]] std::string figure_in(Language language, const Result& result, FigureUnit unit);
/// "au moins 95 %", "at most 5 m".
[[nodiscard]] std::string bound_in(Language language, const rules::Criterion& criterion,
                                   FigureUnit unit);
/// "obligatoire", "poids 2".
[[nodiscard]] std::string weight_in(Language language, const rules::Criterion& criterion);
/// Who can look whether it is true.
[[nodiscard]] std::string evidence_in(Language language, rules::Evidence evidence);
/// "Expert", "Socle", "En cours".
[[nodiscard]] std::string level_in(Language language, Level level);

}  // namespace bdf::label
