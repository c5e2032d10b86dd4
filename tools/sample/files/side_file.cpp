// SPDX-License-Identifier: MIT
#include "files/side_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace bdf::sample {
namespace {

constexpr double no_altitude = -1000;

std::string sql_type(const rules::AttributeDefinition& attribute) {
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
    default:
      return attribute.width ? fmt::format("TEXT({})", *attribute.width) : "TEXT";
  }
}

}  // namespace

RowWriter::RowWriter(const Country& country, const std::string& layer, const Carrier& carrier)
    : seed_(country.style.seed),
      schema_(rules::load_layer_schema("bdtopo", carrier.version, layer)),
      carrier_(carrier),
      source_(schema_, country.setting) {
  for (std::size_t i = 0; i < schema_.attributes.size(); ++i) {
    const auto& name = schema_.attributes[i].name;
    if (std::find(carrier.without.begin(), carrier.without.end(), name) == carrier.without.end())
      kept_.push_back(i);
  }
}

FileLayer RowWriter::layer() const {
  FileLayer layer;
  layer.name = schema_.layer;
  layer.geometry_type = schema_.geometry.type;
  layer.z = schema_.geometry.has_z && carrier_.z;
  layer.spatial_index = carrier_.spatial_index;
  for (const std::size_t i : kept_)
    layer.columns.push_back({schema_.attributes[i].name, sql_type(schema_.attributes[i])});
  if (carrier_.private_columns) {
    for (const PrivateColumn& column : private_columns(schema_.layer))
      layer.columns.push_back({std::string(column.name), std::string(column.type)});
  }
  return layer;
}

void RowWriter::values(const Row& row, std::vector<Value>& values) const {
  source_.row(*row.feature, values);
  if (kept_.size() < schema_.attributes.size()) {
    std::vector<Value> kept;
    for (const std::size_t i : kept_) kept.push_back(std::move(values[i]));
    values = std::move(kept);
  }
  if (carrier_.private_columns) add_private_values(schema_.layer, seed_, row, values);
}

Shape RowWriter::shape(const Feature& feature) const {
  Shape shape = feature.shape;
  if (!schema_.geometry.has_z || !source_.lacks_altitude(feature)) return shape;
  for (Rings& part : shape.parts) {
    for (Path& path : part) {
      for (Position& at : path) at.z = no_altitude;
    }
  }
  return shape;
}

std::string RowWriter::key(const Feature& feature) const {
  const Value* known = feature.find("cleabs");
  if (!known) return source_.cleabs(feature.number);
  const auto* text = std::get_if<std::string>(known);
  return text ? *text : "";
}

void write_side(const std::filesystem::path& path, const Country& country,
                const std::vector<std::vector<Row>>& side, const rules::Theme& theme,
                const Carrier& carrier) {
  GeoPackageFile file(path, country.crs);
  std::vector<Value> values;
  for (std::size_t i = 0; i < country.layers.size(); ++i) {
    if (!theme.find_layer(country.layers[i].name)) continue;
    const RowWriter writer(country, country.layers[i].name, carrier);
    file.begin_layer(writer.layer());
    for (const Row& row : side[i]) {
      writer.values(row, values);
      const Shape shape = writer.shape(*row.feature);
      file.add(row.fid, &shape, values);
    }
    file.end_layer();
  }
  file.finish();
}

void write_domains(const std::filesystem::path& path, const Country& country) {
  GeoPackageFile file(path, country.crs);
  file.begin_layer({"territoire", "MULTIPOLYGON", false, {{"code", "TEXT(4)"}, {"nom", "TEXT"}}});
  for (std::size_t i = 0; i < country.domains.size(); ++i) {
    const Domain& domain = country.domains[i];
    file.add(static_cast<std::int64_t>(i) + 1, &domain.outline, {domain.code, domain.name});
  }
  file.end_layer();
  file.finish();
}

}  // namespace bdf::sample
