// SPDX-License-Identifier: MIT
#include "io/export_layer.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <memory>
#include <system_error>

#include "base/error.h"
#include "base/message.h"
#include "crs/transform.h"
#include "geometry/wkb.h"
#include "geometry/wkt.h"
#include "io/crs.h"
#include "io/export_compare.h"
#include "io/export_field.h"
#include "io/export_readback.h"
#include "io/export_shape.h"
#include "io/gdal_errors.h"
#include "io/key_text.h"
#include "io/row_stream.h"

namespace bdf::io {

namespace {

/// Of what GeoJSON is in.
constexpr const char* degrees = "EPSG:4326";
/// Decimals of a degree there. GDAL drops the last two behind many noughts: what is left is good to
/// a centimetre.
constexpr const char* decimals = "9";
constexpr double a_centimetre = 1e-7;

struct CloseDataset {
  void operator()(GDALDataset* dataset) const noexcept { GDALClose(dataset); }
};

const char* driver_of(ExportForm form) {
  return form == ExportForm::flatgeobuf  ? "FlatGeobuf"
         : form == ExportForm::shapefile ? "ESRI Shapefile"
                                         : "GeoJSON";
}

CPLStringList options_of(const ExportJob& job, bool indexed) {
  CPLStringList options;
  if (job.form == ExportForm::shapefile) {
    options.SetNameValue("ENCODING", "UTF-8");
    options.SetNameValue("DBF_DATE_LAST_UPDATE", job.time.substr(0, 10).c_str());
  } else if (job.form == ExportForm::geojson) {
    options.SetNameValue("RFC7946", "YES");
    options.SetNameValue("WRITE_BBOX", "YES");
    options.SetNameValue("COORDINATE_PRECISION", decimals);
  } else {
    options.SetNameValue("SPATIAL_INDEX", indexed ? "YES" : "NO");
  }
  return options;
}

crs::Transform to_degrees(const Schema& layer) {
  crs::Operation operation;
  operation.from =
      is_defined(layer.crs) && layer.crs.code > 0 ? name_of(layer.crs) : layer.crs.definition;
  operation.to = degrees;
  operation.allow_ballpark = true;  // WGS 84 as a whole is known to some decimetres only
  return crs::Transform(operation);
}

class Exporting {
 public:
  Exporting(Database& database, const Schema& layer, const ExportJob& job)
      : database_(database), layer_(layer), job_(job) {
    if (job.form == ExportForm::geojson && has_geometry()) transform_.emplace(to_degrees(layer));
    for (const auto& column : job.columns) {
      const auto& said = layer.columns[*layer.find(column.name)];
      types_.push_back(said.type);
      fields_.push_back(field_for(said, column, job.form));
      names_.push_back(column.name);
    }
    names_.insert(names_.end(), job.key.begin(), job.key.end());
  }

  ExportedLayer run() {
    GDALAllRegister();
    const auto geometries = geometries_in(database_, layer_);
    require_exportable(database_, layer_, job_, geometries);
    kind_ = kind_of_export(job_.form, layer_, geometries);
    is_indexed_ = job_.form == ExportForm::flatgeobuf && !job_.key.empty();
    auto lost = write_and_compare();
    if (lost && is_indexed_) {
      // In the index's order, a key that the file does not hold finds no feature again.
      is_indexed_ = false;
      lost = write_and_compare();
    }
    if (lost) fail(msg("feature {} is not in the file", *lost));
    return std::move(exported_);
  }

 private:
  [[nodiscard]] bool has_geometry() const { return !layer_.geometry_column.empty(); }

  [[noreturn]] void fail(const std::string& why) const {
    throw StoreError(
        msg("{}, layer {}: it cannot be written: {}", job_.target.string(), layer_.layer, why));
  }

  /// The key of a feature that is not found again.
  std::optional<std::string> write_and_compare() {
    write();
    // GDAL cannot read a FlatGeobuf of no feature that has no index.
    if (written_ == 0 && job_.form == ExportForm::flatgeobuf && !is_indexed_) {
      is_indexed_ = true;
      write();
    }
    return compare();
  }

  void write() {
    std::error_code none;
    std::filesystem::remove(job_.target, none);
    exported_ = {};
    written_ = 0;
    const GdalErrors errors;
    create();
    for_each_row([&](const StreamedRow& row, const std::string& key) {
      if (write_row(row, key)) ++written_;
      if (errors.failed()) fail(errors.failure());
    });
    dataset_.reset();
    if (errors.failed()) fail(errors.failure());
  }

