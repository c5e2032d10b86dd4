// SPDX-License-Identifier: MIT
#include "match/correspondence.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "match/candidates.h"

namespace bdf::match {

namespace {

constexpr double end_to_end = 0.6;  ///< share of both from which a pair tells of the noise
constexpr std::size_t fewest_for_noise = 8;
constexpr double most_of_it = 0.6;  ///< share from which one of each side is the same
constexpr double all_of_it = 0.95;  ///< share from which parts make up the whole
constexpr double all_but_rounding = 0.9999;
constexpr double disagreement_costs = 0.5;  ///< of the score, where nothing agrees
constexpr double as_good = -0.3;     ///< margin from which what was not chosen is an alternative
constexpr double a_tie = -1e-9;      ///< margin from which only the order has decided
constexpr double near_enough = 0.6;  ///< a nearness from which attributes need not speak
constexpr double half = 0.5;
constexpr double contradiction = 12;    ///< of log odds, at most half of it, where nothing agrees
constexpr double partial_costs = 0.05;  ///< of the confidence, where nearly nothing fits
constexpr double tail = 2;              ///< exponent of the likelihood's tail
constexpr double least_scale = 0.05;    ///< of the search distance
constexpr double greatest_scale = 0.5;
constexpr double search_reach = 1.5;  ///< times the search distance
constexpr double noise_reach = 5;     ///< and at least times the noise

bool comes_before(const Correspondence& one, const Correspondence& other) {
  return std::pair(one.a, one.b) < std::pair(other.a, other.b);
}

LinkedPair linked(const Correspondence& pair, const Shapes& a, const Shapes& b) {
  LinkedPair linked{a.rows[pair.a], b.rows[pair.b], pair.share_a,  pair.share_b,
                    pair.on_a,      pair.on_b,      pair.reversed, {}};
  const auto add = [&](Measure measure, std::optional<double> value) {
    if (value) linked.evidence.push_back({measure, *value});
  };
  add(Measure::mean_distance, pair.mean_distance);
  add(Measure::greatest_distance, pair.greatest_distance);
  add(Measure::length_ratio, pair.length_ratio);
  add(Measure::angle, pair.angle);
  add(Measure::common_area, pair.common_area);
  add(Measure::attributes, pair.agreement);
  add(Measure::neighbours, pair.neighbours);
  add(Measure::margin, std::max(pair.margin, 0.0));
  return linked;
}

/// Builds the link of each component of some pairs.
class Grouping {
 public:
  Grouping(std::vector<Correspondence> pairs, const Shapes& a, const Shapes& b)
      : pairs_(std::move(pairs)), a_(a), b_(b) {
    std::sort(pairs_.begin(), pairs_.end(), comes_before);
  }

  template <class Make>
  std::vector<Link> links(Make&& make) const {
    std::vector<Candidate> candidates;
    candidates.reserve(pairs_.size());
    for (const auto& pair : pairs_) candidates.push_back({pair.a, pair.b, true, true});
    std::vector<Link> links;
    for (const auto& component : components_of(candidates, a_.size(), b_.size()))
      links.push_back(make(link_of(component), pairs_of(component)));
    return links;
  }

 private:
  [[nodiscard]] std::vector<const Correspondence*> pairs_of(const Component& component) const {
    std::vector<const Correspondence*> found;
    for (const auto& candidate : component.candidates) {
      const auto at = std::lower_bound(pairs_.begin(), pairs_.end(), candidate,
                                       [](const Correspondence& pair, const Candidate& c) {
                                         return std::pair(pair.a, pair.b) < std::pair(c.a, c.b);
                                       });
      found.push_back(&*at);
    }
    return found;
  }

  [[nodiscard]] Link link_of(const Component& component) const {
    Link link;
    double size_a = 0, size_b = 0, common_a = 0, common_b = 0;
    for (const auto i : component.a) {
      link.a.push_back(a_.rows[i]);
      size_a += a_.sizes[i];
    }
    for (const auto i : component.b) {
      link.b.push_back(b_.rows[i]);
      size_b += b_.sizes[i];
    }
    for (const auto* pair : pairs_of(component)) {
      link.pairs.push_back(linked(*pair, a_, b_));
      common_a += pair->share_a * a_.sizes[pair->a];
      common_b += pair->share_b * b_.sizes[pair->b];
    }
    link.reversed = std::all_of(link.pairs.begin(), link.pairs.end(),
                                [](const LinkedPair& pair) { return pair.reversed; });
    link.share_a = size_a > 0 ? std::min(1.0, common_a / size_a) : 1;
    link.share_b = size_b > 0 ? std::min(1.0, common_b / size_b) : 1;
    return link;
  }

