// SPDX-License-Identifier: MIT
#include "io/staging.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <fstream>
#include <mutex>
#include <unordered_set>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "io/gdal_errors.h"
#include "io/gdal_layer.h"
#include "io/geopackage.h"
#include "io/sql.h"

namespace bdf::io {

namespace {

namespace fs = std::filesystem;

constexpr const char* drivers[] = {"ESRI Shapefile", "GeoJSON",    "GeoJSONSeq",
                                   "FlatGeobuf",     "PostgreSQL", nullptr};

/// Only these: a driver that is not there cannot be talked into opening anything.
void register_drivers() {
  static std::once_flag once;
  std::call_once(once, [] {
    RegisterOGRShape();
    RegisterOGRGeoJSON();
    RegisterOGRGeoJSONSeq();
    RegisterOGRFlatGeobuf();
    RegisterOGRPG();
  });
}

/// Whether a Shapefile's text says its encoding, in a .cpg file or in the .dbf file's header.
bool says_encoding(const fs::path& shapefile) {
  constexpr std::streamoff language_at = 29;
  constexpr int unknown = 0, current_ansi = 0x57;
  auto part = shapefile;
  for (const char* extension : {".cpg", ".CPG"})
    if (fs::exists(part.replace_extension(extension))) return true;
  std::ifstream table(part.replace_extension(".dbf"), std::ios::binary);
  table.seekg(language_at);
  const int language = table.get();
  return table.good() && language != unknown && language != current_ansi;
}

GDALDatasetUniquePtr open_dataset(const SourceName& name, const SourceOptions& options,
                                  const std::string& shown) {
  register_drivers();
  const GdalErrors errors;
  const auto encoding = "ENCODING=" + options.encoding;
  const char* const with_encoding[] = {encoding.c_str(), nullptr};
  const bool says = options.encoding.empty() || says_encoding(name.path);
  GDALDatasetUniquePtr dataset(GDALDataset::Open(name.path.c_str(),
                                                 GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers,
                                                 says ? nullptr : with_encoding));
  if (dataset) return dataset;
  const auto reason = errors.failed() ? errors.failure()
                                      : msg("no GeoPackage, Shapefile, GeoJSON, FlatGeobuf or "
                                            "PostgreSQL source");
  throw InputError(msg("{}: cannot be opened ({})", shown, reason));
}

std::vector<OGRLayer*> layers_of(GDALDataset& dataset, const std::string& layer,
                                 const std::string& shown) {
  std::vector<OGRLayer*> layers;
  std::string names;
  for (OGRLayer* candidate : dataset.GetLayers()) {
    names += (names.empty() ? "" : ", ") + std::string(candidate->GetName());
    if (layer.empty() || same_name(layer, candidate->GetName())) layers.push_back(candidate);
  }
  if (layers.empty() && !layer.empty())
    throw InputError(msg("{}: there is no layer {}; there are: {}", shown, layer, names));
  if (layers.empty()) throw InputError(msg("{}: it holds no layer", shown));
  return layers;
}

/// Fids as they are, one more where they begin at 0; nullopt where that is taken or not positive.
class FidKeeper {
 public:
  std::optional<std::int64_t> keep(std::int64_t fid) {
    if (taken_.empty() && fid == 0) shift_ = 1;
    if (fid + shift_ <= 0 || taken_.contains(fid + shift_)) return std::nullopt;
    return fid + shift_;
  }
  void take(std::int64_t fid) { taken_.insert(fid); }

 private:
  std::int64_t shift_ = 0;
  std::unordered_set<std::int64_t> taken_;
};

/// The file is read and thrown away: its time does not matter, as long as it is always the same.
constexpr const char* time_of_copy = "1970-01-01T00:00:00Z";

void stage_layer(Database& database, OGRLayer& layer, Schema schema, const std::string& shown) {
  const GdalErrors errors;
  schema = create_layer(database, schema);
  FeatureWriter writer(database, schema, column_names(schema));
  GdalRow row(*layer.GetLayerDefn());
  FidKeeper fids;
  layer.ResetReading();
  while (const auto feature = OGRFeatureUniquePtr(layer.GetNextFeature())) {
    row.read(*feature);
    fids.take(writer.add(fids.keep(feature->GetFID()), row.values(), row.geometry()));
  }
  if (errors.failed())
    throw InputError(msg("{}: layer {}: {}", shown, schema.layer, errors.failure()));
  finish_layer(database, schema, time_of_copy);
}

}  // namespace

void stage(const SourceName& name, const SourceOptions& options, const std::string& shown,
           const fs::path& target) {
  const auto dataset = open_dataset(name, options, shown);
  auto database = Database::open_output(target);
  create_geopackage(database);
  Transaction transaction(database);
  for (OGRLayer* layer : layers_of(*dataset, name.layer, shown)) {
    auto schema = schema_of(*layer);
    complete_crs(schema, options.crs, shown);
    stage_layer(database, *layer, schema, shown);
  }
  transaction.commit();
}

}  // namespace bdf::io