  void create() {
    auto* driver = GetGDALDriverManager()->GetDriverByName(driver_of(job_.form));
    if (driver == nullptr) fail(msg("this GDAL has no driver {}", driver_of(job_.form)));
    dataset_.reset(driver->Create(job_.target.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset_) fail(CPLGetLastErrorMsg());
    auto options = options_of(job_, is_indexed_);
    sheet_ = dataset_->CreateLayer(job_.target.stem().c_str(), system(), kind_, options.List());
    if (sheet_ == nullptr) fail(CPLGetLastErrorMsg());
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (!add_field(*sheet_, fields_[i], job_.columns[i].called)) fail(CPLGetLastErrorMsg());
  }

  OGRSpatialReference* system() {
    if (!has_geometry()) return nullptr;
    const auto name = transform_ ? std::string(degrees) : name_of(layer_.crs);
    if (system_.SetFromUserInput(name.c_str()) != OGRERR_NONE)
      system_.importFromWkt(layer_.crs.definition.c_str());
    system_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return &system_;
  }

  template <class Show>
  void for_each_row(const Show& show) {
    stream_rows(database_, layer_, names_, {}, [&](const StreamedRow& row) {
      show(row, key_as_stored(row.values.subspan(job_.columns.size()), row.fid));
    });
  }

  /// False where the form has no room for the feature.
  bool write_row(const StreamedRow& row, const std::string& key) {
    OGRFeature feature(sheet_->GetLayerDefn());
    set_geometry(feature, row.geometry, key);
    if (job_.form == ExportForm::flatgeobuf && !has_shape(feature)) {
      exported_.not_in_file.push_back(row.fid);
      return false;
    }
    for (std::size_t i = 0; i < fields_.size(); ++i)
      set_value(feature, static_cast<int>(i), fields_[i], row.values[i]);
    if (sheet_->CreateFeature(&feature) != OGRERR_NONE) fail(CPLGetLastErrorMsg());
    return true;
  }

  static bool has_shape(OGRFeature& feature) {
    const auto* geometry = feature.GetGeometryRef();
    return geometry != nullptr && !geometry->IsEmpty();
  }

  void set_geometry(OGRFeature& feature, const ValueView& stored, const std::string& key) {
    if (is_null(stored)) return;
    auto geometry = read(expected(stored), key);
    const auto type = geometry->getGeometryType();
    if (wkbHasZ(kind_) && !wkbHasZ(type) && !geometry->IsEmpty()) ++exported_.without_heights;
    feature.SetGeometryDirectly(adapted(std::move(geometry), job_.form, kind_).release());
  }

  [[nodiscard]] std::unique_ptr<OGRGeometry> read(const ValueView& geometry,
                                                  const std::string& key) const {
    OGRGeometry* read = nullptr;
    const auto* blob = std::get_if<BlobView>(&geometry);
    if (blob == nullptr ||
        OGRGeometryFactory::createFromWkb(blob->bytes.data(), nullptr, &read, blob->bytes.size(),
                                          wkbVariantIso) != OGRERR_NONE)
      throw InputError(msg("layer {}, feature {}: its geometry cannot be read", layer_.layer, key));
    return std::unique_ptr<OGRGeometry>(read);
  }

  /// The geometry in the file's system; valid until the next one.
  ValueView expected(const ValueView& stored) {
    const auto* blob = std::get_if<BlobView>(&stored);
    if (blob == nullptr || !transform_) return stored;
    wkb_ = crs::transformed(blob->bytes, *transform_);
    return BlobView{wkb_};
  }

  std::optional<std::string> compare() {
    const auto file = open_stored(job_, is_indexed_);
    std::optional<std::string> lost;
    auto skipped = exported_.not_in_file.begin();
    for_each_row([&](const StreamedRow& row, const std::string& key) {
      if (skipped != exported_.not_in_file.end() && *skipped == row.fid) {
        ++skipped;
      } else if (const auto stored = file->find(key)) {
        compare(row, *stored, key);
      } else if (!lost) {
        lost = key;
      }
    });
    if (!lost && file->holds_more()) fail(msg("the file has more features than the layer"));
    return lost;
  }

  void compare(const StreamedRow& row, const StoredFeature& stored, const std::string& key) {
    for (std::size_t i = 0; i < types_.size(); ++i)
      if (!says_the_same(types_[i], row.values[i], stored.values[i]))
        add(key, job_.columns[i].name, false, text_of(row.values[i]));
    if (has_geometry() && !is_same(row.geometry, stored.geometry, key))
      add(key, layer_.geometry_column, true, wkt_of(row.geometry));
  }

  [[nodiscard]] bool is_same(const ValueView& geometry, const ValueView& stored,
                             const std::string& key) {
    const double tolerance = transform_ ? a_centimetre : 0;
    const auto wanted = expected(geometry);
    if (is_same_shape(wanted, stored, tolerance)) return true;
    if (is_null(geometry)) return false;
    // In other words: big-endian, or with EWKB's flags.
    const auto parsed = read(wanted, key);
    std::string wkb(parsed->WkbSize(), '\0');
    parsed->exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(wkb.data()), wkbVariantIso);
    return is_same_shape(BlobView{wkb}, stored, tolerance);
  }

  void add(const std::string& key, const std::string& column, bool is_geometry,
           std::optional<std::string> value) {
    exported_.not_held.push_back({key, column, is_geometry, std::move(value)});
  }

  static std::optional<std::string> text_of(const ValueView& value) {
    return is_null(value) ? std::nullopt : std::optional(to_text(value));
  }

  static std::optional<std::string> wkt_of(const ValueView& geometry) {
    const auto* blob = std::get_if<BlobView>(&geometry);
    return blob == nullptr ? std::nullopt : std::optional(geometry::to_wkt(blob->bytes));
  }

  Database& database_;
  const Schema& layer_;
  const ExportJob& job_;
  std::optional<crs::Transform> transform_;  ///< of what is in longitude and latitude there
  std::vector<std::string> names_;           ///< of the columns, then of the key
  std::vector<ColumnType> types_;            ///< of the columns; so the next
  std::vector<ExportField> fields_;
  OGRwkbGeometryType kind_ = wkbNone;
  std::uint64_t written_ = 0;
  bool is_indexed_ = false;  ///< so that its features are in another order
  OGRSpatialReference system_;
  std::unique_ptr<GDALDataset, CloseDataset> dataset_;
  OGRLayer* sheet_ = nullptr;  ///< the dataset's
  std::string wkb_;
  ExportedLayer exported_;
};

}  // namespace

ExportedLayer export_layer(Database& database, const Schema& layer, const ExportJob& job) {
  return Exporting(database, layer, job).run();
}

}  // namespace bdf::io
