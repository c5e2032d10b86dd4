// SPDX-License-Identifier: MIT
#include "jobs/package_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkt.h"
#include "io/ascii_name.h"
#include "io/csv.h"
#include "io/export_layer.h"
#include "io/json_value.h"
#include "io/output_folder.h"
#include "io/row_stream.h"
#include "io/sql.h"
#include "package/safe_path.h"

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

/// As dBASE and every system's file names take it.
std::string upper_ascii(const std::string& name) {
  const auto all = upper(io::ascii_name(name));
  return all.empty() ? "_" : all;
}

/// The name, else with a number behind it, within `longest` letters: no two are alike where case or
/// accents are not heeded.
std::string name_of_its_own(const std::string& wanted, std::size_t longest,
                            std::set<std::string>& taken) {
  auto name = wanted.substr(0, longest);
  for (int i = 1; !taken.insert(upper_ascii(name)).second; ++i) {
    const auto tail = "_" + std::to_string(i);
    name = wanted.substr(0, longest - tail.size()) + tail;
  }
  return name;
}

/// By the schema, else cut; no two alike.
std::string dbase_name_of(const package::ColumnFacts& column, std::set<std::string>& taken) {
  const auto* definition = column.definition;
  const bool is_defined = definition != nullptr && !definition->shapefile_name.empty();
  const auto wanted = upper_ascii(is_defined ? definition->shapefile_name : column.name);
  return name_of_its_own(wanted, dbase_name, taken);
}

/// Of a layer's file: what everybody's files may be called.
std::string stem_of(const std::string& layer, bool dbase, std::set<std::string>& taken) {
  constexpr std::size_t longest = 100, room_for_number = 10;
  const bool is_sound = package::flaw_of_path(layer).empty() &&
                        layer.find('/') == std::string::npos &&
                        layer.size() + room_for_number <= longest;
  auto wanted = dbase ? upper_ascii(layer) : is_sound ? layer : io::ascii_name(layer);
  if (!package::flaw_of_path(wanted).empty()) wanted.insert(0, "_");  // CON, or nothing
  return name_of_its_own(wanted, longest, taken);
}

std::vector<io::ExportColumn> export_columns(const PackagedData& layer) {
  std::vector<io::ExportColumn> columns;
  for (const auto& column : layer.facts.columns)
    columns.push_back(
        {column.name, column.in_shapefile.empty() ? column.name : column.in_shapefile, 0});
  return columns;
}

std::vector<std::string> key_of(const PackagedData& layer) {
  std::vector<std::string> key;
  for (const auto& column : layer.facts.columns)
    if (column.is_key) key.push_back(column.name);
  return key;
}

io::ExportForm form_of(const std::string& format) {
  return format == "SHP"       ? io::ExportForm::shapefile
         : format == "GEOJSON" ? io::ExportForm::geojson
                               : io::ExportForm::flatgeobuf;
}

const char* ending_of(io::ExportForm form) {
  return form == io::ExportForm::shapefile ? ".shp"
         : form == io::ExportForm::geojson ? ".geojson"
                                           : ".fgb";
}

