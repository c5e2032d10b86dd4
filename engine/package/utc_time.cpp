// SPDX-License-Identifier: MIT
#include "package/utc_time.h"

#include <chrono>
#include <string>

#include "base/error.h"
#include "base/message.h"

namespace bdf::package {

namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw InputError(msg("“{}” is no time as in 2026-11-24T01:09:08Z", text));
}

/// Whether the text has the form, with digits where it has a 0.
bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
  return true;
}

}  // namespace

UtcTime utc_time_of(std::string_view text) {
  if (!has_form(text, "0000-00-00T00:00:00Z")) refuse(text);
  const auto number = [&](std::size_t at, std::size_t size) {
    return static_cast<unsigned>(std::stoul(std::string(text.substr(at, size))));
  };
  UtcTime time{static_cast<int>(number(0, 4)),
               number(5, 2),
               number(8, 2),
               number(11, 2),
               number(14, 2),
               number(17, 2)};
  const std::chrono::year_month_day date{
      std::chrono::year(time.year), std::chrono::month(time.month), std::chrono::day(time.day)};
  if (!date.ok() || time.hour > 23 || time.minute > 59 || time.second > 59) refuse(text);
  const auto days = std::chrono::sys_days(date).time_since_epoch().count();
  time.since_1970 = ((std::int64_t{days} * 24 + time.hour) * 60 + time.minute) * 60 + time.second;
  return time;
}

}  // namespace bdf::package
