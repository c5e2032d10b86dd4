// SPDX-License-Identifier: MIT
// What happened, in the words of the people to whom it is told, in their language.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/change.h"
#include "report/summary.h"

namespace bdf::report {

/// As a table names it: "updated from the reference".
[[nodiscard]] std::string label_of(Outcome outcome);
[[nodiscard]] std::string label_of(ConflictKind kind);
[[nodiscard]] std::string label_of(Level level);
[[nodiscard]] std::string label_of(Side side);
[[nodiscard]] std::string label_of(Op op);

/// What became of a layer: its features, what was taken, kept and sent, and what is left to decide.
[[nodiscard]] std::vector<std::string> sentences_of(const LayerSummary& layer);

/// With that many decimals, as the language of messages writes it.
[[nodiscard]] std::string number_text(double number, int decimals);

/// "6 accepted, 4 declined".
[[nodiscard]] std::string text_of(const AnswerCounts& answers);

/// What holds for the run as a whole, which may be nothing.
[[nodiscard]] std::vector<std::string> sentences_of(const Summary& summary);

}  // namespace bdf::report
