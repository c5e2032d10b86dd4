// SPDX-License-Identifier: MIT
#include "nightly/time_window.h"

#include <fmt/chrono.h>

#include <ctime>

#include "base/instant.h"

namespace bdf::nightly {

namespace {

using System = std::chrono::system_clock;
using Steady = std::chrono::steady_clock;

/// The calendar's next day may have 23 or 25 hours.
System::time_point next_at(int minutes, System::time_point now) {
  constexpr int an_hour = 60;
  const auto seconds = System::to_time_t(now);
  std::tm local{};
  localtime_r(&seconds, &local);
  local.tm_hour = minutes / an_hour;
  local.tm_min = minutes % an_hour;
  local.tm_sec = 0;
  local.tm_isdst = -1;
  auto end = System::from_time_t(std::mktime(&local));
  if (end > now) return end;
  local.tm_mday += 1;
  local.tm_hour = minutes / an_hour;
  local.tm_min = minutes % an_hour;
  local.tm_isdst = -1;
  return System::from_time_t(std::mktime(&local));
}

}  // namespace

TimeWindow::TimeWindow(std::optional<int> until) : last_(Steady::time_point::max()) {
  if (until) *this = TimeWindow(next_at(*until, System::now()));
}

TimeWindow::TimeWindow(System::time_point end)
    : end_(end),
      last_(Steady::now() + std::chrono::duration_cast<Steady::duration>(end - System::now())) {}

bool TimeWindow::is_over() const {
  return end_ && (System::now() >= *end_ || Steady::now() >= last_);
}

std::string days_before(const std::string& time, int days) {
  constexpr std::time_t seconds_a_day = 86400;
  const auto instant = instant_of(time);
  const auto earlier = (instant ? instant->seconds : 0) - days * seconds_a_day;
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(earlier)));
}

}  // namespace bdf::nightly
