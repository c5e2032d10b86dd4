// SPDX-License-Identifier: MIT
#include "io/export_layer.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "io/gdal_errors.h"
#include "io/geometry_blob.h"
#include "io/key.h"
#include "io/row_stream.h"
#include "io/sql.h"
#include "model/overloaded.h"

namespace bdf::io {

namespace {

/// Bytes that a text of a dBASE table may have.
constexpr std::size_t dbase_width = 254;
/// Of a time that is kept as text.
constexpr int time_width = 30;

struct CloseDataset {
  void operator()(GDALDataset* dataset) const noexcept { GDALClose(dataset); }
};

const char* driver_of(ExportForm form) {
  return form == ExportForm::flatgeobuf  ? "FlatGeobuf"
         : form == ExportForm::shapefile ? "ESRI Shapefile"
                                         : "GeoJSON";
}

CPLStringList options_of(const ExportJob& job) {
  CPLStringList options;
  if (job.form == ExportForm::shapefile) {
    options.SetNameValue("ENCODING", "UTF-8");
    options.SetNameValue("DBF_DATE_LAST_UPDATE", job.time.substr(0, 10).c_str());
  } else if (job.form == ExportForm::geojson) {
    options.SetNameValue("RFC7946", "YES");
    options.SetNameValue("WRITE_BBOX", "YES");
  }
  return options;
}

OGRwkbGeometryType kind_of(const Schema& layer) {
  if (layer.geometry_column.empty()) return wkbNone;
  const auto kind = OGRFromOGCGeomType(layer.geometry_type.c_str());
  return layer.z == 0 ? kind : wkbSetZ(kind);
}

class Exporting {
 public:
  Exporting(Database& database, const Schema& layer, const ExportJob& job)
      : database_(database), layer_(layer), job_(job) {}

  std::vector<ValueLeftOut> run() {
    GDALAllRegister();
    const GdalErrors errors;
    create();
    fill(errors);
    dataset_.reset();
    if (errors.failed()) fail(errors.failure());
    return std::move(left_out_);
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw StoreError(
        msg("{}, layer {}: it cannot be written: {}", job_.target.string(), layer_.layer, why));
  }

