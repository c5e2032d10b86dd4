// SPDX-License-Identifier: MIT
#include "files/side_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "files/shapefile_side.h"

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
    : ground_(country.ground),
      schema_(rules::load_layer_schema("bdtopo", carrier.version, layer)),
      carrier_(carrier),
      source_(schema_, country.setting) {
  for (std::size_t i = 0; i < schema_.attributes.size(); ++i) {
    const auto& name = schema_.attributes[i].name;
    if (std::find(carrier.without.begin(), carrier.without.end(), name) == carrier.without.end())
      kept_.push_back(i);
  }
  if (carrier.crs.empty() || carrier.crs == country.crs) return;
  crs::Operation operation;
  operation.from = country.crs;
  operation.to = carrier.crs;
  transform_.emplace(operation);
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

std::vector<RowWriter::Narrow> RowWriter::narrow_columns() const {
  constexpr std::size_t widest = 254;
  std::vector<Narrow> columns;
  for (const std::size_t i : kept_) {
    const auto& attribute = schema_.attributes[i];
    const std::string& known = attribute.shapefile_name;
    columns.push_back({known.empty() ? attribute.name.substr(0, 10) : known,
                       attribute.shapefile_width.value_or(widest)});
  }
  if (carrier_.private_columns) {
    for (const PrivateColumn& column : private_columns(schema_.layer))
      columns.push_back({std::string(column.name.substr(0, 10)), 60});
  }
  return columns;
}

void RowWriter::values(const Row& row, std::vector<Value>& values) const {
  source_.row(*row.feature, values);
  if (!carrier_.keys) values.front() = Value();
  if (kept_.size() < schema_.attributes.size()) {
    std::vector<Value> kept;
    for (const std::size_t i : kept_) kept.push_back(std::move(values[i]));
    values = std::move(kept);
  }
  if (carrier_.private_columns) add_private_values(schema_.layer, ground_.seed, row, values);
}

Shape RowWriter::shape(const Feature& feature) const {
  Shape shape = feature.shape;
  if (schema_.geometry.has_z && source_.lacks_altitude(feature)) {
    for (Rings& part : shape.parts) {
      for (Path& path : part) {
        for (Position& at : path) at.z = no_altitude;
      }
    }
  }
  return in_system(std::move(shape));
}

Shape RowWriter::distorted_shape(const Feature& feature) const {
  Feature moved{feature.number,
                distorted(feature.shape, carrier_.distortion, ground_, feature.number),
                feature.values};
  return shape(moved);
}

Shape RowWriter::in_system(Shape shape) const {
  if (!transform_) return shape;
  std::array<double, 2> xy{};
  for (Rings& part : shape.parts) {
    for (Path& path : part) {
      for (Position& at : path) {
        xy = {at.x, at.y};
        transform_->apply(xy);
        at.x = xy[0];
        at.y = xy[1];
      }
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

namespace {

std::string in_words(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  const auto* real = std::get_if<double>(&value);
  return real ? fmt::format("{}", *real) : "";
}

}  // namespace

bool carries(const Carrier& carrier, const std::string& layer, const Feature& feature) {
  if (carrier.within && !lies_within(feature, *carrier.within)) return false;
  if (carrier.only_layer != layer) return true;
  const Value* value = feature.find(carrier.only);
  return value && in_words(*value) == carrier.only_value;
}

void write_side(const std::filesystem::path& path, const Country& country,
                const std::vector<std::vector<Row>>& side, const rules::Theme& theme,
                const Carrier& carrier) {
  const std::string& crs = carrier.crs.empty() ? country.crs : carrier.crs;
  if (carrier.shapefile) return write_shapefiles(path, country, side, theme, carrier);
  GeoPackageFile file(path, crs);
  std::vector<Value> values;
  for (std::size_t i = 0; i < country.layers.size(); ++i) {
    if (!theme.find_layer(country.layers[i].name)) continue;
    const RowWriter writer(country, country.layers[i].name, carrier);
    file.begin_layer(writer.layer());
    for (const Row& row : side[i]) {
      if (!carries(carrier, country.layers[i].name, *row.feature)) continue;
      writer.values(row, values);
      const Shape shape = writer.distorted_shape(*row.feature);
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
