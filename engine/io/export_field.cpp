// SPDX-License-Identifier: MIT
#include "io/export_field.h"

#include <algorithm>
#include <cmath>

#include "io/iso_time.h"
#include "io/json_value.h"
#include "model/overloaded.h"

namespace bdf::io {

namespace {

/// Bytes that a text of a dBASE table may have.
constexpr std::size_t dbase_width = 254;
/// Of a time that is kept as text there.
constexpr std::size_t time_width = 40;
/// Digits of a whole number that GDAL reads back as one.
constexpr std::size_t integer_width = 18;
/// What GDAL's 24 characters hold without a digit before the point being lost.
constexpr double dbase_limit = 1e22;

/// Sets one field of one feature.
class Setting {
 public:
  Setting(OGRFeature& feature, int index, const ExportField& field)
      : feature_(feature), index_(index), field_(field) {}

  void set(Null) { feature_.SetFieldNull(index_); }

  void set(std::int64_t number) {
    if (field_.type == OFTString) return set_text(std::to_string(number));
    if (field_.type == OFTReal) {
      constexpr double beyond = 9223372036854775808.0;
      const auto real = static_cast<double>(number);
      return real < beyond && static_cast<std::int64_t>(real) == number ? set_real(real)
                                                                        : set(Null{});
    }
    const bool whole = field_.type == OFTInteger64 || field_.type == OFTInteger;
    const bool fits = field_.width == 0 || std::to_string(number).size() <= field_.width;
    const bool said = !field_.is_boolean || number == 0 || number == 1;
    if (!whole || !fits || !said) return set(Null{});
    feature_.SetField(index_, static_cast<GIntBig>(number));
  }

  void set(double number) {
    if (field_.type == OFTString) return set_text(to_text(number));
    if (field_.type == OFTReal) return set_real(number);
    constexpr double beyond = 9223372036854775808.0;
    const bool whole = number == std::floor(number) && std::abs(number) < beyond;
    if (!whole) return set(Null{});
    set(static_cast<std::int64_t>(number));
  }

  void set(std::string_view text) {
    if (field_.type == OFTString) return set_text(text);
    if (field_.type == OFTDate) return set_date(text);
    if (field_.type == OFTDateTime) return set_time(text);
    set(Null{});
  }

  void set(BlobView blob) {
    if (field_.type == OFTBinary)
      return feature_.SetField(index_, static_cast<int>(blob.bytes.size()), blob.bytes.data());
    const bool fits = field_.width == 0 || blob.bytes.size() * 2 <= field_.width;
    if (field_.type != OFTString || !fits) return set(Null{});
    set_text(to_hex(blob.bytes));
  }

 private:
  void set_real(double number) {
    const bool said = field_.form == ExportForm::flatgeobuf ||
                      (std::isfinite(number) &&
                       (field_.form != ExportForm::shapefile || std::abs(number) < dbase_limit));
    if (!said) return set(Null{});
    feature_.SetField(index_, number);
  }

  void set_text(std::string_view text) {
    if (!is_utf8(text)) return set(Null{});
    std::string held(text);
    if (field_.width > 0 && held.size() > field_.width) {
      auto end = field_.width;
      while (end > 0 && (static_cast<unsigned char>(held[end]) & 0xC0U) == 0x80U) --end;
      held.resize(end);
    }
    feature_.SetField(index_, held.c_str());
  }

  void set_date(std::string_view text) {
    const auto date = iso_date_of(text);
    if (!date) return set(Null{});
    feature_.SetField(index_, date->year, date->month, date->day);
  }

  void set_time(std::string_view text) {
    const auto time = iso_time_of(text);
    constexpr int step = 15, utc = 100,
                  unknown = 0;  // as GDAL counts zones, in quarters of an hour
    if (!time || time->zone.value_or(0) % step != 0) return set(Null{});
    const auto seconds = static_cast<float>(time->second) +
                         static_cast<float>(time->nanoseconds / 1'000'000) / 1000.0F;
    feature_.SetField(index_, time->date.year, time->date.month, time->date.day, time->hour,
                      time->minute, seconds, time->zone ? utc + *time->zone / step : unknown);
  }

  OGRFeature& feature_;
  int index_;
  const ExportField& field_;
};

OGRFieldType type_for(ColumnType type, ExportForm form) {
  const bool dbase = form == ExportForm::shapefile;
  const bool flatgeobuf = form == ExportForm::flatgeobuf;
  switch (type) {
    case ColumnType::boolean:
      return OFTInteger;
    case ColumnType::integer:
      return OFTInteger64;
    case ColumnType::real:
      return OFTReal;
    case ColumnType::date:
      return dbase ? OFTDate : OFTString;
    case ColumnType::datetime:
      return flatgeobuf ? OFTDateTime : OFTString;
    case ColumnType::blob:
      return flatgeobuf ? OFTBinary : OFTString;
    case ColumnType::text:
      break;
  }
  return OFTString;
}

std::size_t text_width(const Column& column, std::size_t wanted) {
  if (column.type == ColumnType::datetime) return time_width;
  return wanted == 0 ? dbase_width : std::min(wanted, dbase_width);
}

}  // namespace

ExportField field_for(const Column& column, const ExportColumn& exported, ExportForm form) {
  ExportField field{form, type_for(column.type, form), column.type == ColumnType::boolean, 0};
  if (form != ExportForm::shapefile) return field;
  if (field.type == OFTString) field.width = text_width(column, exported.width);
  if (field.type == OFTInteger64) field.width = integer_width;
  if (field.type == OFTInteger) field.width = 1;
  return field;
}

bool add_field(OGRLayer& layer, const ExportField& field, const std::string& name) {
  OGRFieldDefn definition(name.c_str(), field.type);
  definition.SetWidth(static_cast<int>(field.width));
  if (field.is_boolean && field.form != ExportForm::shapefile) definition.SetSubType(OFSTBoolean);
  return layer.CreateField(&definition) == OGRERR_NONE;
}

void set_value(OGRFeature& feature, int index, const ExportField& field, const ValueView& value) {
  Setting setting(feature, index, field);
  std::visit([&](const auto& one) { setting.set(one); }, value);
}

}  // namespace bdf::io
