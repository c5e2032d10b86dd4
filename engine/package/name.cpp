// SPDX-License-Identifier: MIT
#include "package/name.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/message.h"
#include "package/safe_path.h"

namespace bdf::package {

namespace {

constexpr std::string_view differential_ending = "-DIFF";
constexpr unsigned greatest_version = 999;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool are_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

/// Capitals and digits, joined by single hyphens.
bool is_word(std::string_view text) {
  bool after_hyphen = true;
  for (const char c : text) {
    if (c == '-' ? after_hyphen : !is_digit(c) && !is_capital(c)) return false;
    after_hyphen = c == '-';
  }
  return !after_hyphen;
}

bool is_departement(std::string_view code) {
  return code.size() == 3 && (are_digits(code) || code == "02A" || code == "02B");
}

bool is_territory(std::string_view text) {
  if (text.size() == 4 && text[0] == 'D') return is_departement(text.substr(1));
  if (text.size() != 3) return false;
  return (text[0] == 'R' && are_digits(text.substr(1))) ||
         std::all_of(text.begin(), text.end(), is_capital);
}

/// One part of a name, told about by its title.
void check(bool holds, const std::string& title, std::string_view part, const std::string& what) {
  if (!holds)
    throw InputError(
        msg("name of a package: the {} is “{}”; it must be {}", title, printable(part), what));
}

void check_word(std::string_view word, const std::string& title) {
  check(is_word(word), title, word, msg("capitals and digits, with single hyphens between them"));
}

void check_date(const std::chrono::year_month_day& date, std::string_view text) {
  const auto year = static_cast<int>(date.year());
  check(date.ok() && year >= 1000 && year <= 9999, msg("date"), text,
        msg("a day of the calendar, as in 2026-12-15"));
}

void check(const PackageName& name, const std::string& date) {
  check_word(name.product, msg("product"));
  check(!name.product.ends_with(differential_ending), msg("product"), name.product,
        msg("named without -DIFF"));
  check(std::max(name.major_version, name.minor_version) <= greatest_version, msg("version"),
        fmt::format("{}-{}", name.major_version, name.minor_version), msg("as in 3-5"));
  if (!name.pack.empty()) check_word(name.pack, msg("theme"));
  check_word(name.format, msg("format"));
  check_word(name.crs, msg("coordinate system"));
  check(is_territory(name.territory), msg("territory"), name.territory,
        msg("as in D038, D02A, R84 or FXX"));
  check_date(name.date, date);
}

std::string date_text(const std::chrono::year_month_day& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

unsigned number_in(std::string_view digits) {
  unsigned number = 0;
  for (const char c : digits) number = number * 10 + static_cast<unsigned>(c - '0');
  return number;
}

/// Up to three digits, with no zero before them.
bool is_version_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 && are_digits(text) &&
         (text.size() == 1 || text[0] != '0');
}

void read_version(std::string_view text, PackageName& name) {
  const auto hyphen = text.find('-');
  const bool is_pair = hyphen != std::string_view::npos;
  const auto major_part = text.substr(0, hyphen);
  const auto minor_part = is_pair ? text.substr(hyphen + 1) : std::string_view();
  check(is_version_number(major_part) && is_version_number(minor_part), msg("version"), text,
        msg("as in 3-5"));
  name.major_version = number_in(major_part);
  name.minor_version = number_in(minor_part);
}

std::chrono::year_month_day date_in(std::string_view text) {
  const bool has_form = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                        are_digits(text.substr(0, 4)) && are_digits(text.substr(5, 2)) &&
                        are_digits(text.substr(8));
  if (!has_form) return {};
  return {std::chrono::year(static_cast<int>(number_in(text.substr(0, 4)))),
          std::chrono::month(number_in(text.substr(5, 2))),
          std::chrono::day(number_in(text.substr(8)))};
}

constexpr std::size_t parts_of_a_name = 7;

std::array<std::string_view, parts_of_a_name> parts_of(std::string_view text) {
  std::array<std::string_view, parts_of_a_name> parts;
  if (std::count(text.begin(), text.end(), '_') != parts_of_a_name - 1)
    throw InputError(
        msg("“{}” is no name of a package, such as "
            "BDTOPO_3-5_TOUSTHEMES_GPKG_LAMB93_D032_2026-06-15",
            printable(text)));
  for (auto& part : parts) {
    const auto end = std::min(text.find('_'), text.size());
    part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

std::string to_text(const PackageName& name) {
  const auto date = date_text(name.date);
  check(name, date);
  return fmt::format("{}{}_{}-{}_{}_{}_{}_{}_{}", name.product,
                     name.is_differential ? differential_ending : "", name.major_version,
                     name.minor_version, name.pack, name.format, name.crs, name.territory, date);
}

PackageName package_name_of(std::string_view text) {
  const auto [product, version, pack, format, crs, territory, date] = parts_of(text);
  PackageName name;
  name.product = product;
  name.is_differential = product.ends_with(differential_ending);
  if (name.is_differential) name.product.resize(name.product.size() - differential_ending.size());
  read_version(version, name);
  name.pack = pack;
  name.format = format;
  name.crs = crs;
  name.territory = territory;
  name.date = date_in(date);
  check(name, std::string(date));
  return name;
}

std::string territory_in_names(std::string_view code) {
  std::string departement(code);
  if (departement.starts_with('D')) departement.erase(0, 1);
  while (!departement.empty() && departement.size() < 3) departement.insert(0, 1, '0');
  if (is_departement(departement)) return "D" + departement;
  check(is_territory(code), msg("territory"), code, msg("as in D038, D02A, R84 or FXX"));
  return std::string(code);
}

}  // namespace bdf::package
