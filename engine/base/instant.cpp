// SPDX-License-Identifier: MIT
#include "base/instant.h"

#include <algorithm>
#include <chrono>

namespace bdf {

namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }

/// Whether the text has the form, with digits where it has a 0.
bool has_form(std::string_view text, std::string_view form) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char has, char needed) {
    return needed == '0' ? is_digit(has) : has == needed;
  });
}

unsigned number(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

/// Seconds since 1970 at the beginning of the day.
std::optional<std::int64_t> day_of(std::string_view text) {
  if (!has_form(text, "0000-00-00")) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(static_cast<int>(number(text.substr(0, 4)))),
      std::chrono::month(number(text.substr(5, 2))), std::chrono::day(number(text.substr(8, 2)))};
  if (!date.ok()) return std::nullopt;
  return std::int64_t{std::chrono::sys_days(date).time_since_epoch().count()} * 24 * 60 * 60;
}

/// Seconds since midnight. 24:00:00 is the midnight after.
std::optional<std::int64_t> clock_of(std::string_view text) {
  if (!has_form(text, "00:00:00")) return std::nullopt;
  const auto hour = number(text.substr(0, 2));
  const auto minute = number(text.substr(3, 2));
  const auto second = number(text.substr(6, 2));
  const bool end_of_day = hour == 24 && minute == 0 && second == 0;
  if ((hour > 23 && !end_of_day) || minute > 59 || second > 59) return std::nullopt;
  return (std::int64_t{hour} * 60 + minute) * 60 + second;
}

/// By how many seconds the zone is ahead of UTC.
std::optional<std::int64_t> zone_of(std::string_view text) {
  if (text == "Z") return 0;
  if (!has_form(text, "+00:00") && !has_form(text, "-00:00")) return std::nullopt;
  const auto minutes = number(text.substr(1, 2)) * 60 + number(text.substr(4, 2));
  if (number(text.substr(4, 2)) > 59 || minutes > 14 * 60) return std::nullopt;
  return (text.front() == '-' ? -1 : 1) * std::int64_t{minutes} * 60;
}

/// `digits` behind the point of the seconds.
std::int32_t nanoseconds_of(std::string_view digits) {
  std::int32_t value = 0;
  for (std::size_t i = 0; i < 9; ++i)
    value = value * 10 + (i < digits.size() ? digits[i] - '0' : 0);
  return value;
}

}  // namespace

std::optional<Instant> instant_of(std::string_view text) {
  constexpr std::size_t date_size = 10;
  constexpr std::size_t size = 19;
  if (text.size() <= size || text[date_size] != 'T') return std::nullopt;
  const auto day = day_of(text.substr(0, date_size));
  const auto clock = clock_of(text.substr(date_size + 1, size - date_size - 1));
  auto rest = text.substr(size);
  std::string_view fraction;
  if (rest.front() == '.') {
    const auto* const end = std::find_if_not(rest.begin() + 1, rest.end(), is_digit);
    fraction = rest.substr(1, static_cast<std::size_t>(end - rest.begin()) - 1);
    if (fraction.empty()) return std::nullopt;
    rest.remove_prefix(fraction.size() + 1);
  }
  const auto zone = zone_of(rest);
  if (!day || !clock || !zone) return std::nullopt;
  constexpr std::int64_t whole_day = std::int64_t{24} * 60 * 60;
  if (*clock == whole_day && fraction.find_first_not_of('0') != std::string_view::npos)
    return std::nullopt;
  return Instant{*day + *clock - *zone, nanoseconds_of(fraction)};
}

}  // namespace bdf
