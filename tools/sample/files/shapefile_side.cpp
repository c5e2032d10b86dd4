// SPDX-License-Identifier: MIT
#include "files/shapefile_side.h"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/error.h"
#include "files/shape_blob.h"

namespace bdf::sample {
namespace {

/// Cuts a text at a whole character within `bytes`.
std::string cut(const std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

/// One layer's Shapefile.
class Shapefile {
 public:
  Shapefile(GDALDataset& folder, OGRSpatialReference& crs, const RowWriter& writer)
      : form_(writer.layer()), narrow_(writer.narrow_columns()), writer_(writer) {
    const std::string name = shapefile_name(form_.name);
    const char* options[] = {"ENCODING=UTF-8", nullptr};
    layer_ = folder.CreateLayer(name.c_str(), &crs, type(), const_cast<char**>(options));
    if (!layer_) throw StoreError(name + ".shp cannot be written: " + CPLGetLastErrorMsg());
    for (std::size_t i = 0; i < narrow_.size(); ++i) add_column(i);
  }

  void add(const Row& row) {
    writer_.values(row, values_);
    OGRFeature feature(layer_->GetLayerDefn());
    for (std::size_t i = 0; i < values_.size(); ++i) set(feature, static_cast<int>(i), values_[i]);
    write_blob(writer_.distorted_shape(*row.feature), geometry_form(form_.geometry_type, form_.z),
               0, blob_);
    feature.SetGeometryDirectly(geometry());
    if (layer_->CreateFeature(&feature) != OGRERR_NONE)
      throw StoreError(form_.name + ".shp cannot be written: " + CPLGetLastErrorMsg());
  }

 private:
  [[nodiscard]] OGRwkbGeometryType type() const {
    const GeometryForm form = geometry_form(form_.geometry_type, form_.z);
    const OGRwkbGeometryType flat = form.kind == ShapeKind::point  ? wkbPoint
                                    : form.kind == ShapeKind::line ? wkbLineString
                                                                   : wkbPolygon;
    return form.z ? wkbSetZ(flat) : flat;
  }

  void add_column(std::size_t i) {
    const std::string& sql = form_.columns[i].type;
    const OGRFieldType kind = sql == "DATE" || sql == "DATETIME" ? OFTDate
                              : sql == "INTEGER"                 ? OFTInteger
                              : sql == "REAL"                    ? OFTReal
                                                                 : OFTString;
    OGRFieldDefn column(narrow_[i].name.c_str(), kind);
    if (kind == OFTString)
      column.SetWidth(sql == "BOOLEAN" ? 3 : static_cast<int>(narrow_[i].width));
    if (kind == OFTReal) {
      column.SetWidth(12);
      column.SetPrecision(2);
    }
    if (layer_->CreateField(&column) != OGRERR_NONE)
      throw StoreError(form_.name + ".shp cannot have a column " + narrow_[i].name);
  }

  void set(OGRFeature& feature, int column, const Value& value) const {
    const auto at = static_cast<std::size_t>(column);
    const std::string& sql = form_.columns[at].type;
    if (const auto* text = std::get_if<std::string>(&value)) {
      if (sql == "DATE" || sql == "DATETIME") {
        feature.SetField(column, std::stoi(text->substr(0, 4)), std::stoi(text->substr(5, 2)),
                         std::stoi(text->substr(8, 2)));
      } else {
        feature.SetField(column, cut(*text, narrow_[at].width).c_str());
      }
    } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
      if (sql == "BOOLEAN") {
        feature.SetField(column, *number == 0 ? "Non" : "Oui");
      } else {
        feature.SetField(column, static_cast<GIntBig>(*number));
      }
    } else if (const auto* real = std::get_if<double>(&value)) {
      feature.SetField(column, *real);
    }
  }

  /// From the blob: its WKB stands behind a header of 8 bytes and, but for points, an envelope
  /// of 32.
  [[nodiscard]] OGRGeometry* geometry() const {
    const bool point = geometry_form(form_.geometry_type, form_.z).kind == ShapeKind::point;
    const std::size_t header = point ? 8 : 40;
    OGRGeometry* made = nullptr;
    OGRGeometryFactory::createFromWkb(blob_.data() + header, nullptr, &made, blob_.size() - header);
    return made;
  }

  FileLayer form_;
  std::vector<RowWriter::Narrow> narrow_;
  const RowWriter& writer_;
  OGRLayer* layer_ = nullptr;
  std::vector<Value> values_;
  std::string blob_;
};

}  // namespace

std::string shapefile_name(std::string layer) {
  std::transform(layer.begin(), layer.end(), layer.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return layer;
}

void write_shapefiles(const std::filesystem::path& folder, const Country& country,
                      const std::vector<std::vector<Row>>& side, const rules::Theme& theme,
                      const Carrier& carrier) {
  GDALAllRegister();
  std::filesystem::remove_all(folder);
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile");
  const std::unique_ptr<GDALDataset> files(
      driver->Create(folder.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!files) throw StoreError(folder.string() + " cannot be made: " + CPLGetLastErrorMsg());
  OGRSpatialReference crs;
  crs.SetFromUserInput((carrier.crs.empty() ? country.crs : carrier.crs).c_str());
  for (std::size_t i = 0; i < country.layers.size(); ++i) {
    if (!theme.find_layer(country.layers[i].name)) continue;
    const RowWriter writer(country, country.layers[i].name, carrier);
    Shapefile file(*files, crs, writer);
    for (const Row& row : side[i]) {
      if (carries(carrier, country.layers[i].name, *row.feature)) file.add(row);
    }
  }
}

void number_as_read(const Country& country, const Tale& tale, const Carrier& carrier,
                    std::vector<std::vector<Row>>& side, std::vector<StoryFids>& fids,
                    std::vector<std::int64_t> StoryFids::*which) {
  for (std::size_t layer = 0; layer < side.size(); ++layer) {
    std::map<std::int64_t, std::int64_t> anew;
    std::int64_t next = 1;
    for (Row& row : side[layer]) {
      if (!carries(carrier, country.layers[layer].name, *row.feature)) continue;
      anew[row.fid] = next;
      row.fid = next++;
    }
    for (std::size_t s = 0; s < tale.stories.size(); ++s) {
      if (tale.stories[s].layer != layer) continue;
      for (std::int64_t& fid : fids[s].*which) {
        const auto found = anew.find(fid);
        fid = found == anew.end() ? 0 : found->second;
      }
    }
  }
}

}  // namespace bdf::sample
