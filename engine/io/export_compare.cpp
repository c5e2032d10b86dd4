// SPDX-License-Identifier: MIT
#include "io/export_compare.h"

#include <cmath>
#include <vector>

#include "geometry/alike.h"
#include "geometry/canonical.h"
#include "geometry/wkb.h"
#include "io/iso_time.h"

namespace bdf::io {

namespace {

bool is_same_number(std::int64_t whole, double real) {
  constexpr double beyond = 9223372036854775808.0;
  return real == std::floor(real) && std::abs(real) < beyond &&
         static_cast<std::int64_t>(real) == whole;
}

bool is_same_time(std::string_view a, std::string_view b) {
  const auto one = iso_time_of(a);
  const auto other = iso_time_of(b);
  return one && other && one->instant() == other->instant();
}

/// What neither alike() nor canonical_bytes() looks into: collections.
bool has_near_vertices(std::string_view a, std::string_view b, double tolerance) {
  if (geometry::type_name_of_wkb(a) != geometry::type_name_of_wkb(b)) return false;
  const auto one = geometry::xy_of_wkb(a);
  const auto other = geometry::xy_of_wkb(b);
  if (!one || !other || one->size() != other->size() || a.size() != b.size()) return false;
  for (std::size_t i = 0; i < one->size(); ++i)
    if (!(std::abs((*one)[i] - (*other)[i]) <= tolerance)) return false;
  return true;
}

bool is_opaque(std::string_view wkb) { return !geometry::decode_wkb(wkb).geometry.has_value(); }

bool is_same_wkb(std::string_view a, std::string_view b, double tolerance) {
  if (a == b) return true;
  if (geometry::is_empty_wkb(a) != geometry::is_empty_wkb(b)) return false;
  const bool one_form = geometry::wkb_has_z(a) == geometry::wkb_has_z(b) &&
                        geometry::wkb_has_m(a) == geometry::wkb_has_m(b);
  if (one_form && geometry::alike_wkb(a, b, tolerance)) return true;
  if (one_form && tolerance > 0 && is_opaque(a)) return has_near_vertices(a, b, tolerance);
  return geometry::canonical_bytes(a) == geometry::canonical_bytes(b);
}

}  // namespace

bool says_the_same(ColumnType type, const ValueView& layer, const ValueView& file) {
  if (layer == file) return true;
  if (is_null(layer) || is_null(file)) return false;
  const auto* whole = std::get_if<std::int64_t>(&layer);
  const auto* real = std::get_if<double>(&layer);
  if (const auto* number = std::get_if<double>(&file)) {
    if (whole != nullptr) return is_same_number(*whole, *number);
    return real != nullptr && std::isnan(*real) && std::isnan(*number);
  }
  if (const auto* number = std::get_if<std::int64_t>(&file))
    return real != nullptr && is_same_number(*number, *real);
  const auto* text = std::get_if<std::string_view>(&file);
  if (text == nullptr) return false;
  const auto* said = std::get_if<std::string_view>(&layer);
  if (said == nullptr) return to_text(layer) == *text;
  return type == ColumnType::datetime && is_same_time(*said, *text);
}

bool is_same_shape(const ValueView& layer, const ValueView& file, double tolerance) {
  const auto* a = std::get_if<BlobView>(&layer);
  const auto* b = std::get_if<BlobView>(&file);
  if (a == nullptr || b == nullptr) return is_null(layer) && is_null(file);
  return is_same_wkb(a->bytes, b->bytes, tolerance);
}

}  // namespace bdf::io
