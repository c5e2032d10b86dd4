// SPDX-License-Identifier: MIT
// Where merged is not what the truth tells of a story.
#pragma once

#include <string>
#include <vector>

#include "score/sheet.h"

namespace bdf::score {

struct Mismatch {
  const ReadFeature* expected = nullptr;  ///< nullptr for a feature that should not be there
  const ReadFeature* merged = nullptr;    ///< nullptr for a feature that is missing
  std::string what;                       ///< an attribute, `geometry`, `fid`, or `object`
  std::string text;                       ///< for people
};

[[nodiscard]] std::vector<Mismatch> mismatches(const Sheet& sheet, const Claim& claim);

}  // namespace bdf::score
