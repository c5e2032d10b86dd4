// SPDX-License-Identifier: MIT
#include "rules/nearest_word.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "base/message.h"
#include "model/schema.h"

namespace bdf::rules {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> known) {
  std::optional<std::string> nearest;
  std::size_t least = 0;
  for (const auto& candidate : known) {
    const auto distance = edit_distance(folded(word), folded(candidate));
    const auto limit = std::max<std::size_t>(2, std::max(word.size(), candidate.size()) / 3);
    if (distance > limit || (nearest && distance >= least)) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

std::string nearest_of(std::string_view word, std::span<const std::string> known) {
  const auto nearest = nearest_word(word, known);
  return nearest ? " " + msg("Did you mean “{}”?", *nearest) : "";
}

std::string hint_at(std::string_view word, std::span<const std::string> known) {
  auto hint = nearest_of(word, known);
  if (!hint.empty() || known.empty()) return hint;
  return " " + msg("Known are: {}.", fmt::join(known, ", "));
}

std::string unknown_word(std::string_view word, std::span<const std::string> known) {
  return msg("“{}” is not known here.", word) + hint_at(word, known);
}

}  // namespace bdf::rules
