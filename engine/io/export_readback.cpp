// SPDX-License-Identifier: MIT
#include "io/export_readback.h"

#include <gdal_priv.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/error.h"
#include "base/message.h"
#include "io/gdal_errors.h"
#include "io/gdal_layer.h"
#include "io/geojson.h"
#include "io/json_value.h"
#include "io/key_text.h"

namespace bdf::io {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& file, const std::string& why) {
  throw StoreError(msg("{}: what was written cannot be read again: {}", file.string(), why));
}

/// Of a Shapefile or a FlatGeobuf.
class ByGdal : public StoredFeatures {
 public:
  ByGdal(const ExportJob& job, bool by_key) : job_(job), is_reordered_(by_key) {
    auto file = job.target;
    if (!fs::exists(file)) file.replace_extension(".dbf");  // a table alone
    const GdalErrors errors;
    // M stays only where a shape has one.
    const std::array options{
        job.form == ExportForm::shapefile ? "ADJUST_GEOM_TYPE=ALL_SHAPES" : nullptr,
        static_cast<const char*>(nullptr)};
    dataset_.reset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr,
                                     options.data()));
    if (!dataset_ || dataset_->GetLayerCount() != 1) fail(file, errors.failure());
    layer_ = dataset_->GetLayer(0);
    row_.emplace(*layer_->GetLayerDefn(), wkbUnknown);
    layer_->ResetReading();
    if (is_reordered_) list_keys();
  }

  std::optional<StoredFeature> find(const std::string& key) override {
    const GdalErrors errors;
    if (!is_reordered_) {
      feature_.reset(layer_->GetNextFeature());
    } else if (const auto at = by_key_.find(key); at != by_key_.end()) {
      feature_.reset(layer_->GetFeature(at->second));
      by_key_.erase(at);
    } else {
      feature_.reset();
    }
    if (errors.failed()) fail(job_.target, errors.failure());
    if (!feature_) return std::nullopt;
    row_->read(*feature_);
    return StoredFeature{row_->values(), row_->geometry()};
  }

  bool holds_more() override {
    return is_reordered_ ? !by_key_.empty()
                         : OGRFeatureUniquePtr(layer_->GetNextFeature()) != nullptr;
  }

 private:
  void list_keys() {
    std::vector<std::size_t> columns;
    for (const auto& key : job_.key)
      for (std::size_t i = 0; i < job_.columns.size(); ++i)
        if (same_name(job_.columns[i].name, key)) columns.push_back(i);
    std::vector<ValueView> values(columns.size());
    while (const auto feature = OGRFeatureUniquePtr(layer_->GetNextFeature())) {
      row_->read(*feature);
      for (std::size_t i = 0; i < columns.size(); ++i) values[i] = row_->values()[columns[i]];
      by_key_.emplace(key_as_stored(values, 0), feature->GetFID());
    }
  }

  const ExportJob& job_;
  bool is_reordered_;  ///< an index orders a FlatGeobuf by place
  GDALDatasetUniquePtr dataset_;
  OGRLayer* layer_ = nullptr;    ///< the dataset's
  OGRFeatureUniquePtr feature_;  ///< the row's views are of it
  std::optional<GdalRow> row_;
  std::unordered_map<std::string, GIntBig> by_key_;
};

/// Of a GeoJSON that has a feature a line, as GDAL writes them.
class ByLine : public StoredFeatures {
 public:
  explicit ByLine(const ExportJob& job) : job_(job), file_(job.target, std::ios::binary) {}

  std::optional<StoredFeature> find(const std::string& /*key*/) override {
    if (!next_line()) return std::nullopt;
    try {
      feature_ = Json::parse(line_);
      return read();
    } catch (const Json::exception& error) {
      fail(job_.target, error.what());
    }
  }

  bool holds_more() override { return next_line(); }

 private:
  bool next_line() {
    while (std::getline(file_, line_)) {
      if (line_.ends_with(',')) line_.pop_back();
      if (line_.starts_with(R"({ "type": "Feature",)")) return true;
    }
    return false;
  }

  StoredFeature read() {
    values_.clear();
    const auto& properties = feature_.at("properties");
    for (const auto& column : job_.columns) values_.push_back(view(properties.at(column.called)));
    const auto& shape = feature_.at("geometry");
    const auto wkb = shape.is_null() ? std::nullopt : wkb_of_geojson(shape);
    wkb_ = wkb.value_or("");
    return {values_, wkb ? ValueView{BlobView{wkb_}} : ValueView{Null{}}};
  }

  /// A list or an object, which GDAL makes of a text that looks like one, is no value.
  static ValueView view(const Json& json) {
    if (json.is_null()) return Null{};
    if (json.is_boolean()) return std::int64_t{json.get<bool>() ? 1 : 0};
    if (json.is_number_unsigned() && json.get<std::uint64_t>() > INT64_MAX)
      return static_cast<double>(json.get<std::uint64_t>());
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (json.is_number()) return json.get<double>();
    if (json.is_string()) return std::string_view(json.get_ref<const std::string&>());
    return BlobView{};
  }

  const ExportJob& job_;
  std::ifstream file_;
  std::string line_;
  Json feature_;
  std::vector<ValueView> values_;
  std::string wkb_;
};

}  // namespace

std::unique_ptr<StoredFeatures> open_stored(const ExportJob& job, bool by_key) {
  if (job.form == ExportForm::geojson) return std::make_unique<ByLine>(job);
  return std::make_unique<ByGdal>(job, by_key);
}

}  // namespace bdf::io
