// SPDX-License-Identifier: MIT
#include "io/geometry_kinds.h"

#include <array>
#include <set>
#include <string>
#include <utility>

#include "geometry/wkb.h"
#include "io/geometry_blob.h"

namespace bdf::io {

namespace {

/// By the name of a type without its Z and M.
std::optional<GeometryKind> kind_of(std::string_view type) {
  using Entry = std::pair<std::string_view, GeometryKind>;
  constexpr std::array kinds{Entry{"POINT", GeometryKind::point},
                             Entry{"MULTIPOINT", GeometryKind::point},
                             Entry{"LINESTRING", GeometryKind::line},
                             Entry{"MULTILINESTRING", GeometryKind::line},
                             Entry{"CIRCULARSTRING", GeometryKind::line},
                             Entry{"COMPOUNDCURVE", GeometryKind::line},
                             Entry{"CURVE", GeometryKind::line},
                             Entry{"MULTICURVE", GeometryKind::line},
                             Entry{"POLYGON", GeometryKind::polygon},
                             Entry{"MULTIPOLYGON", GeometryKind::polygon},
                             Entry{"CURVEPOLYGON", GeometryKind::polygon},
                             Entry{"SURFACE", GeometryKind::polygon},
                             Entry{"MULTISURFACE", GeometryKind::polygon},
                             Entry{"TRIANGLE", GeometryKind::polygon},
                             Entry{"TIN", GeometryKind::polygon},
                             Entry{"POLYHEDRALSURFACE", GeometryKind::polygon}};
  for (const auto& [name, kind] : kinds)
    if (same_name(name, type)) return kind;
  return std::nullopt;
}

std::optional<GeometryKind> kind_of_blob(const ValueView& stored) {
  const auto* blob = std::get_if<BlobView>(&stored);
  const auto wkb = blob == nullptr ? std::nullopt : wkb_of_blob(blob->bytes);
  if (!wkb) return std::nullopt;
  const auto type = geometry::type_name_of_wkb(*wkb);
  return kind_of(std::string_view(type).substr(0, type.find(' ')));
}

}  // namespace

std::optional<GeometryKind> declared_kind(const Schema& schema) {
  if (schema.geometry_column.empty()) return std::nullopt;
  return kind_of(schema.geometry_type);
}

std::vector<GeometryKind> geometry_kinds(Database& database, const Schema& schema) {
  if (schema.geometry_column.empty()) return {};
  if (const auto declared = declared_kind(schema)) return {*declared};
  auto select = database.prepare("SELECT " + sql_name(schema.geometry_column) + " FROM main." +
                                 sql_name(schema.layer));
  std::set<GeometryKind> kinds;
  while (select.step())
    if (const auto kind = kind_of_blob(select.column(0))) kinds.insert(*kind);
  return {kinds.begin(), kinds.end()};
}

}  // namespace bdf::io
