// SPDX-License-Identifier: MIT
#include "io/gdal_layer.h"

#include <cpl_time.h>
#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "io/column_type.h"
#include "io/gdal_crs.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

std::string declared_integer(const OGRFieldDefn& field) {
  switch (field.GetSubType()) {
    case OFSTBoolean:
      return "BOOLEAN";
    case OFSTInt16:
      return "SMALLINT";
    default:
      return field.GetType() == OFTInteger ? "MEDIUMINT" : "INTEGER";
  }
}

std::string declared_type(const OGRFieldDefn& field) {
  switch (field.GetType()) {
    case OFTInteger:
    case OFTInteger64:
      return declared_integer(field);
    case OFTReal:
      return field.GetSubType() == OFSTFloat32 ? "FLOAT" : "REAL";
    case OFTDate:
      return "DATE";
    case OFTDateTime:
      return "DATETIME";
    case OFTBinary:
      return "BLOB";
    case OFTString:
      return field.GetWidth() > 0 ? fmt::format("TEXT({})", field.GetWidth()) : "TEXT";
    default:
      return "TEXT";
  }
}

void add_geometry(Schema& schema, OGRLayer& layer) {
  const auto type = layer.GetGeomType();
  if (type == wkbNone) return;
  const bool known = wkbFlatten(type) != wkbUnknown;
  schema.geometry_column = free_name(schema, "geom");
  schema.geometry_type = known ? OGRToOGCGeomType(wkbFlatten(type)) : "GEOMETRY";
  constexpr int prohibited = 0, mandatory = 1, optional = 2;
  schema.z = !known ? optional : wkbHasZ(type) ? mandatory : prohibited;
  schema.m = !known ? optional : wkbHasM(type) ? mandatory : prohibited;
  schema.crs = crs_of(layer.GetSpatialRef());
}

/// As GDAL writes it into a GeoPackage: UTC, milliseconds where there are any. A time of an unknown
/// zone is taken as it stands.
std::string datetime_text(OGRFeature& feature, int field) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
  float second = 0;
  feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone);
  constexpr int utc = 100, seconds_a_step = 15 * 60;
  std::tm time{};
  time.tm_year = year - 1900;
  time.tm_mon = month - 1;
  time.tm_mday = day;
  time.tm_hour = hour;
  time.tm_min = minute;
  const auto milliseconds = std::llround(static_cast<double>(second) * 1000);
  const auto shift = zone > 1 ? (zone - utc) * seconds_a_step : 0;
  const auto seconds = CPLYMDHMSToUnixTime(&time) - shift + milliseconds / 1000;
  CPLUnixTimeToYMDHMS(seconds, &time);
  auto text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", time.tm_year + 1900,
                          time.tm_mon + 1, time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec);
  return text + fmt::format(".{:03}Z", milliseconds % 1000);
}

std::string date_text(OGRFeature& feature, int field) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zone = 0;
  feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

struct Free {
  void operator()(char* text) const noexcept { CPLFree(text); }
};

std::string json_text(OGRFeature& feature, int field) {
  const std::unique_ptr<char, Free> json(feature.GetFieldAsSerializedJSon(field));
  return json ? json.get() : "";
}

}  // namespace

Schema schema_of(OGRLayer& layer) {
  Schema schema;
  schema.layer = layer.GetName();
  const auto& definition = *layer.GetLayerDefn();
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    const auto& field = *definition.GetFieldDefn(i);
    const auto declared = declared_type(field);
    schema.columns.push_back(
        {free_name(schema, field.GetNameRef()), column_type_of(declared), declared});
  }
  add_geometry(schema, layer);
  return schema;
}

GdalRow::GdalRow(const OGRFeatureDefn& definition)
    : buffers_(static_cast<std::size_t>(definition.GetFieldCount())) {
  for (int i = 0; i < definition.GetFieldCount(); ++i)
    types_.push_back(definition.GetFieldDefn(i)->GetType());
}

void GdalRow::read(OGRFeature& feature) {
  values_.clear();
  for (std::size_t i = 0; i < types_.size(); ++i)
    values_.push_back(value(feature, static_cast<int>(i), buffers_[i]));
  geometry_ = Null{};
  const OGRGeometry* geometry = feature.GetGeometryRef();
  if (!geometry) return;
  wkb_.resize(geometry->WkbSize());
  geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb_.data()), wkbVariantIso);
  geometry_ = BlobView{wkb_};
}

ValueView GdalRow::value(OGRFeature& feature, int field, std::string& buffer) const {
  if (!feature.IsFieldSetAndNotNull(field)) return Null{};
  switch (types_[static_cast<std::size_t>(field)]) {
    case OFTInteger:
    case OFTInteger64:
      return std::int64_t{feature.GetFieldAsInteger64(field)};
    case OFTReal:
      return feature.GetFieldAsDouble(field);
    case OFTDate:
      buffer = date_text(feature, field);
      break;
    case OFTDateTime:
      buffer = datetime_text(feature, field);
      break;
    case OFTBinary: {
      int size = 0;
      const auto* bytes = reinterpret_cast<const char*>(feature.GetFieldAsBinary(field, &size));
      return BlobView{std::string_view(bytes, static_cast<std::size_t>(size))};
    }
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList:
      buffer = json_text(feature, field);
      break;
    default:
      return std::string_view(feature.GetFieldAsString(field));
  }
  return std::string_view(buffer);
}

}  // namespace bdf::io
