// SPDX-License-Identifier: MIT
// "Did you mean": the known word that a mistyped one is nearest to.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bdf::rules {

/// How many bytes must be inserted, deleted or replaced to make `b` of `a` (Levenshtein 1966, by
/// the table of Wagner and Fischer 1974). Time |a|·|b|, memory |b|.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The first of the nearest words, where it is no further away than a third of the longer one's
/// length and two edits at least; else nullopt. ASCII case does not count.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word,
                                                      std::span<const std::string> known);

/// " Did you mean “x”?" of the nearest word; "" where none is near.
[[nodiscard]] std::string nearest_of(std::string_view word, std::span<const std::string> known);

/// The same; where none is near, " Known are: …", and "" where nothing is known.
[[nodiscard]] std::string hint_at(std::string_view word, std::span<const std::string> known);

/// What to say of a word that is none of the known ones, with such a hint.
[[nodiscard]] std::string unknown_word(std::string_view word, std::span<const std::string> known);

}  // namespace bdf::rules
