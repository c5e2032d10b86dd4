// SPDX-License-Identifier: MIT
#include "match/text_similarity.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace bdf::match {

namespace {

constexpr std::size_t most_characters = 256;
constexpr double light = 0.2;

struct Free {
  void operator()(void* bytes) const noexcept { std::free(bytes); }
};

/// Without case and marks; bytes that are no UTF-8 as they are.
std::u32string folded_characters(std::string_view text) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                     UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(mapped);
  std::u32string characters;
  if (size < 0) {
    for (const char c : text) characters += static_cast<unsigned char>(c);
    return characters;
  }
  for (utf8proc_ssize_t at = 0; at < size;) {
    utf8proc_int32_t character = 0;
    at += utf8proc_iterate(mapped + at, size - at, &character);
    characters += static_cast<char32_t>(character);
  }
  return characters;
}

bool is_of_a_word(char32_t character) {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/// No decomposition of Unicode takes these apart.
std::u32string_view apart(const char32_t& character) {
  if (character == U'œ') return U"oe";
  if (character == U'æ') return U"ae";
  return {&character, 1};
}

std::vector<std::u32string> split(const std::u32string& text) {
  std::vector<std::u32string> words(1);
  for (const char32_t c : text) {
    if (c != U' ')
      words.back() += c;
    else
      words.emplace_back();
  }
  return words;
}

std::u32string_view written_out(const std::u32string& word) {
  if (word == U"st") return U"saint";
  if (word == U"ste") return U"sainte";
  return word;
}

double weight_of(std::u32string_view word) {
  constexpr std::array<std::u32string_view, 13> articles{
      U"le", U"la", U"les", U"l", U"de", U"du", U"des", U"d", U"au", U"aux", U"a", U"en", U"et"};
  return std::find(articles.begin(), articles.end(), word) != articles.end() ? light : 1;
}

struct Letter {
  char32_t character;
  double weight;
};

/// The blank behind a word is as light as the word.
std::vector<Letter> weighted_letters(const std::vector<std::u32string>& words) {
  std::vector<Letter> letters;
  for (const auto& word : words) {
    const double weight = weight_of(word);
    for (const char32_t c : word) letters.push_back({c, weight});
    letters.push_back({U' ', weight});
  }
  letters.pop_back();
  return letters;
}

double total(const std::vector<Letter>& letters) {
  double sum = 0;
  for (const auto& letter : letters) sum += letter.weight;
  return sum;
}

/// Whether the last two letters before i and j are exchanged.
bool exchanged(const std::vector<Letter>& a, std::size_t i, const std::vector<Letter>& b,
               std::size_t j) {
  return i > 1 && j > 1 && a[i - 1].character == b[j - 2].character &&
         a[i - 2].character == b[j - 1].character;
}

double alignment_distance(const std::vector<Letter>& a, const std::vector<Letter>& b) {
  std::vector<double> before_last(b.size() + 1);
  std::vector<double> last(b.size() + 1);
  std::vector<double> row(b.size() + 1);
  for (std::size_t j = 1; j <= b.size(); ++j) last[j] = last[j - 1] + b[j - 1].weight;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = last[0] + a[i - 1].weight;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1].character == b[j - 1].character;
      const double replaced = same ? 0 : std::max(a[i - 1].weight, b[j - 1].weight);
      row[j] = std::min(
          {last[j] + a[i - 1].weight, row[j - 1] + b[j - 1].weight, last[j - 1] + replaced});
      if (exchanged(a, i, b, j))
        row[j] = std::min(row[j], before_last[j - 2] + std::max(a[i - 1].weight, b[j - 1].weight));
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last.back();
}

double letter_by_letter(const std::vector<std::u32string>& a,
                        const std::vector<std::u32string>& b) {
  const auto letters_of_a = weighted_letters(a);
  const auto letters_of_b = weighted_letters(b);
  const double longer = std::max(total(letters_of_a), total(letters_of_b));
  return std::max(0.0, 1 - alignment_distance(letters_of_a, letters_of_b) / longer);
}

double word_by_word(std::vector<std::u32string> a, std::vector<std::u32string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<std::u32string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  const auto weight = [](const std::vector<std::u32string>& words) {
    double sum = 0;
    for (const auto& word : words) sum += weight_of(word);
    return sum;
  };
  return 2 * weight(both) / (weight(a) + weight(b));
}

}  // namespace

std::u32string folded_words(std::string_view text) {
  std::u32string spaced;
  for (const char32_t& character : folded_characters(text)) {
    if (is_of_a_word(character))
      spaced += apart(character);
    else if (!spaced.empty() && spaced.back() != U' ')
      spaced += U' ';
  }
  spaced.resize(std::min(spaced.size(), most_characters));
  std::u32string words;
  for (const auto& word : split(spaced)) {
    if (word.empty()) continue;
    if (!words.empty()) words += U' ';
    words += written_out(word);
  }
  return words;
}

double text_similarity(const std::u32string& a, const std::u32string& b) {
  if (a == b) return 1;
  if (a.empty() || b.empty()) return 0;
  const auto words_of_a = split(a);
  const auto words_of_b = split(b);
  return std::max(letter_by_letter(words_of_a, words_of_b), word_by_word(words_of_a, words_of_b));
}

}  // namespace bdf::match
