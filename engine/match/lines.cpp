// SPDX-License-Identifier: MIT
#include "match/lines.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "match/alongside.h"
#include "match/correspondence.h"
#include "match/courses.h"
#include "match/network.h"

namespace bdf::match {

namespace {

constexpr double least_passed = 0.4;  ///< of what is near, that is passed: lines that cross do less
constexpr double reversed_worth = 0.8;   ///< two lines that run in opposite directions
constexpr double overhang_worth = 0.5;   ///< one that merely lies before or behind the other
constexpr double hopeless = 0.3;         ///< of the best one's score on both sides
constexpr std::size_t most_rivals = 16;  ///< that are as good as a pair that may still be chosen
constexpr double rival_overlap = 0.5;    ///< of the shorter stretch: both cannot hold
constexpr double minor_length = 7;       ///< times the noise: less in common is a seam

/// A part of a line that a pair speaks for.
struct Claim {
  double from, to;
  std::uint32_t pair;
};
using Claims = std::vector<std::vector<Claim>>;  ///< by shape

double share(double part, double whole) {
  return whole > 0 ? std::clamp(part / whole, 0.0, 1.0) : 1;
}

Stretch stretch(double from, double to, double length) {
  return length > 0 ? Stretch{share(from, length), share(to, length)} : Stretch{};
}

Reach reach_of(const GeometricOptions& options) {
  return {options.distance, options.step > 0 ? options.step : options.distance / 2};
}

class Lines {
 public:
  Lines(const Shapes& a, const Shapes& b, const Matching& how)
      : a_(a), b_(b), how_(how), options_(how.options), courses_a_(a), courses_b_(b) {
    for (const auto& pair : alongside(courses_a_, courses_b_, reach_of(options_), how.threads))
      if (runs_along(pair)) pairs_.push_back({pair, 0});
    nearness_ = nearness_for(options_, noise_of(correspondences()));
    for (auto& one : pairs_) one.score = score_of(one.pair);
  }

  GeometricMatches run() {
    drop_hopeless();
    auto pairs = correspondences();
    const auto rivals = conflicts();
    weigh_attributes(pairs, rivals, a_, b_, how_);
    auto choice = choose(pairs, rivals);
    if (!rivals.empty()) {
      weigh_neighbours(pairs, rivals, choice.chosen, Network(a_), Network(b_));
      choice = choose(std::move(pairs), rivals);
    }
    drop_seams(choice.chosen);
    for (auto* ones : {&choice.chosen, &choice.alternatives})
      for (auto& one : *ones) measure(one);
    auto matches = links_of(choice, a_, b_, how_, nearness_);
    matches.crowded_a =
        rows_of(a_, crowded(courses_a_, courses_b_, reach_of(options_), how_.threads));
    matches.crowded_b =
        rows_of(b_, crowded(courses_b_, courses_a_, reach_of(options_), how_.threads));
    return matches;
  }

 private:
  struct Scored {
    Alongside pair;
    double score = 0;
  };

  [[nodiscard]] bool runs_along(const Alongside& pair) const {
    const double slack = options_.distance / 2;
    if (!pair.beside && (share(pair.along_a, courses_a_.length(pair.a)) < main_share ||
                         share(pair.along_b, courses_b_.length(pair.b)) < main_share))
      return false;
    return pair.passed_a >= least_passed * pair.along_a - slack &&
           pair.passed_b >= least_passed * pair.along_b - slack;
  }

  [[nodiscard]] double score_of(const Alongside& pair) const {
    return std::max(std::min(pair.along_a, pair.along_b), options_.tolerance) *
           nearness_.of(pair.mean_distance) * (pair.reversed ? reversed_worth : 1) *
           (pair.beside ? 1 : overhang_worth);
  }

  /// What is far worse than another on both sides, such as the stretch in which two lines of a
  /// confluence are near one another; and what has very many rivals that are at least as good.
  void drop_hopeless() {
    std::vector<Rivals> of_a(pairs_.size());
    std::vector<Rivals> of_b(pairs_.size());
    count_rivals(claims(true), of_a);
    count_rivals(claims(false), of_b);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const bool overshadowed = of_a[i].far_better && of_b[i].far_better;
      if (!overshadowed && std::max(of_a[i].as_good, of_b[i].as_good) < most_rivals)
        pairs_[kept++] = pairs_[i];
    }
    pairs_.resize(kept);
  }

  struct Rivals {
    std::size_t as_good = 0;  ///< or better
    bool far_better = false;
  };

  void count_rivals(const Claims& claims, std::vector<Rivals>& rivals) const {
    const auto count = [&](std::uint32_t i, std::uint32_t other) {
      if (pairs_[other].score >= pairs_[i].score) ++rivals[i].as_good;
      if (pairs_[i].score < hopeless * pairs_[other].score) rivals[i].far_better = true;
    };
    for_each_rivals(claims, [&](std::uint32_t one, std::uint32_t other) {
      count(one, other);
      count(other, one);
    });
  }

