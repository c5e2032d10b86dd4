// SPDX-License-Identifier: MIT
#include "io/staging.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <mutex>
#include <unordered_set>

#include "base/error.h"
#include "base/message.h"
#include "io/crs.h"
#include "io/gdal_errors.h"
#include "io/gdal_layer.h"
#include "io/geopackage.h"
#include "io/shapefile.h"
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

/// M stays only where a shape has one: many a Shapefile with Z declares it for nothing.
std::vector<std::string> open_options(const fs::path& path, const std::string& encoding) {
  if (!is_shapefile(path)) return {};
  std::vector<std::string> options{"ADJUST_GEOM_TYPE=ALL_SHAPES"};
  if (!encoding.empty()) options.push_back("ENCODING=" + encoding);
  return options;
}

GDALDatasetUniquePtr open_dataset(const fs::path& path, const std::string& encoding,
                                  const std::string& shown) {
  register_drivers();
  const GdalErrors errors;
  const auto options = open_options(path, encoding);
  std::vector<const char*> pointers;
  for (const auto& option : options) pointers.push_back(option.c_str());
  pointers.push_back(nullptr);
  GDALDatasetUniquePtr dataset(
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers, pointers.data()));
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

/// What is to be done about a text that is no UTF-8 once GDAL has decoded it.
std::string advice_on_text(const SourceName& name, const SourceOptions& options) {
  if (!is_shapefile(name.path)) return msg("the text is not UTF-8, as its format demands");
  if (says_encoding(name.path))
    return msg(
        "the text is not in the encoding that its .cpg file says: remove that file, and say "
        "the right one with --encoding, most often ISO-8859-1");
  if (!options.encoding.empty())
    return msg("the text is not in the encoding that --encoding says, {}", options.encoding);
  return msg(
      "the text is not UTF-8, and nothing says what it is: say it with --encoding, most "
      "often --encoding ISO-8859-1");
}

/// Where an input is read from, as stage was told.
struct Input {
  const SourceName& name;
  const SourceOptions& options;
  const std::string& shown;
};

void stage_layer(Database& database, OGRLayer& layer, const Input& input) {
  const GdalErrors errors;
  const auto type = is_shapefile(input.name.path) ? held_type(layer) : layer.GetGeomType();
  auto schema = schema_of(layer, type);
  complete_crs(schema, input.options.crs, input.shown);
  schema = create_layer(database, schema);
  FeatureWriter writer(database, schema, column_names(schema));
  GdalRow row(*layer.GetLayerDefn(), type);
  FidKeeper fids;
  layer.ResetReading();
  while (const auto feature = OGRFeatureUniquePtr(layer.GetNextFeature())) {
    row.read(*feature);
    if (const auto column = row.undecoded())
      throw InputError(msg("{}: layer {}, fid {}, column {}: {}", input.shown, schema.layer,
                           feature->GetFID(), schema.columns[*column].name,
                           advice_on_text(input.name, input.options)));
    fids.take(writer.add(fids.keep(feature->GetFID()), row.values(), row.geometry()));
  }
  if (errors.failed())
    throw InputError(msg("{}: layer {}: {}", input.shown, schema.layer, errors.failure()));
  finish_layer(database, schema, time_of_copy);
}

}  // namespace

std::vector<Finding> stage(const SourceName& name, const SourceOptions& options,
                           const std::string& shown, const fs::path& target) {
  std::vector<Finding> findings;
  std::string encoding;
  if (is_shapefile(name.path)) encoding = encoding_to_use(name.path, options.encoding, findings);
  const auto dataset = open_dataset(name.path, encoding, shown);
  auto database = Database::open_output(target);
  create_geopackage(database);
  Transaction transaction(database);
  for (OGRLayer* layer : layers_of(*dataset, name.layer, shown))
    stage_layer(database, *layer, {name, options, shown});
  transaction.commit();
  return findings;
}

}  // namespace bdf::io
