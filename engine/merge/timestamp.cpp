// SPDX-License-Identifier: MIT
#include "merge/timestamp.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>

namespace bdf::merge {

namespace {

using std::chrono::sys_days;

/// Reads forward through a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<int> digits(std::size_t count) {
    int number = 0;
    if (rest_.size() < count) return std::nullopt;
    const auto* const end = rest_.data() + count;
    const auto result = std::from_chars(rest_.data(), end, number);
    if (result.ec != std::errc() || result.ptr != end || rest_[0] == '-') return std::nullopt;
    rest_.remove_prefix(count);
    return number;
  }
  bool any_of(std::string_view characters) {
    if (rest_.empty() || characters.find(rest_[0]) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  [[nodiscard]] bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<sys_days> read_day(Reader& reader) {
  const auto year = reader.digits(4);
  reader.any_of("-/");
  const auto month = reader.digits(2);
  reader.any_of("-/");
  const auto day = reader.digits(2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return sys_days{date};
}

/// Microseconds of a fraction of any length; digits past the sixth are dropped.
std::int64_t read_fraction(Reader& reader) {
  std::int64_t value = 0;
  std::int64_t unit = 100'000;
  while (const auto digit = reader.digits(1)) {
    value += *digit * unit;
    unit /= 10;
  }
  return value;
}

std::optional<std::int64_t> read_time_of_day(Reader& reader) {
  const auto hour = reader.digits(2);
  if (!hour || !reader.any_of(":")) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute) return std::nullopt;
  std::int64_t second = 0;
  std::int64_t fraction = 0;
  if (reader.any_of(":")) {
    const auto read = reader.digits(2);
    if (!read) return std::nullopt;
    second = *read;
    if (reader.any_of(".,")) fraction = read_fraction(reader);
  }
  if (*hour > 24 || *minute > 59 || second > 60) return std::nullopt;
  return ((*hour * 60LL + *minute) * 60 + second) * 1'000'000 + fraction;
}

/// Minutes east of UTC.
std::optional<int> read_offset(Reader& reader) {
  reader.any_of(" ");
  if (reader.done() || reader.any_of("Zz")) return reader.done() ? std::optional(0) : std::nullopt;
  const bool east = reader.any_of("+");
  if (!east && !reader.any_of("-")) return std::nullopt;
  const auto hours = reader.digits(2);
  if (!hours) return std::nullopt;
  reader.any_of(":");
  const auto minutes = reader.done() ? std::optional(0) : reader.digits(2);
  if (!minutes || !reader.done()) return std::nullopt;
  return (east ? 1 : -1) * (*hours * 60 + *minutes);
}

std::string day_text(sys_days day) {
  const std::chrono::year_month_day date{day};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

}  // namespace

std::optional<std::string> day_of(std::string_view text) {
  Reader reader(text);
  const auto day = read_day(reader);
  if (!day) return std::nullopt;
  if (!reader.done() && !reader.any_of("Tt ")) return std::nullopt;
  return day_text(*day);
}

std::optional<std::string> utc_of(std::string_view text) {
  Reader reader(text);
  const auto day = read_day(reader);
  if (!day) return std::nullopt;
  std::int64_t microseconds = 0;
  if (!reader.done()) {
    if (!reader.any_of("Tt ")) return std::nullopt;
    const auto time = read_time_of_day(reader);
    const auto offset = time ? read_offset(reader) : std::nullopt;
    if (!offset) return std::nullopt;
    microseconds = *time - *offset * 60LL * 1'000'000;
  }
  const auto instant = *day + std::chrono::microseconds{microseconds};
  const auto midnight = std::chrono::floor<std::chrono::days>(instant);
  const std::int64_t rest = (instant - midnight).count();
  char clock[48];
  std::snprintf(clock, sizeof clock, "T%02d:%02d:%02d.%06dZ",
                static_cast<int>(rest / 3'600'000'000), static_cast<int>(rest / 60'000'000 % 60),
                static_cast<int>(rest / 1'000'000 % 60), static_cast<int>(rest % 1'000'000));
  return day_text(midnight) + clock;
}

bool has_fraction(std::string_view text) {
  const auto time = text.find(':');
  return time != std::string_view::npos && text.find_first_of(".,", time) != std::string_view::npos;
}

}  // namespace bdf::merge