  std::vector<Correspondence> pairs_;
  const Shapes& a_;
  const Shapes& b_;
};

/// What is in common is all of it, within the tolerance.
bool is_exact(const std::vector<const Correspondence*>& pairs, double share, double tolerance) {
  if (pairs.size() > 1 && pairs.front()->common_area) return share >= all_but_rounding;
  return std::all_of(pairs.begin(), pairs.end(), [&](const Correspondence* pair) {
    return pair->greatest_distance <= tolerance;
  });
}

LinkReason reason_of(const Link& link, const std::vector<const Correspondence*>& pairs,
                     double tolerance) {
  const double share = std::min(link.share_a, link.share_b);
  const bool exact = is_exact(pairs, share, tolerance);
  if (pairs.size() == 1) {
    if (share < most_of_it) return LinkReason::in_part;
    return exact && share >= all_of_it ? LinkReason::same_geometry : LinkReason::same_course;
  }
  if (share < all_of_it) return LinkReason::in_part;
  return exact ? LinkReason::pieces : LinkReason::pieces_nearby;
}

bool is_undisputed(const std::vector<const Correspondence*>& pairs) {
  return std::all_of(pairs.begin(), pairs.end(),
                     [](const Correspondence* pair) { return pair->margin >= 1; });
}

/// Whether it lies so far off, or so little of it fits, that what it carries has a say.
bool must_speak(const Correspondence& pair) {
  return pair.nearness < near_enough || std::min(pair.share_a, pair.share_b) < most_of_it;
}

/// What the features carry, where they lie so far off that it must speak.
void ask_attributes(std::vector<Correspondence>& pairs, const Shapes& a, const Shapes& b,
                    const Matching& how) {
  if (!how.agreement) return;
  parallel_for_each(pairs.size(), how.threads, [&](std::size_t i) {
    auto& pair = pairs[i];
    if (!pair.agreement && must_speak(pair))
      pair.agreement = how.agreement(a.rows[pair.a], b.rows[pair.b]);
  });
}

/// What is near is the same whatever it is called now; what is not so near must carry the same.
double less_by_attributes(double confidence, const Correspondence& pair) {
  if (!pair.agreement || *pair.agreement >= half || !must_speak(pair)) return confidence;
  const double against = contradiction * (half - *pair.agreement);
  return 1 / (1 + (1 / confidence - 1) * std::exp(against));
}

/// Less where only a part of both fits, and where what they carry speaks against it.
double confidence_of(const Link& link, const std::vector<const Correspondence*>& pairs,
                     const Nearness& nearness) {
  double sure = 1;
  for (const auto* pair : pairs)
    sure = std::min(sure,
                    less_by_attributes(nearness.confidence(pair->nearness, pair->margin), *pair));
  const double fits = std::min(link.share_a, link.share_b);
  return sure * (1 - partial_costs * (1 - fits) * (1 - fits));
}

}  // namespace

Choice choose(std::vector<Correspondence> pairs, const Conflicts& conflicts) {
  std::vector<double> scores;
  scores.reserve(pairs.size());
  for (const auto& pair : pairs) scores.push_back(pair.score);
  const auto selection = select(scores, conflicts);
  Choice choice;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i].margin = selection.margin[i];
    if (selection.chosen[i])
      choice.chosen.push_back(pairs[i]);
    else if (selection.margin[i] > as_good)
      choice.alternatives.push_back(pairs[i]);
  }
  return choice;
}

void weigh_attributes(std::vector<Correspondence>& pairs, const Conflicts& conflicts,
                      const Shapes& a, const Shapes& b, const Matching& how) {
  if (!how.agreement) return;
  const auto in_conflict = disputed(pairs.size(), conflicts);
  parallel_for_each(pairs.size(), how.threads, [&](std::size_t i) {
    auto& pair = pairs[i];
    if (!in_conflict[i]) return;
    pair.agreement = how.agreement(a.rows[pair.a], b.rows[pair.b]);
    if (pair.agreement) pair.score *= 1 - disagreement_costs * (1 - *pair.agreement);
  });
}

double noise_of(const std::vector<Correspondence>& pairs) {
  std::vector<double> distances;
  for (const auto& pair : pairs)
    if (std::min(pair.share_a, pair.share_b) >= end_to_end) distances.push_back(pair.mean_distance);
  if (distances.size() < fewest_for_noise) return 0;
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  return *middle;
}

double Nearness::of(double distance) const {
  const auto log_odds = [&](double d) { return std::log1p(d / scale * (d / scale)); };
  return std::clamp(1 - log_odds(distance) / log_odds(reach), 0.0, 1.0);
}

double Nearness::confidence(double nearness, double margin) const {
  const double range = tail * std::log1p(reach / scale * (reach / scale));
  const double undisputed = margin * margin * margin * margin;
  return 1 / (1 + std::exp(-range * nearness * margin * (1 + undisputed)));
}

Nearness nearness_for(const GeometricOptions& options, double noise) {
  return {std::max(search_reach * options.distance, noise_reach * noise),
          std::clamp(noise, least_scale * options.distance, greatest_scale * options.distance)};
}

GeometricMatches links_of(const Choice& choice, const Shapes& a, const Shapes& b,
                          const Matching& how, const Nearness& nearness) {
  const auto& options = how.options;
  auto pairs = choice.chosen;
  ask_attributes(pairs, a, b, how);
  for (const auto& pair : choice.alternatives)
    if (std::max(pair.share_a, pair.share_b) >= main_share || pair.margin > a_tie)
      pairs.push_back(pair);
  GeometricMatches matches;
  const auto links = Grouping(std::move(pairs), a, b).links([&](Link link, const auto& members) {
    link.reason = reason_of(link, members, options.tolerance);
    const bool exact =
        link.reason == LinkReason::same_geometry || link.reason == LinkReason::pieces;
    link.confidence = exact && is_undisputed(members) ? 1 : confidence_of(link, members, nearness);
    return link;
  });
  for (auto link : links) {
    if (link.confidence >= options.confidence) {
      matches.accepted.push_back(std::move(link));
    } else {
      link.reason = LinkReason::several_alike;
      matches.doubtful.push_back(std::move(link));
    }
  }
  return matches;
}

}  // namespace bdf::match
