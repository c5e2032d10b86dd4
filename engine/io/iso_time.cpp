// SPDX-License-Identifier: MIT
#include "io/iso_time.h"

#include <chrono>

namespace bdf::io {

namespace {

constexpr int minutes_an_hour = 60;

/// Reads a text from its front.
class Reading {
 public:
  explicit Reading(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] std::optional<int> number(std::size_t digits) {
    if (rest_.size() < digits) return std::nullopt;
    int number = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return number;
  }

 private:
  std::string_view rest_;
};

std::optional<IsoDate> read_date(Reading& text) {
  const auto year = text.number(4);
  if (!year || !text.take('-')) return std::nullopt;
  const auto month = text.number(2);
  if (!month || !text.take('-')) return std::nullopt;
  const auto day = text.number(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return IsoDate{*year, *month, *day};
}

/// False where there is a fraction that is none.
bool read_fraction(Reading& text, int& nanoseconds) {
  if (!text.take('.')) return true;
  int unit = 100'000'000;
  bool any = false;
  for (auto digit = text.number(1); digit; digit = text.number(1)) {
    if (unit == 0) return false;
    nanoseconds += *digit * unit;
    unit /= 10;
    any = true;
  }
  return any;
}

/// False where there is a zone that is none.
bool read_zone(Reading& text, std::optional<int>& zone) {
  if (text.at_end()) return true;
  if (text.take('Z')) {
    zone = 0;
    return true;
  }
  const bool west = text.take('-');
  if (!west && !text.take('+')) return false;
  const auto hours = text.number(2);
  if (!hours || *hours > 15) return false;
  int minutes = 0;
  if (!text.at_end()) {
    text.take(':');
    const auto read = text.number(2);
    if (!read || *read >= minutes_an_hour) return false;
    minutes = *read;
  }
  zone = (west ? -1 : 1) * (*hours * minutes_an_hour + minutes);
  return true;
}

bool read_clock(Reading& text, IsoTime& time) {
  const auto hour = text.number(2);
  if (!hour || *hour > 23 || !text.take(':')) return false;
  const auto minute = text.number(2);
  if (!minute || *minute > 59) return false;
  time.hour = *hour;
  time.minute = *minute;
  if (!text.take(':')) return true;
  const auto second = text.number(2);
  if (!second || *second > 59) return false;
  time.second = *second;
  return read_fraction(text, time.nanoseconds);
}

}  // namespace

std::pair<std::int64_t, int> IsoTime::instant() const {
  const std::chrono::sys_days days = std::chrono::year_month_day{
      std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
      std::chrono::day(static_cast<unsigned>(date.day))};
  const auto minutes =
      (std::int64_t{days.time_since_epoch().count()} * 24 + hour) * minutes_an_hour + minute -
      zone.value_or(0);
  return {minutes * minutes_an_hour + second, nanoseconds};
}

std::optional<IsoDate> iso_date_of(std::string_view text) {
  Reading reading(text);
  const auto date = read_date(reading);
  return date && reading.at_end() ? date : std::nullopt;
}

std::optional<IsoTime> iso_time_of(std::string_view text) {
  Reading reading(text);
  const auto date = read_date(reading);
  if (!date || (!reading.take('T') && !reading.take(' '))) return std::nullopt;
  IsoTime time;
  time.date = *date;
  if (!read_clock(reading, time) || !read_zone(reading, time.zone) || !reading.at_end())
    return std::nullopt;
  return time;
}

}  // namespace bdf::io
