// SPDX-License-Identifier: MIT
// How alike two names are, whatever their spelling. Pure functions: any thread.
#pragma once

#include <string>
#include <string_view>

namespace bdf::match {

/// The words of a text in the one form in which they are compared, with a blank between each two:
/// letters and digits only, without case and accents, ligatures (œ, æ) taken apart, compatibility
/// forms (Unicode NFKD) replaced, "st" and "ste" written out; apostrophes, hyphens and all else
/// separate words. No more than its first 256 characters: names are shorter, and longer texts are
/// not compared letter by letter for long. Bytes that are no UTF-8 count as one character each.
[[nodiscard]] std::u32string folded_words(std::string_view text);

/// How alike two texts in that form are, 0 to 1; 0 where just one is empty, 1 where both are. The
/// greater of two measures, in both of which articles and prepositions of French names (la, de, du,
/// l', aux …) weigh a fifth:
///
/// - letter by letter: 1 less the distance of optimal string alignment (Damerau 1964, Levenshtein
///   1966: letters left out, put in, replaced, or exchanged with the next), relative to the longer;
/// - word by word: twice the weight of the words that both have, over the weight of all (Dice
/// 1945),
///   so that their order does not count.
///
/// O(n·m) time, O(m) memory.
[[nodiscard]] double text_similarity(const std::u32string& a, const std::u32string& b);

}  // namespace bdf::match
