// SPDX-License-Identifier: MIT
#include "refbase/stored_value.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "geometry/adapt.h"
#include "geometry/wkb.h"
#include "io/normalise.h"
#include "merge/compare.h"
#include "merge/timestamp.h"

namespace bdf::refbase {

namespace {

/// RFC 3629: no byte out of place, nothing beyond U+10FFFF, no surrogates, nothing longer than need
/// be; and no NUL, which PostgreSQL's text cannot hold.
bool is_plain_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0) return false;
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    if (length > 1 && (byte < 0xC2 || byte > 0xF4 || i + length > text.size())) return false;
    for (std::size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
    const auto next = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if ((byte == 0xE0 && next < 0xA0) || (byte == 0xED && next > 0x9F) ||
        (byte == 0xF0 && next < 0x90) || (byte == 0xF4 && next > 0x8F))
      return false;
    i += length;
  }
  return true;
}

/// As GeoPackages write instants in UTC: 2026-11-24T01:09:08Z or with a fraction, of which a server
/// keeps no more than microseconds.
bool is_instant(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00", fraction = ".000000";
  if (text.size() <= form.size() || text.back() != 'Z') return false;
  if (text.size() > form.size() + fraction.size() + 1) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == '0' ? !digit : text[i] != form[i]) return false;
  }
  // What the databases themselves would bring to another form is none.
  const bool of_a_day = text.substr(11, 2) < "24" && text.substr(17, 2) < "60";
  const auto rest = text.substr(form.size(), text.size() - form.size() - 1);
  const bool plain =
      rest.empty() || (rest.size() > 1 && rest[0] == '.' &&
                       rest.find_first_not_of("0123456789", 1) == std::string_view::npos);
  return of_a_day && plain && merge::utc_of(text).has_value();
}

/// 1 to 9999, which all databases write alike.
bool is_of_our_years(const ValueView& time) {
  const auto* text = std::get_if<std::string_view>(&time);
  return text == nullptr || (text->size() > 4 && (*text)[4] == '-' && text->front() != '-' &&
                             !text->starts_with("0000"));
}

std::optional<ValueView> text_value(const ValueView& value, std::string& buffer) {
  if (std::holds_alternative<BlobView>(value)) return std::nullopt;
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    if (!is_plain_utf8(*text)) return std::nullopt;
    return value;
  }
  buffer = to_text(value);
  return std::string_view(buffer);
}

template <class Number>
std::optional<ValueView> parsed(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What is in another form, by way of the form in which values are compared.
std::optional<ValueView> converted(ColumnType type, const ValueView& value, std::string& buffer) {
  const auto form = merge::normal_form(type, value);
  if (!form) return Null{};
  if (!merge::is_of_kind(type, value)) return std::nullopt;
  switch (type) {
    case ColumnType::boolean:
      return std::int64_t{*form == "1" ? 1 : 0};
    case ColumnType::integer:
      return parsed<std::int64_t>(*form);
    case ColumnType::real:
      return parsed<double>(*form);
    case ColumnType::date:
    case ColumnType::datetime:
      buffer = *form;
      return std::string_view(buffer);
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return std::nullopt;
}

bool is_stored_form(ColumnType type, const ValueView& value) {
  constexpr std::size_t length_of_day = 10;
  switch (type) {
    case ColumnType::boolean: {
      const auto* truth = std::get_if<std::int64_t>(&value);
      return truth != nullptr && (*truth == 0 || *truth == 1);
    }
    case ColumnType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case ColumnType::real:
      return std::holds_alternative<double>(value);
    case ColumnType::date: {
      const auto* day = std::get_if<std::string_view>(&value);
      return day != nullptr && day->size() == length_of_day && merge::day_of(*day) == *day;
    }
    case ColumnType::datetime: {
      const auto* instant = std::get_if<std::string_view>(&value);
      return instant != nullptr && is_instant(*instant);
    }
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return std::holds_alternative<BlobView>(value);
}

}  // namespace

std::optional<ValueView> stored_value(ColumnType type, const ValueView& value,
                                      std::string& buffer) {
  if (is_null(value)) return value;
  if (type == ColumnType::text) return text_value(value, buffer);
  const bool as_it_is = is_stored_form(type, value);
  if (!as_it_is && type == ColumnType::blob) return std::nullopt;
  const auto held = as_it_is ? std::optional(value) : converted(type, value, buffer);
  const bool is_time = type == ColumnType::date || type == ColumnType::datetime;
  return held && is_time && !is_of_our_years(*held) ? std::nullopt : held;
}

namespace {

/// What stands before the dimensions: "LINESTRING" of "LINESTRING Z".
std::string kind_of(const std::string& type_name) {
  return type_name.substr(0, type_name.find(' '));
}

bool is_malformed(std::string_view wkb) {
  return geometry::vertex_count_of_wkb(wkb) == 0 && !geometry::is_empty_wkb(wkb);
}

/// Whether a layer of that declaration may hold such a geometry.
bool fits(const Schema& layer, std::string_view wkb) {
  constexpr int optional = 2;
  if (is_malformed(wkb)) return false;
  const bool z = geometry::wkb_has_z(wkb), m = geometry::wkb_has_m(wkb);
  if ((layer.z != optional && z != (layer.z != 0)) || (layer.m != optional && m != (layer.m != 0)))
    return false;
  return same_name(layer.geometry_type, "GEOMETRY") ||
         same_name(layer.geometry_type, kind_of(geometry::type_name_of_wkb(wkb)));
}

}  // namespace

std::optional<ValueView> stored_geometry(const Schema& layer, const ValueView& value,
                                         std::string& buffer) {
  const auto* wkb = std::get_if<BlobView>(&value);
  if (is_null(value) || layer.geometry_column.empty()) return Null{};
  if (wkb != nullptr && fits(layer, wkb->bytes)) return value;
  if (const auto decoded = geometry::geometry_of(value)) {
    buffer = geometry::encode_wkb(geometry::as_declared(*decoded, layer.geometry_type));
    if (fits(layer, buffer)) return BlobView{buffer};
  }
  return std::nullopt;
}

}  // namespace bdf::refbase
