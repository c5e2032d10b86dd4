// SPDX-License-Identifier: MIT
#include "package/two_languages.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace bdf::package {

namespace {

struct Month {
  std::string_view fr, en;
};

constexpr std::array<Month, 12> months{{{"janvier", "January"},
                                        {"février", "February"},
                                        {"mars", "March"},
                                        {"avril", "April"},
                                        {"mai", "May"},
                                        {"juin", "June"},
                                        {"juillet", "July"},
                                        {"août", "August"},
                                        {"septembre", "September"},
                                        {"octobre", "October"},
                                        {"novembre", "November"},
                                        {"décembre", "December"}}};

std::optional<unsigned> digits(std::string_view text) {
  unsigned number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

std::string_view code_of(Language language) { return language == Language::fr ? "fr" : "en"; }

std::string in(Language language, const Wording& wording) {
  return language == Language::fr ? wording.fr : wording.en;
}

std::string number_in(Language language, std::uint64_t number) {
  const auto plain = fmt::format("{}", number);
  const std::string separator = language == Language::fr ? "\u202f" : ",";
  std::string text;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (i > 0 && (plain.size() - i) % 3 == 0) text += separator;
    text += plain[i];
  }
  return text;
}

std::string decimal_in(Language language, double number, int decimals) {
  auto text = fmt::format("{:.{}f}", number, decimals);
  if (language == Language::fr) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string share_in(Language language, std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "–";
  // What is not all, or not nothing, does not look so.
  const double share = 100 * static_cast<double>(part) / static_cast<double>(whole);
  const double shown = part == whole || part == 0 ? share : std::clamp(share, 0.1, 99.9);
  const bool round = part == whole || part == 0;
  return decimal_in(language, shown, round ? 0 : 1) + (language == Language::fr ? "\u00a0%" : "%");
}

std::string date_in(Language language, const std::string& date) {
  constexpr std::size_t length = 10;
  if (date.size() != length || date[4] != '-' || date[7] != '-') return date;
  const auto month = digits(std::string_view(date).substr(5, 2));
  const auto day = digits(std::string_view(date).substr(8));
  if (!digits(std::string_view(date).substr(0, 4)) || !month || !day) return date;
  if (*month < 1 || *month > months.size()) return date;
  const auto& name = months.at(*month - 1);
  const bool french = language == Language::fr;
  return fmt::format("{}{} {} {}", *day, french && *day == 1 ? "er" : "",
                     french ? name.fr : name.en, date.substr(0, 4));
}

std::string counted_in(Language language, std::uint64_t number, const Wording& one,
                       const Wording& many) {
  const bool single = language == Language::fr ? number < 2 : number == 1;
  return number_in(language, number) + "\u00a0" + in(language, single ? one : many);
}

}  // namespace bdf::package
