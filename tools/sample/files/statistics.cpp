// SPDX-License-Identifier: MIT
#include "files/statistics.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <tuple>
#include <utility>

#include "base/error.h"

namespace bdf::sample {
namespace {

Spread spread_of(std::vector<double> values) {
  Spread spread;
  if (values.empty()) return spread;
  std::sort(values.begin(), values.end());
  constexpr std::array<double, 5> at{0.05, 0.25, 0.5, 0.75, 0.95};
  for (std::size_t i = 0; i < at.size(); ++i) {
    const auto place = static_cast<std::size_t>(at[i] * static_cast<double>(values.size()));
    spread.percentiles[i] = values[std::min(place, values.size() - 1)];
  }
  for (const double value : values) spread.mean += value / static_cast<double>(values.size());
  return spread;
}

/// What is gathered of a layer, feature by feature.
struct Gathered {
  std::vector<double> lengths, areas, vertices, spacings;
  std::map<std::pair<double, double>, std::size_t> ends;
  std::map<std::string, std::map<std::string, std::size_t>> values;
};

void add_path(const OGRSimpleCurve& path, bool is_line, Gathered& gathered) {
  const int count = path.getNumPoints();
  for (int i = 1; i < count; ++i)
    gathered.spacings.push_back(
        std::hypot(path.getX(i) - path.getX(i - 1), path.getY(i) - path.getY(i - 1)));
  gathered.lengths.back() += path.get_Length();
  gathered.vertices.back() += count;
  if (!is_line || count == 0) return;
  for (const int end : {0, count - 1}) ++gathered.ends[{path.getX(end), path.getY(end)}];
}

void add_polygon(const OGRPolygon& polygon, Gathered& gathered) {
  gathered.areas.back() += polygon.get_Area();
  for (const OGRLinearRing* ring : polygon) add_path(*ring, false, gathered);
}

void add_geometry(const OGRGeometry& geometry, Gathered& gathered) {
  gathered.lengths.push_back(0);
  gathered.vertices.push_back(0);
  const auto type = wkbFlatten(geometry.getGeometryType());
  const bool is_area = type == wkbPolygon || type == wkbMultiPolygon;
  if (is_area) gathered.areas.push_back(0);
  if (type == wkbLineString) {
    add_path(*geometry.toLineString(), true, gathered);
  } else if (type == wkbMultiLineString) {
    for (const OGRLineString* line : *geometry.toMultiLineString()) add_path(*line, true, gathered);
  } else if (type == wkbPolygon) {
    add_polygon(*geometry.toPolygon(), gathered);
  } else if (type == wkbMultiPolygon) {
    for (const OGRPolygon* polygon : *geometry.toMultiPolygon()) add_polygon(*polygon, gathered);
  }
}

constexpr std::size_t few = 40;  // different values, at most, of what is worth a share

void add_values(OGRFeature& feature, Gathered& gathered) {
  for (int i = 0; i < feature.GetFieldCount(); ++i) {
    auto& values = gathered.values[feature.GetFieldDefnRef(i)->GetNameRef()];
    if (values.size() <= few)
      ++values[feature.IsFieldSetAndNotNull(i) ? feature.GetFieldAsString(i) : ""];
  }
}

void add_shares(const Gathered& gathered, LayerStatistics& statistics) {
  for (const auto& [name, values] : gathered.values) {
    if (values.size() > few) continue;
    for (const auto& [value, count] : values)
      statistics.shares[name][value] =
          static_cast<double>(count) / static_cast<double>(statistics.features);
  }
}

LayerStatistics statistics_of(OGRLayer& layer) {
  Gathered gathered;
  LayerStatistics statistics;
  statistics.name = layer.GetName();
  for (const auto& feature : layer) {
    ++statistics.features;
    add_values(*feature, gathered);
    if (const OGRGeometry* geometry = feature->GetGeometryRef()) add_geometry(*geometry, gathered);
  }
  OGREnvelope box;
  if (layer.GetExtent(&box) == OGRERR_NONE)
    statistics.square_kilometres = (box.MaxX - box.MinX) * (box.MaxY - box.MinY) / 1e6;
  for (const auto& [place, count] : gathered.ends) ++statistics.degrees[count];
  add_shares(gathered, statistics);
  statistics.length = spread_of(std::move(gathered.lengths));
  statistics.area = spread_of(std::move(gathered.areas));
  statistics.vertices = spread_of(std::move(gathered.vertices));
  statistics.spacing = spread_of(std::move(gathered.spacings));
  return statistics;
}

}  // namespace

std::vector<LayerStatistics> statistics_of(const std::filesystem::path& path) {
  GDALAllRegister();
  const std::unique_ptr<GDALDataset> file(
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY));
  if (!file) throw InputError(path.string() + " cannot be read as geodata.");
  std::vector<LayerStatistics> found;
  for (OGRLayer* layer : file->GetLayers()) {
    const auto type = wkbFlatten(layer->GetGeomType());
    if (type == wkbNone || type == wkbPoint || type == wkbMultiPoint) continue;
    found.push_back(statistics_of(*layer));
  }
  return found;
}

std::string as_cells(const Spread& spread) {
  std::string cells;
  for (const double value : spread.percentiles)
    cells += fmt::format("{:.{}f} | ", value, value < 100 ? 1 : 0);
  return cells + fmt::format("{:.{}f}", spread.mean, spread.mean < 100 ? 1 : 0);
}

}  // namespace bdf::sample