class Forming {
 public:
  Forming(const PackageFormRequest& request, std::vector<Finding>& findings)
      : request_(request), findings_(findings), form_(form_of(request.format)) {}

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
    const auto stem = stem_of(layer.facts.name, form_ == io::ExportForm::shapefile, taken_);
    const auto file = request_.layout.data + "/" + stem + ending_of(form_);
    io::ExportJob job;
    job.form = form_;
    job.target = request_.folder / file;
    job.columns = export_columns(layer);
    job.key = key_of(layer);
    job.time = request_.time;
    const auto exported = io::export_layer(database, layer.schema, job);
    tell(layer, exported);
    if (!exported.not_held.empty())
      supplement(layer, package::values_file(request_.layout, stem), exported.not_held);
    if (!exported.not_in_file.empty())
      set_aside(database, layer, package::features_file(request_.layout, stem),
                exported.not_in_file);
    // A layer without geometries is a table alone.
    const bool has_file = fs::exists(job.target);
    return {layer.facts.name, has_file ? file : request_.layout.data + "/" + stem + ".dbf", stem};
  }

  void tell(const PackagedData& layer, const io::ExportedLayer& exported) {
    if (exported.without_heights == 0) return;
    const bool dbase = form_ == io::ExportForm::shapefile;
    add("heights_missing", layer,
        dbase
            ? msgn("{} feature has no heights, others of the layer have: its heights are 0 in the "
                   "Shapefile",
                   "{} features have no heights, others of the layer have: their heights are 0 in "
                   "the Shapefile",
                   exported.without_heights)
            : msgn("{} feature has no heights, others of the layer have: its heights are NaN in "
                   "the file",
                   "{} features have no heights, others of the layer have: their heights are NaN "
                   "in the file",
                   exported.without_heights));
  }

  void add(std::string code, const PackagedData& layer, std::string message) {
    findings_.push_back(
        {Level::warning, std::move(code), "", layer.facts.name, "", std::move(message)});
  }

  void write_table(const std::string& file, const std::string& text) {
    fs::create_directories((request_.folder / file).parent_path());
    io::write_text(request_.folder / file, text);
  }

  void supplement(const PackagedData& layer, const std::string& file,
                  const std::vector<io::ValueNotHeld>& values) {
    std::string text = "cle,attribut,valeur\r\n";
    std::size_t shapes = 0;
    for (const auto& value : values) {
      text +=
          io::csv_line(std::array{value.key, value.column}) + "," + cell_of(value.value) + "\r\n";
      shapes += value.is_geometry ? 1 : 0;
    }
    write_table(file, text);
    if (shapes < values.size())
      add("value_altered", layer,
          msgn("{} value is another one in {}, which cannot hold it: it stands as it is in {}",
               "{} values are others in {}, which cannot hold them: they stand as they are in {}",
               values.size() - shapes, request_.format, file));
    if (shapes > 0)
      add("geometry_altered", layer,
          msgn("{} geometry is another one in {}, which cannot hold it: it stands as it is in {}",
               "{} geometries are others in {}, which cannot hold them: they stand as they are in "
               "{}",
               shapes, request_.format, file));
  }

  /// The features that the form has no room for, whole.
  void set_aside(io::Database& database, const PackagedData& layer, const std::string& file,
                 const std::vector<std::int64_t>& fids) {
    auto names = io::column_names(layer.schema);
    auto header = names;
    const bool has_shapes = !layer.schema.geometry_column.empty();
    if (has_shapes) header.push_back(layer.schema.geometry_column);
    std::string text = io::csv_line(header) + "\r\n";
    io::stream_rows(database, layer.schema, names, {}, [&](const io::StreamedRow& row) {
      if (!std::binary_search(fids.begin(), fids.end(), row.fid)) return;
      std::vector<std::string> cells;
      for (const auto& value : row.values) cells.push_back(cell_of(text_of(value)));
      const auto* shape = std::get_if<BlobView>(&row.geometry);
      if (has_shapes)
        cells.push_back(shape == nullptr ? "" : cell_of(geometry::to_wkt(shape->bytes)));
      text += fmt::format("{}\r\n", fmt::join(cells, ","));
    });
    write_table(file, text);
    add("feature_without_geometry", layer,
        msgn("{} feature has no geometry, and a {} file holds none such: it stands whole in {}",
             "{} features have no geometry, and a {} file holds none such: they stand whole in {}",
             fids.size(), request_.format, file));
  }

  static std::optional<std::string> text_of(const ValueView& value) {
    return is_null(value) ? std::nullopt : std::optional(to_text(value));
  }

  /// NULL is an empty cell, an empty text is a quoted one; a text that is none, or looks like that,
  /// stands as its bytes.
  static std::string cell_of(const std::optional<std::string>& value) {
    if (!value) return "";
    if (value->empty()) return R"("")";
    const bool is_text =
        io::is_utf8(*value) && value->find('\0') == std::string::npos && !value->starts_with("\\x");
    return io::csv_line(std::array{is_text ? *value : "\\x" + to_hex(*value)});
  }

  const PackageFormRequest& request_;
  std::vector<Finding>& findings_;
  io::ExportForm form_;
  std::set<std::string> taken_;  ///< stems of files
};

}  // namespace

std::string package_format(const std::string& word) {
  static constexpr std::array known{"GPKG", "FLATGEOBUF", "SHP", "GEOJSON"};
  const auto asked = same_name(word, "FGB") ? std::string("FLATGEOBUF") : word;
  for (const auto* one : known)
    if (same_name(one, asked)) return one;
  throw UsageError(msg("--format {}: there are GPKG, FLATGEOBUF, SHP and GEOJSON", word));
}

void prepare_form(const std::string& format, io::Database& database,
                  std::vector<PackagedData>& data) {
  if (format == "GPKG") return;
  for (auto& layer : data) {
    std::set<std::string> taken;
    if (format == "SHP")
      for (auto& column : layer.facts.columns) column.in_shapefile = dbase_name_of(column, taken);
    io::ExportJob job;
    job.form = form_of(format);
    job.key = key_of(layer);
    io::require_exportable(database, layer.schema, job, io::geometries_in(database, layer.schema));
  }
}

std::vector<LayerFile> write_package_form(const PackageFormRequest& request,
                                          std::vector<Finding>& findings) {
  return Forming(request, findings).run();
}

}  // namespace bdf::jobs
