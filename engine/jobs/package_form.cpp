// SPDX-License-Identifier: MIT
#include "jobs/package_form.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "io/csv.h"
#include "io/export_layer.h"
#include "io/output_folder.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;

/// Letters that a name may have in a dBASE table.
constexpr std::size_t dbase_name = 10;

std::string upper(const std::string& text) {
  std::string all;
  for (const char c : text) all += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return all;
}

/// By the schema, else cut; no two alike.
std::string dbase_name_of(const package::ColumnFacts& column, std::set<std::string>& taken) {
  const auto* definition = column.definition;
  auto name = definition != nullptr && !definition->shapefile_name.empty()
                  ? definition->shapefile_name
                  : upper(column.name).substr(0, dbase_name);
  for (int i = 1; !taken.insert(upper(name)).second; ++i) {
    const auto tail = "_" + std::to_string(i);
    name = upper(column.name).substr(0, dbase_name - tail.size()) + tail;
  }
  return name;
}

std::vector<io::ExportColumn> export_columns(const PackagedData& layer, io::ExportForm form) {
  std::vector<io::ExportColumn> columns;
  std::set<std::string> taken;
  for (const auto& column : layer.facts.columns) {
    io::ExportColumn exported{column.name, column.name, 0};
    if (form == io::ExportForm::shapefile) exported.called = dbase_name_of(column, taken);
    columns.push_back(std::move(exported));
  }
  return columns;
}

class Forming {
 public:
  Forming(const PackageFormRequest& request, std::vector<Finding>& findings)
      : request_(request), findings_(findings) {}

  std::vector<LayerFile> run() {
    fs::create_directories(request_.folder / request_.layout.data);
    std::vector<LayerFile> files;
    if (request_.format == "GPKG") {
      const auto file = request_.layout.data + "/" + request_.layout.data_stem + ".gpkg";
      fs::rename(request_.geopackage, request_.folder / file);
      for (const auto& layer : *request_.data)
        files.push_back({layer.facts.name, file, layer.facts.name});
      return files;
    }
    auto database = io::Database::open_input(request_.geopackage);
    for (const auto& layer : *request_.data) files.push_back(write(database, layer));
    return files;
  }

 private:
  LayerFile write(io::Database& database, const PackagedData& layer) {
    const bool dbase = request_.format == "SHP";
    const auto stem = dbase ? upper(layer.facts.name) : layer.facts.name;
    io::ExportJob job;
    job.form = dbase                          ? io::ExportForm::shapefile
               : request_.format == "GEOJSON" ? io::ExportForm::geojson
                                              : io::ExportForm::flatgeobuf;
    const auto* ending = dbase ? ".shp" : request_.format == "GEOJSON" ? ".geojson" : ".fgb";
    const auto file = request_.layout.data + "/" + stem + ending;
    job.target = request_.folder / file;
    job.columns = export_columns(layer, job.form);
    job.time = request_.time;
    for (const auto& column : layer.facts.columns)
      if (column.is_key) job.key.push_back(column.name);
    const auto left_out = io::export_layer(database, layer.schema, job);
    if (!left_out.empty()) supplement(layer, stem, left_out);
    // A layer without geometries is a table alone.
    const bool has_file = fs::exists(job.target);
    return {layer.facts.name, has_file ? file : request_.layout.data + "/" + stem + ".dbf", stem};
  }

  void supplement(const PackagedData& layer, const std::string& stem,
                  const std::vector<io::ValueLeftOut>& left_out) {
    const auto file = request_.layout.supplements + "/" + stem + "_valeurs.csv";
    fs::create_directories(request_.folder / request_.layout.supplements);
    std::string text = "cle,attribut,valeur\r\n";
    for (const auto& value : left_out)
      text +=
          io::csv_line(std::array<std::string, 3>{value.key, value.column, value.value}) + "\r\n";
    io::write_text(request_.folder / file, text);
    findings_.push_back({Level::warning, "value_cut", "", layer.facts.name, "",
                         msgn("{} value is longer than {} holds: it stands whole in {}",
                              "{} values are longer than {} holds: they stand whole in {}",
                              left_out.size(), request_.format, file)});
  }

  const PackageFormRequest& request_;
  std::vector<Finding>& findings_;
};

}  // namespace

std::string package_format(const std::string& word) {
  static constexpr std::array known{"GPKG", "FLATGEOBUF", "SHP", "GEOJSON"};
  const auto asked = same_name(word, "FGB") ? std::string("FLATGEOBUF") : word;
  for (const auto* one : known)
    if (same_name(one, asked)) return one;
  throw UsageError(msg("--format {}: there are GPKG, FLATGEOBUF, SHP and GEOJSON", word));
}

std::vector<LayerFile> write_package_form(const PackageFormRequest& request,
                                          std::vector<Finding>& findings) {
  return Forming(request, findings).run();
}

}  // namespace bdf::jobs
