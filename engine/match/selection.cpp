// SPDX-License-Identifier: MIT
#include "match/selection.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "match/sets.h"

namespace bdf::match {

namespace {

using Numbers = std::vector<std::uint32_t>;

/// Branch and bound over a handful of things, one bit each.
class ExactChoice {
 public:
  using Mask = std::uint32_t;

  ExactChoice(std::vector<double> scores, std::vector<Mask> conflicts)
      : scores_(std::move(scores)), conflicts_(std::move(conflicts)) {}

  struct Best {
    double sum = 0;
    Mask chosen = 0;
  };
  /// The best choice among `allowed`.
  Best among(Mask allowed) {
    best_ = {};
    branch(allowed, {});
    return best_;
  }
  [[nodiscard]] Mask all() const { return (Mask{1} << scores_.size()) - 1; }
  [[nodiscard]] Mask conflicts_of(std::size_t i) const { return conflicts_[i]; }
  [[nodiscard]] double score(std::size_t i) const { return scores_[i]; }

 private:
  [[nodiscard]] double sum_of(Mask mask) const {
    double sum = 0;
    for (; mask != 0; mask &= mask - 1)
      sum += scores_[static_cast<std::size_t>(std::countr_zero(mask))];
    return sum;
  }
  void branch(Mask open, Best so_far) {
    if (so_far.sum > best_.sum) best_ = so_far;
    if (open == 0 || so_far.sum + sum_of(open) <= best_.sum) return;
    const auto i = static_cast<std::size_t>(std::countr_zero(open));
    const Mask bit = Mask{1} << i;
    const Mask rest = open & ~bit;
    branch(rest & ~conflicts_[i], {so_far.sum + scores_[i], so_far.chosen | bit});
    if ((conflicts_[i] & rest) != 0) branch(rest, so_far);
  }

  std::vector<double> scores_;
  std::vector<Mask> conflicts_;
  Best best_;
};

class Selecting {
 public:
  Selecting(const std::vector<double>& scores, const Conflicts& conflicts)
      : scores_(scores), conflicts_of_(scores.size()) {
    for (const auto& [i, j] : conflicts) {
      conflicts_of_[i].push_back(j);
      conflicts_of_[j].push_back(i);
    }
    result_.chosen.assign(scores.size(), true);
    result_.margin.assign(scores.size(), 1);
  }

  Selection run() {
    for (const auto& component : components()) {
      if (component.size() <= exact_selection)
        solve(component);
      else
        approximate(component);
    }
    return std::move(result_);
  }

 private:
  /// Those of more than one, each in descending order of score.
  std::vector<Numbers> components() {
    Sets sets(scores_.size());
    for (std::uint32_t i = 0; i < scores_.size(); ++i)
      for (const auto j : conflicts_of_[i]) sets.join(i, j);
    std::vector<Numbers> members(scores_.size());
    for (std::uint32_t i = 0; i < scores_.size(); ++i)
      if (!conflicts_of_[i].empty()) members[sets.find(i)].push_back(i);
    std::erase_if(members, [](const Numbers& one) { return one.empty(); });
    for (auto& one : members)
      std::stable_sort(one.begin(), one.end(),
                       [&](std::uint32_t i, std::uint32_t j) { return scores_[i] > scores_[j]; });
    return members;
  }

  void solve(const Numbers& component) {
    std::vector<double> scores;
    std::vector<ExactChoice::Mask> conflicts(component.size(), 0);
    for (std::size_t i = 0; i < component.size(); ++i) {
      scores.push_back(scores_[component[i]]);
      for (const auto other : conflicts_of_[component[i]]) {
        const auto at = std::find(component.begin(), component.end(), other) - component.begin();
        conflicts[i] |= ExactChoice::Mask{1} << at;
      }
    }
    ExactChoice choice(std::move(scores), std::move(conflicts));
    const auto best = choice.among(choice.all());
    for (std::size_t i = 0; i < component.size(); ++i) {
      const auto bit = ExactChoice::Mask{1} << i;
      const bool chosen = (best.chosen & bit) != 0;
      const double otherwise =
          chosen
              ? choice.among(choice.all() & ~bit).sum
              : choice.score(i) + choice.among(choice.all() & ~bit & ~choice.conflicts_of(i)).sum;
      const double lost = (best.sum - otherwise) / choice.score(i);
      result_.chosen[component[i]] = chosen;
      result_.margin[component[i]] = chosen ? lost : -lost;
    }
  }

  [[nodiscard]] double chosen_in_conflict_with(std::uint32_t i) const {
    double sum = 0;
    for (const auto other : conflicts_of_[i])
      if (result_.chosen[other]) sum += scores_[other];
    return sum;
  }

  void approximate(const Numbers& component) {
    constexpr int most_rounds = 4;
    for (const auto i : component) result_.chosen[i] = false;
    for (int round = 0; round < most_rounds; ++round) {
      bool better = false;
      for (const auto i : component) {
        if (result_.chosen[i] || chosen_in_conflict_with(i) >= scores_[i]) continue;
        for (const auto other : conflicts_of_[i]) result_.chosen[other] = false;
        result_.chosen[i] = better = true;
      }
      if (!better) break;
    }
    for (const auto i : component) result_.margin[i] = margin_of(i);
  }

  [[nodiscard]] double margin_of(std::uint32_t i) const {
    if (!result_.chosen[i]) return std::min(0.0, 1 - chosen_in_conflict_with(i) / scores_[i]);
    double instead = 0;
    for (const auto other : conflicts_of_[i])
      instead = std::max(instead, scores_[other] - chosen_in_conflict_with(other) + scores_[i]);
    return std::clamp(1 - instead / scores_[i], 0.0, 1.0);
  }

  const std::vector<double>& scores_;
  std::vector<Numbers> conflicts_of_;
  Selection result_;
};

}  // namespace

std::vector<bool> disputed(std::size_t count, const Conflicts& conflicts) {
  std::vector<bool> disputed(count, false);
  for (const auto& [one, other] : conflicts) disputed[one] = disputed[other] = true;
  return disputed;
}

Selection select(const std::vector<double>& scores, const Conflicts& conflicts) {
  return Selecting(scores, conflicts).run();
}

}  // namespace bdf::match
