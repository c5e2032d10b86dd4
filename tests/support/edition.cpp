// SPDX-License-Identifier: MIT
#include "support/edition.h"

#include "merge/layout.h"
#include "rules/layer_schema.h"
#include "support/desk.h"

namespace bdf::support {

namespace {

namespace fs = std::filesystem;

std::string declared(const rules::AttributeDefinition& attribute) {
  switch (attribute.type) {
    case ColumnType::boolean:
      return "BOOLEAN";
    case ColumnType::integer:
      return "INTEGER";
    case ColumnType::real:
      return "REAL";
    case ColumnType::date:
      return "DATE";
    case ColumnType::datetime:
      return "DATETIME";
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return "TEXT";
}

/// The value as GeoPackages have it, from the column of a Shapefile.
std::string expression(const rules::AttributeDefinition& attribute, const std::string& column) {
  const auto value = "nullif(\"" + column + "\", '')";
  switch (attribute.type) {
    case ColumnType::boolean:
      return "CASE " + value + " WHEN 'Oui' THEN 1 WHEN 'Non' THEN 0 END";
    case ColumnType::integer:
      return "CAST(" + value + " AS INTEGER)";
    case ColumnType::real:
      return "CAST(" + value + " AS REAL)";
    case ColumnType::date:
      return "replace(" + value + ", '/', '-')";
    case ColumnType::datetime:
      return "replace(" + value + ", ' ', 'T') || '.' || (100 + rowid % 900) || 'Z'";
    case ColumnType::text:
    case ColumnType::blob:
      break;
  }
  return "CAST(" + value + " AS TEXT)";
}

Schema columns_of(const fs::path& file) {
  Schema schema;
  for (const auto& name :
       Sql(file).rows("SELECT name FROM pragma_table_info('raw') WHERE pk = 0 AND name <> 'geom'"))
    schema.columns.push_back({name, ColumnType::text, "TEXT"});
  return schema;
}

/// The Shapefile as a layer `raw`, its geometries as the class has them.
void read_raw(const fs::path& shapefile, const rules::GeometryDefinition& geometry,
              const fs::path& raw) {
  ogr2ogr({raw, shapefile, "-nln", "raw", "-lco", "FID=raw_fid", "-lco", "SPATIAL_INDEX=NO", "-nlt",
           geometry.type, "-dim", geometry.has_z ? "XYZ" : "XY", "-mapFieldType",
           "Date=String,Integer64=Integer"});
}

}  // namespace

void make_edition(const fs::path& shapefile, const std::string& layer, const fs::path& out) {
  const auto schema = rules::load_layer_schema("bdtopo", layer);
  const Desk desk;
  read_raw(shapefile, schema.geometry, desk / "raw.gpkg");
  ogr2ogr({out, desk / "raw.gpkg", "-sql", "SELECT geom FROM raw WHERE 0", "-nln", layer, "-nlt",
           schema.geometry.type + (schema.geometry.has_z ? "Z" : ""), "-a_srs", "EPSG:2154", "-lco",
           "GEOMETRY_NAME=" + schema.geometry.column, "-lco", "SPATIAL_INDEX=NO"});
  Sql sql(out);
  sql.attach(desk / "raw.gpkg", "source");
  const auto raw = columns_of(desk / "raw.gpkg");
  const auto carried = merge::definitions_of(raw, schema);
  std::string names = "fid, " + schema.geometry.column;
  // The order of the keys' last digits is none of the file's.
  std::string values = "7000 + row_number() OVER (ORDER BY substr(raw_fid, -1), raw_fid), geom";
  for (const auto& attribute : schema.attributes) {
    sql.execute("ALTER TABLE " + layer + " ADD COLUMN " + attribute.name + " " +
                declared(attribute));
    for (std::size_t i = 0; i < carried.size(); ++i) {
      if (carried[i] != &attribute) continue;
      names += ", " + attribute.name;
      values += ", " + expression(attribute, raw.columns[i].name);
    }
  }
  sql.execute("INSERT INTO " + layer + " (" + names + ") SELECT " + values + " FROM source.raw");
  sql.execute("DELETE FROM gpkg_ogr_contents");
}

}  // namespace bdf::support
