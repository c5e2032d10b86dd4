// SPDX-License-Identifier: MIT
#include "jobs/said_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "geometry/adapt.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/srs_name.h"
#include "merge/compare.h"

namespace bdf::jobs {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr const char* blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  Number number{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Value> integer_of(const Value& said) {
  if (std::holds_alternative<std::int64_t>(said)) return said;
  if (const auto* real = std::get_if<double>(&said)) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (std::trunc(*real) != *real || std::abs(*real) > exact) return std::nullopt;
    return static_cast<std::int64_t>(*real);
  }
  const auto* text = std::get_if<std::string>(&said);
  return text != nullptr ? number_in<std::int64_t>(*text) : std::nullopt;
}

/// XML Schema says INF and NaN.
std::optional<Value> real_of(const Value& said) {
  if (std::holds_alternative<double>(said)) return said;
  if (const auto* integer = std::get_if<std::int64_t>(&said)) return static_cast<double>(*integer);
  const auto* text = std::get_if<std::string>(&said);
  return text != nullptr ? number_in<double>(*text) : std::nullopt;
}

std::optional<Value> truth_of(const Value& said) {
  const auto word = folded(trimmed(to_text(view_of(said))));
  if (word == "true" || word == "t" || word == "1") return std::int64_t{1};
  if (word == "false" || word == "f" || word == "0") return std::int64_t{0};
  return std::nullopt;
}

std::optional<Value> blob_of(const Value& said) {
  const auto* text = std::get_if<std::string>(&said);
  if (text == nullptr || !text->starts_with("\\x")) return std::nullopt;
  auto bytes = from_hex(std::string_view(*text).substr(2));
  return bytes ? std::optional<Value>(Blob{std::move(*bytes)}) : std::nullopt;
}

std::optional<Value> moment_of(const Column& column, const Value& said) {
  const auto* text = std::get_if<std::string>(&said);
  const bool fits =
      text != nullptr && !trimmed(*text).empty() && merge::is_of_kind(column.type, view_of(said));
  return fits ? std::optional(said) : std::nullopt;
}

std::optional<Value> value_of_type(const Column& column, const Value& said) {
  switch (column.type) {
    case ColumnType::boolean:
      return truth_of(said);
    case ColumnType::integer:
      return integer_of(said);
    case ColumnType::real:
      return real_of(said);
    case ColumnType::blob:
      return blob_of(said);
    case ColumnType::date:
    case ColumnType::datetime:
      return moment_of(column, said);
    case ColumnType::text:
      break;
  }
  return to_text(view_of(said));
}

// ---- geometries

std::string wkb_said(const io::SaidValue& said) {
  if (const auto* blob = std::get_if<Blob>(&said.value)) return blob->bytes;
  const auto* wkt = std::get_if<std::string>(&said.value);
  if (wkt == nullptr) throw InputError(msg("a geometry is expected as WKT"));
  try {
    return geometry::wkb_from_wkt(*wkt);
  } catch (const UsageError& error) {
    throw InputError(msg("this is no geometry in WKT: {}", error.what()));
  }
}

/// Only a format that knows geometries says in which order their axes stand: WKT is x, y.
bool is_swapped(const Schema& schema, const io::SaidValue& said) {
  if (!std::holds_alternative<Blob>(said.value)) return false;
  if (said.srs_name.empty()) return io::begins_northwards(schema.crs.code);
  const auto srs = io::parse_srs_name(said.srs_name);
  if (!srs) throw InputError(msg("bdf does not know the reference system “{}”", said.srs_name));
  if (!same_name(schema.crs.organization, "EPSG") || srs->epsg != schema.crs.code)
    throw InputError(
        msg("the geometry is in {}, and the layer in {}:{}: bring the one into the system of the "
            "other first",
            said.srs_name, schema.crs.organization, schema.crs.code));
  return srs->swapped;
}

std::string with_axes_swapped(const std::string& wkb) {
  auto xy = geometry::xy_of_wkb(wkb).value_or(std::vector<double>());
  for (std::size_t i = 0; i + 1 < xy.size(); i += 2) std::swap(xy[i], xy[i + 1]);
  return geometry::wkb_with_xy(wkb, xy);
}

/// A straight type, and the one of curves that holds all that it does.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> types_of_curves{
    {{"LINESTRING", "COMPOUNDCURVE"},
     {"POLYGON", "CURVEPOLYGON"},
     {"MULTILINESTRING", "MULTICURVE"},
     {"MULTIPOLYGON", "MULTISURFACE"}}};

