// SPDX-License-Identifier: MIT
#include "support/package_desk.h"

#include <cpl_conv.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "support/json_schema.h"

namespace bdf::tests {

namespace {

namespace fs = std::filesystem;

void CPL_STDCALL keep(CPLErr level, CPLErrorNum, const char* message) {
  if (level >= CE_Warning)
    static_cast<std::vector<std::string>*>(CPLGetErrorHandlerUserData())->emplace_back(message);
}

/// While it lives, GDAL complains there.
struct Listening {
  explicit Listening(std::vector<std::string>& complaints) {
    CPLPushErrorHandlerEx(keep, &complaints);
  }
  ~Listening() { CPLPopErrorHandler(); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;
};

std::string hex_of(const OGRGeometry& geometry) {
  std::vector<unsigned char> bytes(geometry.WkbSize());
  geometry.exportToWkb(wkbNDR, bytes.data(), wkbVariantIso);
  char* text = CPLBinaryToHex(static_cast<int>(bytes.size()), bytes.data());
  std::string hex = text;
  CPLFree(text);
  return hex;
}

std::vector<std::string> row_of(OGRFeature& feature) {
  std::vector<std::string> row;
  for (int i = 0; i < feature.GetFieldCount(); ++i)
    row.push_back(std::string(feature.GetFieldDefnRef(i)->GetNameRef()) + "=" +
                  (feature.IsFieldSetAndNotNull(i) ? feature.GetFieldAsString(i) : "NULL"));
  const auto* geometry = feature.GetGeometryRef();
  row.push_back(geometry == nullptr ? "NULL" : hex_of(*geometry));
  return row;
}

SeenLayer seen(OGRLayer& layer, const std::string& key) {
  SeenLayer all;
  auto& columns = *layer.GetLayerDefn();
  for (int i = 0; i < columns.GetFieldCount(); ++i)
    all.columns.emplace_back(columns.GetFieldDefn(i)->GetNameRef());
  if (const auto* system = layer.GetSpatialRef(); system != nullptr) {
    const auto* code = system->GetAuthorityCode(nullptr);
    if (code != nullptr) all.crs = std::string("EPSG:") + code;
  }
  const int index = columns.GetFieldIndex(key.c_str());
  for (auto& feature : layer) {
    const auto id = index < 0 ? std::to_string(all.rows.size()) : feature->GetFieldAsString(index);
    EXPECT_TRUE(all.rows.emplace(id, row_of(*feature)).second) << id;
  }
  return all;
}

}  // namespace

std::string sample_file(const std::string& theme, const std::string& edition) {
  return std::string(BDF_REPOSITORY) + "/sample_data/commune/" + theme + "/" + edition + ".gpkg";
}

void move_sample(const std::string& from, const fs::path& to, const std::string& crs,
                 const std::string& eastwards, const std::string& northwards) {
  support::ogr2ogr({to, from, "-s_srs", "EPSG:2154", "-t_srs", crs, "-ct",
                    "+proj=affine +xoff=" + eastwards + " +yoff=" + northwards});
}

Ran build_package(const fs::path& out, std::vector<std::string> arguments,
                  const std::map<std::string, std::string>& environment) {
  std::vector<std::string> all{"package", "build", "--out", out, "--now", "2026-06-20T10:00:00Z"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return support::bdf(all, environment);
}

nlohmann::json said_by_package(const std::string& subcommand, const Ran& ran) {
  const auto document = nlohmann::json::parse(ran.out, nullptr, false);
  auto schema = support::schema_of("package_command");
  schema["$ref"] = "#/$defs/" + subcommand;
  for (const auto& violation : support::violations(document, schema))
    ADD_FAILURE() << subcommand << violation << ran.err;
  return document;
}

fs::path package_in(const fs::path& folder, const std::string& part) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    const bool is_digest = name.ends_with(".md5") || name.ends_with(".sha256");
    if (!is_digest && name.find(part) != std::string::npos) found.push_back(entry.path());
  }
  EXPECT_EQ(found.size(), 1U) << folder << " " << part;
  return found.empty() ? fs::path() : found.front();
}

std::vector<fs::path> files_ending(const fs::path& folder, const std::string& ending) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().string().ends_with(ending))
      found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

fs::path geopackage_in(const fs::path& package) {
  const auto found = files_ending(package, ".gpkg");
  EXPECT_EQ(found.size(), 1U) << package;
  return found.empty() ? fs::path() : found.front();
}

std::map<std::string, SeenLayer> seen_by_gdal(const fs::path& file,
                                              std::vector<std::string>& complaints,
                                              const std::string& key) {
  GDALAllRegister();
  const Listening listening(complaints);
  const std::unique_ptr<GDALDataset> dataset(
      GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR));
  std::map<std::string, SeenLayer> layers;
  if (!dataset) {
    ADD_FAILURE() << file << " cannot be opened";
    return layers;
  }
  for (auto* layer : dataset->GetLayers()) layers.emplace(layer->GetName(), seen(*layer, key));
  return layers;
}

}  // namespace bdf::tests
