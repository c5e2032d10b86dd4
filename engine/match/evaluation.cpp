// SPDX-License-Identifier: MIT
#include "match/evaluation.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

namespace bdf::match {

namespace {

using Rows = std::pair<std::uint32_t, std::uint32_t>;

std::optional<double> ratio(std::size_t part, std::size_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

/// Rows of both sides that true pairs hold together; b's rows stand behind a's.
class Components {
 public:
  Components(std::size_t of_a, std::size_t of_b) : of_a_(of_a), parent_(of_a + of_b) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }

  void join(const Rows& pair) { parent_[root(pair.first)] = root(of_a_ + pair.second); }

  /// To be called once all are joined.
  [[nodiscard]] std::string relation(const Rows& pair) {
    if (counts_.empty()) count();
    const auto& [in_a, in_b] = counts_[root(pair.first)];
    return std::string(in_a > 1 ? "n" : "1") + ":" + (in_b == 1 ? "1" : in_a > 1 ? "m" : "n");
  }

 private:
  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void count() {
    counts_.resize(parent_.size());
    for (std::size_t i = 0; i < parent_.size(); ++i) {
      auto& count = counts_[root(i)];
      ++(i < of_a_ ? count.first : count.second);
    }
  }

  std::size_t of_a_;
  std::vector<std::size_t> parent_;
  std::vector<std::pair<std::size_t, std::size_t>> counts_;
};

class Judge {
 public:
  Judge(const LayerLinks& layer, const std::vector<TruePair>& truth)
      : layer_(layer),
        truth_(truth),
        named_a_(layer.a.fids.size()),
        named_b_(layer.b.fids.size()) {}

  Evaluation run() {
    learn();
    for (const auto& found : layer_.links) judge(found);
    judge_truth();
    judge_families();
    return std::move(result_);
  }

 private:
  void learn();
  void judge(const FoundLink& found);
  void judge_truth();
  void judge_families();
  void count(const FoundLink& found, bool right);
  void tally(const std::string& relation, std::size_t RelationTally::*what) {
    ++(result_.relations[relation].*what);
    ++(result_.relations["all"].*what);
  }

  const LayerLinks& layer_;
  const std::vector<TruePair>& truth_;
  std::vector<bool> named_a_;
  std::vector<bool> named_b_;
  std::set<Rows> true_;
  std::set<Rows> accepted_;  ///< and judged
  Evaluation result_;
};

void Judge::learn() {
  for (const auto& pair : truth_) {
    if (pair.a) named_a_[*pair.a] = true;
    if (pair.b) named_b_[*pair.b] = true;
    if (pair.a && pair.b) true_.insert({*pair.a, *pair.b});
  }
}

void Judge::judge(const FoundLink& found) {
  bool judged = false;
  bool right = true;
  for_each_pair(found.link, [&](const LinkedPair& pair) {
    if (!named_a_[pair.a] && !named_b_[pair.b]) return;
    judged = true;
    const bool is_true = true_.contains({pair.a, pair.b});
    right = right && is_true;
    if (found.doubtful) return;
    accepted_.insert({pair.a, pair.b});
    if (!is_true) tally(std::string(relation_of(found.link)), &RelationTally::wrong);
  });
  if (judged) count(found, right);
}

void Judge::count(const FoundLink& found, bool right) {
  const double confidence = found.link.confidence;
  auto* const found_bin = std::find_if(result_.bins.begin(), result_.bins.end(),
                                       [&](const auto& one) { return confidence < one.to; });
  auto& bin = found_bin == result_.bins.end() ? result_.bins.back() : *found_bin;
  ++bin.links;
  bin.right += right ? 1 : 0;
  bin.sum += confidence;
  if (!found.doubtful) return;
  ++result_.doubtful;
  result_.doubtful_right += right ? 1 : 0;
}

void Judge::judge_truth() {
  Components components(named_a_.size(), named_b_.size());
  for (const auto& pair : true_) components.join(pair);
  for (const auto& pair : true_)
    tally(components.relation(pair),
          accepted_.contains(pair) ? &RelationTally::right : &RelationTally::missed);
}

void Judge::judge_families() {
  const auto linked = linked_rows(layer_);
  std::set<std::pair<std::string_view, Rows>> counted;
  for (const auto& pair : truth_) {
    auto& family = result_.families[pair.family];
    if (pair.a && pair.b) {
      if (!counted.insert({pair.family, {*pair.a, *pair.b}}).second) continue;
      ++family.pairs;
      family.found += accepted_.contains({*pair.a, *pair.b}) ? 1 : 0;
    } else {
      ++family.alone;
      family.left_alone += (pair.a ? linked.a[*pair.a] : linked.b[*pair.b]) ? 0 : 1;
    }
  }
}

constexpr std::array bounds{0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0};

}  // namespace

std::optional<double> RelationTally::precision() const { return ratio(right, right + wrong); }
std::optional<double> RelationTally::recall() const { return ratio(right, right + missed); }
std::optional<double> RelationTally::f1() const {
  return ratio(2 * right, 2 * right + wrong + missed);
}

Evaluation::Evaluation() {
  for (const auto* relation : {"1:1", "1:n", "n:1", "n:m", "all"}) relations[relation];
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].from = bounds[i];
    bins[i].to = bounds[i + 1];
  }
}

void Evaluation::add(const Evaluation& other) {
  for (const auto& [name, tally] : other.relations) {
    auto& sum = relations[name];
    sum.right += tally.right;
    sum.wrong += tally.wrong;
    sum.missed += tally.missed;
  }
  for (const auto& [name, tally] : other.families) {
    auto& sum = families[name];
    sum.pairs += tally.pairs;
    sum.found += tally.found;
    sum.alone += tally.alone;
    sum.left_alone += tally.left_alone;
  }
  doubtful += other.doubtful;
  doubtful_right += other.doubtful_right;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    bins[i].links += other.bins[i].links;
    bins[i].right += other.bins[i].right;
    bins[i].sum += other.bins[i].sum;
  }
}

Evaluation evaluate(const LayerLinks& layer, const std::vector<TruePair>& truth) {
  return Judge(layer, truth).run();
}

}  // namespace bdf::match