  void create() {
    auto* driver = GetGDALDriverManager()->GetDriverByName(driver_of(job_.form));
    if (driver == nullptr) fail(msg("this GDAL has no driver {}", driver_of(job_.form)));
    dataset_.reset(driver->Create(job_.target.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset_) fail(CPLGetLastErrorMsg());
    auto options = options_of(job_);
    sheet_ = dataset_->CreateLayer(job_.target.stem().c_str(), system(), kind_of(layer_),
                                   options.List());
    if (sheet_ == nullptr) fail(CPLGetLastErrorMsg());
    for (const auto& column : job_.columns) add_field(column);
  }

  OGRSpatialReference* system() {
    if (layer_.geometry_column.empty()) return nullptr;
    if (system_.SetFromUserInput(name_of(layer_.crs).c_str()) != OGRERR_NONE)
      system_.importFromWkt(layer_.crs.definition.c_str());
    system_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return &system_;
  }

  void add_field(const ExportColumn& column) {
    const auto& said = layer_.columns[*layer_.find(column.name)];
    OGRFieldDefn field(column.called.c_str(), OFTString);
    const bool dbase = job_.form == ExportForm::shapefile;
    const bool json = job_.form == ExportForm::geojson;
    widths_.push_back(0);
    if (said.type == ColumnType::boolean) {
      field.SetType(OFTInteger);
      if (dbase)
        field.SetWidth(1);
      else
        field.SetSubType(OFSTBoolean);
    } else if (said.type == ColumnType::integer) {
      field.SetType(OFTInteger64);
    } else if (said.type == ColumnType::real) {
      field.SetType(OFTReal);
    } else if (said.type == ColumnType::date && !json) {
      field.SetType(OFTDate);
    } else if (said.type == ColumnType::datetime && !json && !dbase) {
      field.SetType(OFTDateTime);
    } else if (said.type == ColumnType::blob) {
      field.SetType(OFTBinary);
    } else if (dbase) {
      widths_.back() = said.type == ColumnType::datetime ? time_width
                       : column.width == 0               ? dbase_width
                                                         : std::min(column.width, dbase_width);
      field.SetWidth(static_cast<int>(widths_.back()));
    }
    types_.push_back(field.GetType());
    if (sheet_->CreateField(&field) != OGRERR_NONE) fail(CPLGetLastErrorMsg());
  }

  void fill(const GdalErrors& errors) {
    std::vector<std::string> names;
    for (const auto& column : job_.columns) names.push_back(column.name);
    names.insert(names.end(), job_.key.begin(), job_.key.end());
    stream_rows(database_, layer_, names, {}, [&](const StreamedRow& row) {
      OGRFeature feature(sheet_->GetLayerDefn());
      const auto key = text_of_key(row.values.subspan(job_.columns.size())).value_or("");
      for (std::size_t i = 0; i < job_.columns.size(); ++i) set(feature, i, row.values[i], key);
      set_geometry(feature, row.geometry, key);
      if (sheet_->CreateFeature(&feature) != OGRERR_NONE || errors.failed())
        fail(errors.failure().empty() ? CPLGetLastErrorMsg() : errors.failure());
    });
  }

  void set(OGRFeature& feature, std::size_t index, const ValueView& value, const std::string& key) {
    const auto field = static_cast<int>(index);
    const auto type = types_[index];
    const bool is_number = type == OFTInteger || type == OFTInteger64 || type == OFTReal;
    std::visit(
        Overloaded{
            [&](Null) { feature.SetFieldNull(field); },
            [&](std::int64_t number) { feature.SetField(field, static_cast<GIntBig>(number)); },
            [&](double number) { feature.SetField(field, number); },
            [&](std::string_view text) {
              if (is_number) return leave_out(feature, index, value, key);
              set_text(feature, index, std::string(text), key);
            },
            [&](BlobView blob) {
              if (type != OFTBinary) return leave_out(feature, index, value, key);
              feature.SetField(field, static_cast<int>(blob.bytes.size()), blob.bytes.data());
            }},
        value);
  }

  void set_text(OGRFeature& feature, std::size_t index, std::string text, const std::string& key) {
    const auto width = widths_[index];
    if (width > 0 && text.size() > width) {
      left_out_.push_back({key, job_.columns[index].name, text});
      auto end = width;
      while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
      text.resize(end);
    }
    feature.SetField(static_cast<int>(index), text.c_str());
  }

  void leave_out(OGRFeature& feature, std::size_t index, const ValueView& value,
                 const std::string& key) {
    left_out_.push_back({key, job_.columns[index].name, to_text(value)});
    feature.SetFieldNull(static_cast<int>(index));
  }

  void set_geometry(OGRFeature& feature, const ValueView& geometry, const std::string& key) {
    const auto* blob = std::get_if<BlobView>(&geometry);
    if (blob == nullptr) return;
    OGRGeometry* read = nullptr;
    if (OGRGeometryFactory::createFromWkb(blob->bytes.data(), nullptr, &read, blob->bytes.size(),
                                          wkbVariantIso) != OGRERR_NONE)
      throw InputError(msg("layer {}, feature {}: its geometry cannot be read", layer_.layer, key));
    feature.SetGeometryDirectly(read);
  }

  Database& database_;
  const Schema& layer_;
  const ExportJob& job_;
  OGRSpatialReference system_;
  std::unique_ptr<GDALDataset, CloseDataset> dataset_;
  OGRLayer* sheet_ = nullptr;  ///< the dataset's
  std::vector<std::size_t> widths_;
  std::vector<OGRFieldType> types_;
  std::vector<ValueLeftOut> left_out_;
};

}  // namespace

std::vector<ValueLeftOut> export_layer(Database& database, const Schema& layer,
                                       const ExportJob& job) {
  return Exporting(database, layer, job).run();
}

}  // namespace bdf::io
