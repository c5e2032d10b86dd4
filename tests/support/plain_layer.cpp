// SPDX-License-Identifier: MIT
#include "support/plain_layer.h"

#include <stdexcept>

#include "io/geopackage.h"

namespace bdf::tests {

namespace {

/// What a GeoPackage needs to know of EPSG:2154; the engine compares codes and never transforms.
Crs lambert_93() {
  return {2154, "EPSG", 2154,
          R"(PROJCS["RGF93 / Lambert-93",GEOGCS["RGF93",DATUM["Reseau_Geodesique_Francais_1993",)"
          R"(SPHEROID["GRS 1980",6378137,298.257222101]],PRIMEM["Greenwich",0],)"
          R"(UNIT["degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic_2SP"],)"
          R"(PARAMETER["latitude_of_origin",46.5],PARAMETER["central_meridian",3],)"
          R"(PARAMETER["standard_parallel_1",49],PARAMETER["standard_parallel_2",44],)"
          R"(PARAMETER["false_easting",700000],PARAMETER["false_northing",6600000],)"
          R"(UNIT["metre",1],AUTHORITY["EPSG","2154"]])"};
}

std::vector<std::string> names_of(const Schema& schema) {
  std::vector<std::string> names;
  for (const auto& column : schema.columns) names.push_back(column.name);
  return names;
}

void write_layer(io::Database& database, const PlainLayer& layer) {
  const auto schema = io::create_layer(database, layer.schema);
  io::FeatureWriter writer(database, schema, names_of(schema));
  for (const auto& row : layer.rows) {
    std::vector<ValueView> values;
    for (const auto& value : row.values) values.push_back(view_of(value));
    writer.add(row.fid, values, view_of(row.geometry));
  }
  io::finish_layer(database, schema, "2026-01-01T00:00:00Z");
}

}  // namespace

Schema plain_schema(const std::string& layer, const std::string& geometry_type) {
  Schema schema;
  schema.layer = layer;
  schema.primary_key = "fid";
  schema.geometry_column = "geom";
  schema.geometry_type = geometry_type;
  schema.z = 2;
  schema.crs = lambert_93();
  return schema;
}

void write_geopackage(const std::filesystem::path& path, const std::vector<PlainLayer>& layers) {
  std::filesystem::remove(path);
  auto database = io::Database::open_output(path);
  io::create_geopackage(database);
  io::Transaction transaction(database);
  for (const auto& layer : layers) write_layer(database, layer);
  transaction.commit();
}

PlainLayer read_layer(const std::filesystem::path& path, const std::string& layer) {
  auto database = io::Database::open_input(path);
  for (const auto& schema : io::read_catalog(database).layers) {
    if (schema.layer != layer) continue;
    PlainLayer plain{schema, {}};
    const auto table = io::read_all_features(database, schema);
    for (std::size_t row = 0; row < table.size(); ++row) {
      PlainRow one{table.fids[row], to_value(table.geometries[row]), {}};
      for (const auto& column : table.columns) one.values.push_back(to_value(column[row]));
      plain.rows.push_back(std::move(one));
    }
    return plain;
  }
  throw std::runtime_error(path.string() + " has no layer " + layer);
}

void run_sql(const std::filesystem::path& path, const std::string& sql,
             const std::vector<Value>& parameters) {
  auto database = io::Database::open_output(path);
  auto statement = database.prepare(sql);
  for (std::size_t i = 0; i < parameters.size(); ++i)
    statement.bind(static_cast<int>(i) + 1, view_of(parameters[i]));
  statement.run();
}

}  // namespace bdf::tests
