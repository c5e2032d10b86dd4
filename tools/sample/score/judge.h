// SPDX-License-Identifier: MIT
// The verdict on one story.
#pragma once

#include <string>

#include "score/sheet.h"

namespace bdf::score {

/// From the best to the worst.
enum class Verdict {
  right,     ///< merged is what the truth tells, and what leaves is what the producer did; or the
             ///< truth has a question, and that is what was asked
  asked,     ///< a human is asked what the truth knows, or something else than the truth asks
  proposed,  ///< merged is not what the truth tells, but what is missing is proposed
  wrong,     ///< merged says what the truth does not, and nobody is asked
  lost       ///< what a side did is nowhere
};
inline constexpr std::size_t verdicts = 5;

[[nodiscard]] const char* name_of(Verdict verdict);

struct Finding {
  Verdict verdict = Verdict::right;
  std::string reason;  ///< "" for right
};

[[nodiscard]] Finding judge(const Sheet& sheet, const Story& story, const Claim& claim);

}  // namespace bdf::score