  /// Costs no more than there are claims that share something.
  template <class Act>
  static void for_each_rivals(const Claims& claims, const Act& act) {
    for (const auto& ones : claims)
      for (auto one = ones.begin(); one != ones.end(); ++one)
        for (auto other = one + 1; other != ones.end() && other->from < one->to; ++other)
          if (are_rivals(*one, *other)) act(one->pair, other->pair);
  }

  static bool are_rivals(const Claim& one, const Claim& other) {
    const double common = std::min(one.to, other.to) - std::max(one.from, other.from);
    return common > rival_overlap * std::min(one.to - one.from, other.to - other.from);
  }

  [[nodiscard]] Claims claims(bool of_a) const {
    Claims claims(of_a ? a_.size() : b_.size());
    for (std::uint32_t i = 0; i < pairs_.size(); ++i) {
      const auto& pair = pairs_[i].pair;
      if (of_a)
        claims[pair.a].push_back({pair.from_a, pair.to_a, i});
      else
        claims[pair.b].push_back({pair.from_b, pair.to_b, i});
    }
    for (auto& ones : claims)
      std::sort(ones.begin(), ones.end(), [](const Claim& one, const Claim& other) {
        return std::pair(one.from, one.pair) < std::pair(other.from, other.pair);
      });
    return claims;
  }

  [[nodiscard]] Conflicts conflicts() const {
    Conflicts found;
    for (const bool of_a : {true, false})
      for_each_rivals(claims(of_a), [&](std::uint32_t one, std::uint32_t other) {
        found.push_back(std::minmax(one, other));
      });
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  [[nodiscard]] std::vector<Correspondence> correspondences() const {
    std::vector<Correspondence> found;
    for (const auto& [pair, score] : pairs_) {
      const double length_a = courses_a_.length(pair.a);
      const double length_b = courses_b_.length(pair.b);
      Correspondence one;
      one.a = pair.a;
      one.b = pair.b;
      one.score = score;
      one.share_a = share(pair.along_a, length_a);
      one.share_b = share(pair.along_b, length_b);
      one.on_a = stretch(pair.from_a, pair.to_a, length_a);
      one.on_b = stretch(pair.from_b, pair.to_b, length_b);
      one.reversed = pair.reversed;
      one.nearness = nearness_.of(pair.mean_distance);
      one.mean_distance = pair.mean_distance;
      one.greatest_distance = pair.greatest_distance;
      found.push_back(one);
    }
    return found;
  }

  /// What only speaks to people.
  void measure(Correspondence& one) const {
    const double length_a = courses_a_.length(one.a);
    const double length_b = courses_b_.length(one.b);
    const auto [less, more] = std::minmax(
        {(one.on_a.to - one.on_a.from) * length_a, (one.on_b.to - one.on_b.from) * length_b});
    if (more > 0) one.length_ratio = less / more;
    const auto chord_a = chord(courses_a_, one.a, one.on_a);
    const auto chord_b = chord(courses_b_, one.b, one.on_b);
    const double dot = chord_a.x * chord_b.x + chord_a.y * chord_b.y;
    const double cross = chord_a.x * chord_b.y - chord_a.y * chord_b.x;
    constexpr double degrees = 180 / std::numbers::pi;
    if (dot != 0 || cross != 0) one.angle = std::atan2(std::abs(cross), std::abs(dot)) * degrees;
  }

  static Point chord(const Courses& courses, std::uint32_t line, const Stretch& stretch) {
    const auto from = courses.at(line, stretch.from * courses.length(line));
    const auto to = courses.at(line, stretch.to * courses.length(line));
    return {to.x - from.x, to.y - from.y};
  }

  /// Little in common is what noise makes of a common end: where neither has most of itself in the
  /// other; and where a short one has, but slid along a line that both know better.
  void drop_seams(std::vector<Correspondence>& chosen) const {
    const double noise = noise_of(chosen);
    std::vector<double> most_a(a_.size(), 0);
    std::vector<double> most_b(b_.size(), 0);
    for (const auto& one : chosen) {
      most_a[one.a] = std::max(most_a[one.a], in_common(one));
      most_b[one.b] = std::max(most_b[one.b], in_common(one));
    }
    std::erase_if(chosen, [&](const Correspondence& one) {
      const double common = in_common(one);
      const bool little = common < minor_length * std::max(noise, one.mean_distance);
      const bool known_better = common < most_a[one.a] && common < most_b[one.b];
      const bool minor = std::max(one.share_a, one.share_b) < main_share;
      return (little && (minor || known_better)) ||
             (minor && std::min(one.share_a, one.share_b) < minor_share);
    });
  }

  [[nodiscard]] double in_common(const Correspondence& one) const {
    return std::min(one.share_a * courses_a_.length(one.a), one.share_b * courses_b_.length(one.b));
  }

  const Shapes& a_;
  const Shapes& b_;
  const Matching& how_;
  const GeometricOptions& options_;
  Courses courses_a_;
  Courses courses_b_;
  Nearness nearness_;
  std::vector<Scored> pairs_;
};

}  // namespace

GeometricMatches match_lines(const Shapes& a, const Shapes& b, const Matching& how) {
  return Lines(a, b, how).run();
}

}  // namespace bdf::match
