// SPDX-License-Identifier: MIT
#include "merge/compare.h"

#include <algorithm>
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

std::string rounded(double number, int scale) {
  const double unit = std::pow(10.0, scale);
  return number_form(std::round(number * unit) / unit);
}

std::optional<std::string> number_in(std::string_view text, const ValueKind& kind) {
  const auto form = number_in(text);
  if (!form || !kind.scale) return form;
  const auto real = parsed<double>(*form);
  return real && std::isfinite(*real) ? rounded(*real, *kind.scale) : form;
}

std::string list_form(std::string_view text) {
  std::string joined;
  for (const auto& member : members_of(text)) joined += (joined.empty() ? "" : "/") + member;
  return joined;
}

std::string typed_form(const ValueKind& kind, const std::string& text) {
  std::optional<std::string> form;
  switch (kind.type) {
    case ColumnType::boolean:
      form = boolean_in(text);
      break;
    case ColumnType::integer:
    case ColumnType::real:
      form = number_in(text, kind);
      break;
    case ColumnType::date:
      form = day_of(text);
      break;
    case ColumnType::datetime:
      form = utc_of(text);
      break;
    case ColumnType::text:
      if (kind.list) form = list_form(text);
      break;
    case ColumnType::blob:
      break;
  }
  return form ? *form : text;
}

bool begins_character(char c) { return (c & 0xC0) != 0x80; }

/// The first bytes, as many whole characters as fit.
std::string_view cut_to_bytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && !begins_character(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

std::string_view cut_to_characters(std::string_view text, std::size_t characters) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (begins_character(text[i]) && characters-- == 0) return text.substr(0, i);
  return text;
}

/// Whether `text` is what a carrier of that width makes of `whole`. Widths count bytes, or
/// characters in files with one byte a character; a cut falls between characters, and blanks that
/// come to stand at the end are lost.
bool is_cut_of(const std::string& text, std::size_t width, const std::string& whole) {
  return width > 0 && (text == io::normal_text(cut_to_bytes(whole, width)) ||
                       text == io::normal_text(cut_to_characters(whole, width)));
}

/// Normal forms of instants: whether they fall in the same second.
bool same_second(std::string_view a, std::string_view b) {
  const auto whole = [](std::string_view instant) { return instant.substr(0, instant.find('.')); };
  return whole(a) == whole(b);
}

}  // namespace

ColumnType coarser(ColumnType a, ColumnType b) {
  if (a == b) return a;
  // Where two sides declare a column differently, values compare in the first of these that
  // either declares; a text '12' in one file is the number 12 of the other.
  for (const auto type : {ColumnType::blob, ColumnType::boolean, ColumnType::date,
                          ColumnType::datetime, ColumnType::real, ColumnType::integer})
    if (a == type || b == type) return type;
  return ColumnType::text;
}

std::vector<std::string> members_of(std::string_view list) {
  std::vector<std::string> members;
  for (std::size_t begin = 0; begin <= list.size();) {
    const auto end = std::min(list.find('/', begin), list.size());
    auto member = io::normal_text(list.substr(begin, end - begin));
    if (!member.empty()) members.push_back(std::move(member));
    begin = end + 1;
  }
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return members;
}

std::optional<std::string> normal_form(const ValueKind& kind, const ValueView& value) {
  if (is_null(value)) return std::nullopt;
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    return typed_form(kind, to_text(*integer));
  if (const auto* real = std::get_if<double>(&value)) return typed_form(kind, number_form(*real));
  if (const auto* blob = std::get_if<BlobView>(&value)) return "x'" + to_hex(blob->bytes);
  const auto text = io::normal_text(std::get<std::string_view>(value));
  auto form = text.empty() ? text : typed_form(kind, text);
  return form.empty() ? std::nullopt : std::optional(std::move(form));
}

bool is_of_kind(const ValueKind& kind, const ValueView& value) {
  const auto form = normal_form(kind, value);
  if (!form) return true;
  switch (kind.type) {
    case ColumnType::boolean:
      return *form == "0" || *form == "1";
    case ColumnType::integer:
    case ColumnType::real:
      return number_of(kind, value).has_value();
    case ColumnType::date:
      return day_of(*form).has_value();
    case ColumnType::datetime:
      return utc_of(*form).has_value();
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return true;
}

std::optional<double> number_of(const ValueKind& kind, const ValueView& value) {
  const auto form = normal_form(kind, value);
  const auto number = form ? parsed<double>(*form) : std::nullopt;
  return number && std::isfinite(*number) ? number : std::nullopt;
}

bool same_value(const ValueKind& kind, const ValueView& a, const ValueView& b) {
  return a == b || normal_form(kind, a) == normal_form(kind, b);
}

bool same_carried(const ValueKind& kind, const CarriedValue& a, const CarriedValue& b) {
  if (a.value == b.value) return true;
  const auto form_a = normal_form(kind, a.value);
  const auto form_b = normal_form(kind, b.value);
  if (form_a == form_b) return true;
  if (!form_a || !form_b) return false;
  const auto text_a = io::normal_text(to_text(a.value));
  const auto text_b = io::normal_text(to_text(b.value));
  if (kind.type == ColumnType::datetime)
    return has_fraction(text_a) != has_fraction(text_b) && same_second(*form_a, *form_b);
  if (kind.type != ColumnType::text || (a.width == 0 && b.width == 0)) return false;
  return is_cut_of(text_a, a.width, text_b) || is_cut_of(text_b, b.width, text_a);
}

bool less(const ValueKind& kind, const ValueView& a, const ValueView& b) {
  const auto form_a = normal_form(kind, a);
  const auto form_b = normal_form(kind, b);
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
