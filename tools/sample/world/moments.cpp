// SPDX-License-Identifier: MIT
#include "world/moments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "base/error.h"

namespace bdf::sample {

namespace {

namespace ch = std::chrono;

int digits_of(const std::string& day, std::size_t at, std::size_t count) {
  int number = 0;
  if (day.size() == 10) std::from_chars(day.data() + at, day.data() + at + count, number);
  return number;
}

ch::sys_days day_of(const std::string& text) {
  const ch::year_month_day day(ch::year(digits_of(text, 0, 4)),
                               ch::month(static_cast<unsigned>(digits_of(text, 5, 2))),
                               ch::day(static_cast<unsigned>(digits_of(text, 8, 2))));
  if (!day.ok()) throw InputError("attributes.yaml: " + text + " is no day, as 2019-03-04 is");
  return day;
}

/// In the hours in which people work.
std::string moment_in(const Period& period, Random& random) {
  const auto first = day_of(period.from);
  const int days = static_cast<int>((day_of(period.to) - first).count());
  const ch::year_month_day day(first + ch::days(random.whole(0, days)));
  const int second = random.whole(7 * 3600, 19 * 3600 - 1);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.000Z", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                     second / 3600, second / 60 % 60, second % 60);
}

std::vector<std::pair<std::string, double>> moments_of(const std::vector<Period>& periods,
                                                       Random& random) {
  std::vector<std::pair<std::string, double>> moments;
  for (const auto& period : periods)
    for (int i = 0; i < period.moments; ++i)
      moments.emplace_back(moment_in(period, random), period.share / period.moments);
  std::sort(moments.begin(), moments.end());
  return moments;
}

}  // namespace

Moments::Moments(const std::vector<Period>& periods, const std::string& edition, Random random) {
  double sum = 0;
  for (auto& [text, share] : moments_of(periods, random)) {
    texts_.push_back(std::move(text));
    shares_.push_back(sum += share);
  }
  for (auto& share : shares_) share /= sum;
  end_ = until(edition + "T~");
  if (end_ == 0) throw InputError("attributes.yaml: all moments are after " + edition);
}

std::size_t Moments::at(double share) const {
  const auto found = std::upper_bound(shares_.begin(), shares_.end(), share);
  return std::min(static_cast<std::size_t>(found - shares_.begin()), shares_.size() - 1);
}

std::size_t Moments::until(std::string_view moment) const {
  return static_cast<std::size_t>(std::upper_bound(texts_.begin(), texts_.end(), moment) -
                                  texts_.begin());
}

std::string_view Moments::pick(Random& random, std::size_t first, std::size_t end) const {
  if (first >= end) return "";
  const auto any = at(random.uniform());
  if (any >= first && any < end) return texts_[any];
  const double low = first == 0 ? 0 : shares_[first - 1];
  return texts_[std::clamp(at(random.between(low, shares_[end - 1])), first, end - 1)];
}

std::string_view Moments::draw(Random& random, std::string_view latest) const {
  return pick(random, 0, latest == "~" ? end_ : std::min(end_, until(latest)));
}

std::string_view Moments::draw_after(Random& random, std::string_view earliest) const {
  return pick(random, until(earliest), end_);
}

}  // namespace bdf::sample
