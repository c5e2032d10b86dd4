// SPDX-License-Identifier: MIT
#include "jobs/usable_decision.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <variant>

#include "base/error.h"
#include "base/message.h"
#include "geometry/validity.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/crs.h"
#include "io/decision_form.h"
#include "io/geometry_kinds.h"
#include "merge/compare.h"
#include "merge/timestamp.h"

namespace bdf::jobs {

namespace {

/// The letters that a declaration like TEXT(24) has room for; 0: any number.
std::size_t width_of(const Column& column) {
  const auto bracket = column.declared.find('(');
  if (column.type != ColumnType::text || bracket == std::string::npos) return 0;
  std::size_t width = 0;
  const auto* begin = column.declared.data();
  std::from_chars(begin + bracket + 1, begin + column.declared.size(), width);
  return width;
}

std::size_t letters_in(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

bool is_number(const Value& value) {
  const auto* real = std::get_if<double>(&value);
  return std::holds_alternative<std::int64_t>(value) || (real != nullptr && std::isfinite(*real));
}

bool fits(ColumnType type, const std::string& text) {
  const auto value = merge::value_from_text(type, text);
  switch (type) {
    case ColumnType::boolean:
    case ColumnType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case ColumnType::real:
      return is_number(value);
    case ColumnType::blob:
      return std::holds_alternative<Blob>(value);
    case ColumnType::date:
      return merge::day_of(text).has_value();
    case ColumnType::datetime:
      return merge::utc_of(text).has_value();
    case ColumnType::text:
      break;
  }
  return true;
}

std::string wrong_with_text(const Schema& layer, const Conflict& conflict,
                            const std::string& text) {
  const auto found = layer.find(conflict.attribute);
  if (!found || text.empty()) return {};
  const auto& column = layer.columns[*found];
  if (!fits(column.type, text))
    return msg("“{}” cannot stand in column “{}” of type {}.", text, column.name, column.declared);
  const auto width = width_of(column);
  if (width > 0 && letters_in(text) > width)
    return msg("“{}” is longer than column “{}” of type {} has room for.", text, column.name,
               column.declared);
  return {};
}

/// The geometries that the conflict's sides have.
std::vector<std::string> versions_of(const Conflict& conflict) {
  std::vector<std::string> versions;
  for (const auto side : all_sides) {
    if (!conflict.values[side]) continue;
    try {
      versions.push_back(geometry::wkb_from_wkt(*conflict.values[side]));
    } catch (const UsageError&) {
      continue;  // a side whose own geometry is damaged says nothing of the decided one
    }
  }
  return versions;
}

/// The type without its Z and M.
std::string plain_type_of(const std::string& wkb) {
  const auto type = geometry::type_name_of_wkb(wkb);
  return type.substr(0, type.find(' '));
}

bool is_multi(const std::string& type) { return type.starts_with("MULTI"); }

/// Where the layer may hold any kind, one of the versions' kinds is meant.
bool has_right_kind(const Schema& layer, const Geometry& geometry,
                    const std::vector<std::string>& versions) {
  if (const auto declared = io::declared_kind(layer))
    return geometry.kind == *declared &&
           (geometry.part_count() == 1 || is_multi(layer.geometry_type));
  return versions.empty() ||
         std::any_of(versions.begin(), versions.end(), [&](const std::string& version) {
           const auto known = geometry::decode_wkb(version).geometry;
           return !known || known->kind == geometry.kind;
         });
}

double gap_between(const Box& a, const Box& b) {
  const auto dx = std::max({0.0, a.min_x - b.max_x, b.min_x - a.max_x});
  const auto dy = std::max({0.0, a.min_y - b.max_y, b.min_y - a.max_y});
  return std::hypot(dx, dy);
}

/// The least distance to one of the versions; 0 where none has a place.
double gap_to(const std::vector<std::string>& versions, const Box& box) {
  std::optional<double> least;
  for (const auto& version : versions)
    if (const auto known = geometry::box_of_wkb(version)) {
      const auto gap = gap_between(*known, box);
      least = least ? std::min(*least, gap) : gap;
    }
  return least.value_or(0);
}

std::string wrong_with_place(const Schema& layer, const Box& box,
                             const std::vector<std::string>& versions) {
  const bool degrees = io::is_geographic(layer.crs);
  if (gap_to(versions, box) <= (degrees ? farthest_degrees : farthest_metres)) return {};
  return msg(
      "The geometry lies around {} {}, far from all versions of the object: give it in the "
      "coordinates of the layer ({}). If it is right, edit the object in merged.gpkg "
      "instead.",
      (box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2, io::name_of(layer.crs));
}

/// What cannot be decoded, a curve say, is taken where a version is of that type too.
std::string wrong_with_other_type(const Schema& layer, const std::string& wkb,
                                  const std::vector<std::string>& versions) {
  const auto type = geometry::type_name_of_wkb(wkb);
  const bool known = std::any_of(versions.begin(), versions.end(), [&](const auto& version) {
    return geometry::type_name_of_wkb(version) == type;
  });
  if (known) return {};
  return msg("A geometry of type {} cannot stand in a layer of type {}.", type,
             layer.geometry_type);
}

std::string wrong_with_geometry(const Schema& layer, const Conflict& conflict,
                                const std::string& wkt) {
  const auto wkb = geometry::wkb_from_wkt(wkt);
  const auto box = geometry::box_of_wkb(wkb);
  if (!box) return msg("The geometry is empty: draw one.");
  const auto versions = versions_of(conflict);
  const auto geometry = geometry::decode_wkb(wkb).geometry;
  if (!geometry) {
    if (auto wrong = wrong_with_other_type(layer, wkb, versions); !wrong.empty()) return wrong;
  } else {
    if (!has_right_kind(layer, *geometry, versions))
      return msg("A geometry of type {} cannot stand in a layer of type {}.", plain_type_of(wkb),
                 layer.geometry_type);
    if (const auto why = geometry::why_invalid(*geometry))
      return msg("The geometry is not valid: {}. Draw it anew.", *why);
  }
  return wrong_with_place(layer, *box, versions);
}

}  // namespace

std::string why_unusable(const Conflict& conflict, const Resolution& resolution,
                         const io::Catalog& catalog) {
  if (auto wrong = io::wrong_with_decision(conflict, resolution); !wrong.empty()) return wrong;
  const auto* layer = catalog.find(conflict.layer);
  if (resolution.side || layer == nullptr) return {};
  if (conflict.kind == ConflictKind::attribute)
    return wrong_with_text(*layer, conflict, resolution.value);
  if (conflict.kind == ConflictKind::geometry)
    return wrong_with_geometry(*layer, conflict, resolution.value);
  return {};
}

}  // namespace bdf::jobs