std::string_view plain_type(std::string_view type) { return type.substr(0, type.find(' ')); }

std::string as_declared_curve(const std::string& wkb, const std::string& declared) {
  const auto type = std::string(plain_type(geometry::type_name_of_wkb(wkb)));
  for (const auto& [straight, curved] : types_of_curves) {
    if (type != straight || !same_name(declared, curved)) continue;
    auto wkt = geometry::to_wkt(wkb).substr(type.size());
    if (type == "LINESTRING")  // a compound of that one line
      wkt.insert(wkt.find('('), "("), wkt += ')';
    return geometry::wkb_from_wkt(std::string(curved) + wkt);
  }
  return wkb;
}

/// A single part for a layer of multis, and a multi of one part for one of single ones.
std::string as_declared_part(const std::string& wkb, const std::string& declared) {
  const auto decoded = geometry::decode_wkb(wkb).geometry;
  if (!decoded) return wkb;
  const auto shape = geometry::as_declared(*decoded, declared);
  return shape.multi == decoded->multi ? wkb : geometry::encode_wkb(shape);
}

bool may_be_held(std::string_view type, const std::string& declared) {
  if (declared.empty() || same_name(declared, "GEOMETRY") || same_name(type, declared)) return true;
  if (same_name(declared, "GEOMETRYCOLLECTION")) return type.starts_with("MULTI");
  if (same_name(declared, "COMPOUNDCURVE") && type == "CIRCULARSTRING") return true;
  return std::any_of(types_of_curves.begin(), types_of_curves.end(), [&](const auto& types) {
    return type == types.first && same_name(declared, types.second);
  });
}

void require_kind(const std::string& wkb, const Schema& schema) {
  const auto name = geometry::type_name_of_wkb(wkb);
  const auto type = plain_type(name);
  if (!may_be_held(type, schema.geometry_type))
    throw InputError(
        msg("the geometry is a {}, and the layer holds {}", name, schema.geometry_type));
  const auto require = [&](bool has, int rule, const char* axis) {
    if ((rule == 0 && has) || (rule == 1 && !has))
      throw InputError(has ? msg("the geometry has {}, and the layer holds none", axis)
                           : msg("the geometry has no {}, and the layer demands it", axis));
  };
  require(geometry::wkb_has_z(wkb), schema.z, "Z");
  require(geometry::wkb_has_m(wkb), schema.m, "M");
}

/// What is only ugly, such as a line that crosses itself, is the reference's to judge.
void require_whole(const std::string& wkb) {
  const auto shape = geometry::decode_wkb(wkb).geometry;
  const auto flaw = shape ? geometry::invalidity_of(*shape) : std::nullopt;
  constexpr std::array<std::string_view, 3> broken{"RING_NOT_CLOSED", "TOO_FEW_POINTS",
                                                   "INVALID_COORDINATE"};
  if (flaw && std::find(broken.begin(), broken.end(), flaw->code) != broken.end())
    throw InputError(flaw->reason);
}

}  // namespace

Value value_for(const Column& column, const Value& said) {
  if (is_null(view_of(said))) return Null{};
  if (std::holds_alternative<Blob>(said)) throw InputError(msg("it is no column of geometries"));
  if (auto value = value_of_type(column, said)) return std::move(*value);
  throw InputError(msg("“{}” is no value of the type {}", to_text(view_of(said)), column.declared));
}

Value geometry_for(const Schema& schema, const io::SaidValue& said) {
  if (is_null(view_of(said.value))) return Null{};
  auto wkb = wkb_said(said);
  if (is_swapped(schema, said)) wkb = with_axes_swapped(wkb);
  wkb = as_declared_part(wkb, schema.geometry_type);
  // GML has one name for both.
  if (std::holds_alternative<Blob>(said.value)) wkb = as_declared_curve(wkb, schema.geometry_type);
  require_kind(wkb, schema);
  require_whole(wkb);
  return Blob{std::move(wkb)};
}

}  // namespace bdf::jobs
