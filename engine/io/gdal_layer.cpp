// SPDX-License-Identifier: MIT
#include "io/gdal_layer.h"

#include <cpl_time.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "io/column_type.h"
#include "io/gdal_crs.h"
#include "io/json_value.h"
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

void add_geometry(Schema& schema, OGRLayer& layer, OGRwkbGeometryType type) {
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

/// While it lives, the layer reads no attributes: that costs most of the time.
class WithoutFields {
 public:
  explicit WithoutFields(OGRLayer& layer) : layer_(layer) {
    const auto& definition = *layer.GetLayerDefn();
    std::vector<const char*> names;
    for (int i = 0; i < definition.GetFieldCount(); ++i)
      names.push_back(definition.GetFieldDefn(i)->GetNameRef());
    names.push_back(nullptr);
    layer_.SetIgnoredFields(names.data());
  }
  ~WithoutFields() { layer_.SetIgnoredFields(nullptr); }
  WithoutFields(const WithoutFields&) = delete;
  WithoutFields& operator=(const WithoutFields&) = delete;

 private:
  OGRLayer& layer_;
};

bool is_multi(OGRwkbGeometryType type) {
  const auto flat = wkbFlatten(type);
  return flat == wkbMultiPoint || flat == wkbMultiLineString || flat == wkbMultiPolygon;
}

void make_multi(OGRFeature& feature) {
  const OGRGeometry* geometry = feature.GetGeometryRef();
  if (!geometry || is_multi(geometry->getGeometryType())) return;
  const auto type = OGR_GT_GetCollection(geometry->getGeometryType());
  feature.SetGeometryDirectly(OGRGeometryFactory::forceTo(feature.StealGeometry(), type));
}

/// A text of `width` bytes may end within a character, which is at most three bytes short.
std::string_view without_cut_character(std::string_view text, std::size_t width) {
  constexpr std::size_t longest_rest = 3;
  if (text.size() != width) return text;
  for (std::size_t cut = 1; cut <= std::min(longest_rest, text.size()); ++cut)
    if (is_utf8(text.substr(0, text.size() - cut))) return text.substr(0, text.size() - cut);
  return text;
}

}  // namespace

OGRwkbGeometryType held_type(OGRLayer& layer) {
  const auto declared = layer.GetGeomType();
  const auto flat = wkbFlatten(declared);
  if (flat != wkbLineString && flat != wkbPolygon) return declared;
  const WithoutFields geometries_only(layer);
  layer.ResetReading();
  while (const auto feature = OGRFeatureUniquePtr(layer.GetNextFeature())) {
    const auto* geometry = feature->GetGeometryRef();
    if (geometry && is_multi(geometry->getGeometryType())) return OGR_GT_GetCollection(declared);
  }
  return declared;
}

Schema schema_of(OGRLayer& layer, OGRwkbGeometryType type) {
  Schema schema;
  schema.layer = layer.GetName();
  const auto& definition = *layer.GetLayerDefn();
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    const auto& field = *definition.GetFieldDefn(i);
    const auto declared = declared_type(field);
    schema.columns.push_back(
        {free_name(schema, field.GetNameRef()), column_type_of(declared), declared});
  }
  add_geometry(schema, layer, type);
  return schema;
}

GdalRow::GdalRow(const OGRFeatureDefn& definition, OGRwkbGeometryType type)
    : geometry_type_(type), buffers_(static_cast<std::size_t>(definition.GetFieldCount())) {
  for (int i = 0; i < definition.GetFieldCount(); ++i) {
    types_.push_back(definition.GetFieldDefn(i)->GetType());
    widths_.push_back(static_cast<std::size_t>(definition.GetFieldDefn(i)->GetWidth()));
  }
}

void GdalRow::read(OGRFeature& feature) {
  values_.clear();
  undecoded_.reset();
  for (std::size_t i = 0; i < types_.size(); ++i) {
    values_.push_back(value(feature, static_cast<int>(i), buffers_[i]));
    auto* text = std::get_if<std::string_view>(&values_.back());
    if (!text || is_utf8(*text)) continue;
    *text = without_cut_character(*text, widths_[i]);
    if (!undecoded_ && !is_utf8(*text)) undecoded_ = i;
  }
  read_geometry(feature);
}

void GdalRow::read_geometry(OGRFeature& feature) {
  geometry_ = Null{};
  if (is_multi(geometry_type_)) make_multi(feature);
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
