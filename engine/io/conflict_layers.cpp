// SPDX-License-Identifier: MIT
#include <array>

#include "geometry/wkb.h"
#include "io/conflict_rows.h"
#include "io/geopackage.h"
#include "io/sync_tables.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

Schema layer_schema(std::string name, std::vector<Column> columns, const Crs& crs) {
  Schema schema;
  schema.layer = std::move(name);
  schema.primary_key = "fid";
  schema.geometry_column = "geom";
  schema.z = 2;
  schema.m = 2;
  schema.crs = crs;
  schema.columns = std::move(columns);
  return schema;
}

Column text_column(std::string name) { return {std::move(name), ColumnType::text, "TEXT"}; }

Schema conflict_schema(const Crs& crs) {
  std::vector<Column> columns;
  for (const auto& name : conflict_column_names())
    columns.push_back(name == "cluster" ? Column{name, ColumnType::integer, "INTEGER"}
                                        : text_column(name));
  return layer_schema("conflict", std::move(columns), crs);
}

Schema side_schema(Side side, const Crs& crs) {
  return layer_schema("conflict_" + std::string(name_of(side)),
                      {text_column("conflict_id"), text_column("id")}, crs);
}

/// Where a person looks first: the object as they have it, else as the others do.
ValueView representative(const Conflict& conflict) {
  for (const Side side : {Side::local, Side::reference, Side::ancestor})
    if (!is_null(view_of(conflict.geometries[side]))) return view_of(conflict.geometries[side]);
  return Null{};
}

std::vector<std::string> names_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

std::string type_of(const ValueView& geometry) {
  const auto* blob = std::get_if<BlobView>(&geometry);
  const auto type = blob == nullptr ? "" : geometry::type_name_of_wkb(blob->bytes);
  return type.substr(0, type.find(' '));
}

/// The type of all that have a geometry, or GEOMETRY. Of a layer of any type QGIS opens what is of
/// one type, then of another, and never what has no geometry: the type is said where it can be.
template <class GeometryOf>
std::string shared_type(const std::vector<Conflict>& conflicts, GeometryOf&& geometry_of) {
  std::string shared;
  for (const auto& conflict : conflicts) {
    const auto type = type_of(geometry_of(conflict));
    if (type.empty()) continue;
    if (!shared.empty() && type != shared) return "GEOMETRY";
    shared = type;
  }
  return shared.empty() ? "GEOMETRY" : shared;
}

/// Creates the layer and lets `fill` add its features.
template <class Fill>
void write_layer(Database& database, const Schema& schema, std::string_view time, Fill&& fill) {
  const auto created = create_layer(database, schema);
  const auto names = names_of(schema.columns);
  FeatureWriter writer(database, created, names);
  fill(writer);
  finish_layer(database, created, time);
}

void add_side(FeatureWriter& writer, const Conflict& conflict, Side side) {
  const auto geometry = view_of(conflict.geometries[side]);
  if (is_null(geometry)) return;
  writer.add(std::nullopt, std::array<ValueView, 2>{conflict.id, text_or_null(conflict.ids[side])},
             geometry);
}

}  // namespace

void write_conflicts(Database& database, const std::vector<Conflict>& conflicts, const Crs& crs,
                     std::string_view time) {
  create_geopackage(database);
  Transaction transaction(database);
  auto schema = conflict_schema(crs);
  schema.geometry_type = shared_type(conflicts, representative);
  write_layer(database, schema, time, [&](FeatureWriter& writer) {
    for (const auto& conflict : conflicts)
      writer.add(std::nullopt, conflict_values(conflict), representative(conflict));
  });
  for (const Side side : all_sides) {
    schema = side_schema(side, crs);
    schema.geometry_type = shared_type(
        conflicts, [&](const Conflict& conflict) { return view_of(conflict.geometries[side]); });
    write_layer(database, schema, time, [&](FeatureWriter& writer) {
      for (const auto& conflict : conflicts) add_side(writer, conflict, side);
    });
  }
  transaction.commit();
}

}  // namespace bdf::io
