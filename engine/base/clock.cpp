// SPDX-License-Identifier: MIT
#include "base/clock.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <optional>

#include "base/error.h"
#include "base/message.h"

namespace bdf {

namespace {

using Seconds = std::int64_t;  // since 1970-01-01T00:00:00Z

// Years 0000 to 9999: the forms of ISO 8601 know no other.
constexpr Seconds first_second = -62'167'219'200;
constexpr Seconds last_second = 253'402'300'799;

std::optional<Seconds> parse_seconds(std::string_view text) {
  Seconds seconds = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, seconds);
  if (error != std::errc() || rest != end) return std::nullopt;
  return seconds;
}

bool is_a_day(const std::tm& time) {
  return std::chrono::year_month_day(std::chrono::year(time.tm_year + 1900),
                                     std::chrono::month(static_cast<unsigned>(time.tm_mon + 1)),
                                     std::chrono::day(static_cast<unsigned>(time.tm_mday)))
      .ok();
}

std::optional<Seconds> parse_iso(const std::string& text) {
  for (const char* form : {"%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"}) {
    std::tm time{};
    const char* rest = strptime(text.c_str(), form, &time);
    if (rest == nullptr || *rest != '\0' || !is_a_day(time)) continue;
    const long offset = time.tm_gmtoff;  // timegm sets it to zero
    return timegm(&time) - offset;
  }
  return std::nullopt;
}

std::optional<Seconds> parse(const std::string& text) {
  const auto seconds = parse_seconds(text);
  const auto time = seconds ? seconds : parse_iso(text);
  if (time && (*time < first_second || *time > last_second)) return std::nullopt;
  return time;
}

std::string written(Seconds seconds) {
  using std::chrono::days;
  const std::chrono::sys_seconds time{std::chrono::seconds(seconds)};
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

std::optional<std::string> said_time(std::string_view now) {
  if (!now.empty()) {
    const auto time = parse(std::string(now));
    if (time) return written(*time);
    throw UsageError(msg("“{}” is not a time: write it as 2026-11-24T01:09:08Z", now));
  }
  const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
  if (epoch != nullptr && *epoch != '\0') {
    const auto time = parse(epoch);
    if (time) return written(*time);
    throw UsageError(msg("SOURCE_DATE_EPOCH is “{}”, which is not a number of seconds", epoch));
  }
  return std::nullopt;
}

std::string time_of_run(std::string_view now) {
  const auto said = said_time(now);
  return said ? *said : written(std::time(nullptr));
}

}  // namespace bdf
