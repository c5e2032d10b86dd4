// SPDX-License-Identifier: MIT
#include "match/twins.h"

#include <limits>

#include "match/numbering.h"

namespace bdf::match {

namespace {

constexpr auto nobody = std::numeric_limits<std::uint32_t>::max();
constexpr auto several = nobody - 1;

/// By number of a hash: the only row that has it, or nobody, or several.
class Owners {
 public:
  Owners(const std::vector<Hash128>& hashes, const std::vector<bool>& taken, Numbering& numbering) {
    numbers_.reserve(hashes.size());
    for (std::uint32_t row = 0; row < hashes.size(); ++row) {
      const bool counts = !hashes[row].none() && (taken.empty() || !taken[row]);
      numbers_.push_back(counts ? numbering.number_of(hashes[row]) : nobody);
      if (counts) add(numbers_.back(), row);
    }
  }

  [[nodiscard]] std::uint32_t owner(std::uint32_t number) const {
    return number < owners_.size() ? owners_[number] : nobody;
  }
  /// Whether the row alone has its hash.
  [[nodiscard]] bool is_alone(std::uint32_t row) const { return owner(numbers_[row]) == row; }
  [[nodiscard]] std::uint32_t number(std::uint32_t row) const { return numbers_[row]; }

 private:
  void add(std::uint32_t number, std::uint32_t row) {
    if (number >= owners_.size()) owners_.resize(number + 1, nobody);
    owners_[number] = owners_[number] == nobody ? row : several;
  }

  std::vector<std::uint32_t> numbers_;  ///< by row
  std::vector<std::uint32_t> owners_;
};

}  // namespace

std::vector<Twins> twins(const std::vector<Hash128>& a, const std::vector<Hash128>& b,
                         const std::vector<bool>& taken_of_a, const std::vector<bool>& taken_of_b) {
  Numbering numbering(a.size() + b.size());
  const Owners in_a(a, taken_of_a, numbering);
  const Owners in_b(b, taken_of_b, numbering);
  std::vector<Twins> found;
  for (std::uint32_t row = 0; row < a.size(); ++row) {
    if (!in_a.is_alone(row)) continue;
    const auto twin = in_b.owner(in_a.number(row));
    if (twin < several) found.push_back({row, twin});
  }
  return found;
}

std::vector<bool> is_unique(const std::vector<Hash128>& hashes) {
  Numbering numbering(hashes.size());
  const Owners owners(hashes, {}, numbering);
  std::vector<bool> unique(hashes.size());
  for (std::uint32_t row = 0; row < hashes.size(); ++row) unique[row] = owners.is_alone(row);
  return unique;
}

}  // namespace bdf::match
