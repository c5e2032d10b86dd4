// SPDX-License-Identifier: MIT
#include "merge/compare.h"

#include <array>
#include <charconv>
#include <cmath>

#include "geometry/alike.h"
#include "io/normalise.h"
#include "merge/timestamp.h"

namespace bdf::merge {

namespace {

std::string number_form(double number) {
  constexpr double exact_integers = 9007199254740992.0;
  if (std::isnan(number)) return "nan";
  if (std::trunc(number) == number && std::abs(number) < exact_integers)
    return to_text(static_cast<std::int64_t>(number));
  return to_text(number);
}

template <class Number>
std::optional<Number> parsed(std::string_view text) {
  Number number{};
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::string> number_in(std::string_view text) {
  if (const auto integer = parsed<std::int64_t>(text)) return to_text(*integer);
  if (const auto real = parsed<double>(text)) return number_form(*real);
  return std::nullopt;
}

std::optional<std::string> boolean_in(std::string_view text) {
  constexpr std::array<std::string_view, 6> yes{"1", "t", "true", "vrai", "oui", "yes"};
  constexpr std::array<std::string_view, 6> no{"0", "f", "false", "faux", "non", "no"};
  const auto word = folded(text);
  for (const auto& known : yes)
    if (word == known) return "1";
  for (const auto& known : no)
    if (word == known) return "0";
  return std::nullopt;
}

std::string typed_form(ColumnType type, const std::string& text) {
  std::optional<std::string> form;
  switch (type) {
    case ColumnType::boolean:
      form = boolean_in(text);
      break;
    case ColumnType::integer:
    case ColumnType::real:
      form = number_in(text);
      break;
    case ColumnType::date:
      form = day_of(text);
      break;
    case ColumnType::datetime:
      form = utc_of(text);
      break;
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return form ? *form : text;
}

}  // namespace

std::optional<std::string> normal_form(ColumnType type, const ValueView& value) {
  if (is_null(value)) return std::nullopt;
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return typed_form(type, to_text(*integer));
  if (const auto* real = std::get_if<double>(&value)) return typed_form(type, number_form(*real));
  if (const auto* blob = std::get_if<BlobView>(&value)) return "x'" + to_hex(blob->bytes);
  const auto text = io::normal_text(std::get<std::string_view>(value));
  if (text.empty()) return std::nullopt;
  return typed_form(type, text);
}

bool same_value(ColumnType type, const ValueView& a, const ValueView& b) {
  return a == b || normal_form(type, a) == normal_form(type, b);
}

bool less(ColumnType type, const ValueView& a, const ValueView& b) {
  const auto form_a = normal_form(type, a);
  const auto form_b = normal_form(type, b);
  if (!form_a || !form_b) return !form_a && form_b;
  const auto number_a = parsed<double>(*form_a);
  const auto number_b = parsed<double>(*form_b);
  if (number_a && number_b) return *number_a < *number_b;
  return *form_a < *form_b;
}

Value value_from_text(ColumnType type, const std::optional<std::string>& text) {
  if (!text) return Null{};
  switch (type) {
    case ColumnType::boolean:
      if (const auto truth = boolean_in(*text)) return std::int64_t{*truth == "1" ? 1 : 0};
      break;
    case ColumnType::integer:
    case ColumnType::real:
      if (const auto integer = parsed<std::int64_t>(*text)) return *integer;
      if (const auto real = parsed<double>(*text)) return *real;
      break;
    case ColumnType::blob:
      if (auto bytes = from_hex(*text)) return Blob{std::move(*bytes)};
      break;
    case ColumnType::text:
    case ColumnType::date:
    case ColumnType::datetime:
      break;
  }
  return *text;
}

bool same_geometry(const ValueView& a, const ValueView& b, double tolerance) {
  if (a == b) return true;
  const auto* wkb_a = std::get_if<BlobView>(&a);
  const auto* wkb_b = std::get_if<BlobView>(&b);
  return wkb_a != nullptr && wkb_b != nullptr &&
         geometry::alike_wkb(wkb_a->bytes, wkb_b->bytes, tolerance);
}

}  // namespace bdf::merge
