// SPDX-License-Identifier: MIT
// A label as a picture, and as a part of a page. Neither proves anything: both say how to look.
#pragma once

#include <string>
#include <vector>

#include "label/judgement.h"
#include "package/two_languages.h"
#include "rules/measures.h"

namespace bdf::label {

/// What a label says that is not a figure.
struct LabelFacts {
  rules::Wording title;  ///< of the label
  Level level = Level::socle;
  std::string issuer;  ///< the organisation
  std::string issuer_did;
  std::string steward;     ///< who answers for the data; "" where nobody is named
  std::string valid_from;  ///< 2026-12-15T00:00:00Z
  std::string valid_until;
};

/// SVG in French, with a description in both languages; nothing to load. Its text is readable on
/// light and dark.
[[nodiscard]] std::string badge_of(const LabelFacts& facts);

/// A part of a page of papers (HTML), in both languages: level, dates, who says so, each criterion
/// with its figure, and how to check all of that.
[[nodiscard]] std::string label_section(const LabelFacts& facts, const Judgement& judgement,
                                        const std::vector<rules::MeasureDefinition>& definitions);

}  // namespace bdf::label
