// SPDX-License-Identifier: MIT
#include "io/geoplateforme_csv.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/message.h"
#include "geometry/wkt.h"
#include "io/json_value.h"
#include "io/output_folder.h"
#include "io/sent_change.h"
#include "io/text_output.h"

namespace bdf::io {

namespace {

std::string in_quotes(std::string_view text) {
  std::string cell = "\"";
  for (const char c : text) cell.append(c == '"' ? 2 : 1, c);
  return cell + '"';
}

std::string name_cell(std::string_view name) {
  return name.find_first_of(",\"\r\n") == std::string_view::npos ? std::string(name)
                                                                 : in_quotes(name);
}

/// NULL is an empty cell, so a text that is empty has quotes.
std::string cell_of(const SentValue& sent) {
  if (is_null(sent.value)) return {};
  const bool text = std::holds_alternative<std::string_view>(sent.value);
  return text ? in_quotes(text_of(sent)) : text_of(sent);
}

std::string wkt_cell(const ValueView& geometry, const std::string& before) {
  const auto* wkb = std::get_if<BlobView>(&geometry);
  return wkb == nullptr ? std::string() : in_quotes(before + geometry::to_wkt(wkb->bytes));
}

/// One CSV file; it comes into being with its first row.
class CsvFile {
 public:
  CsvFile(std::filesystem::path path, std::vector<std::string> header)
      : path_(std::move(path)), header_(std::move(header)) {}

  void add(const std::vector<std::string>& cells) {
    if (!output_) {
      output_.emplace(path_);
      line(header_);
    }
    line(cells);
    ++rows_;
  }
  /// How many rows it has.
  std::size_t close() {
    if (output_) output_->close();
    return rows_;
  }

 private:
  void line(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) *output_ << (i > 0 ? "," : "") << cells[i];
    *output_ << "\n";
  }

  std::filesystem::path path_;
  std::vector<std::string> header_;
  std::optional<TextOutput> output_;
  std::size_t rows_ = 0;
};

/// The files of one table.
class Delivery {
 public:
  Delivery(const std::filesystem::path& folder, const LayerChanges& changes)
      : changes_(changes), layer_(changes), after_(changes.target) {
    find_updated();
    const auto& name = changes.target.layer;
    deletions_.emplace(folder / (name + ".delete"), key_names());
    updates_.emplace(folder / (name + ".update"), update_names());
    insertions_.emplace(folder / (name + ".csv"), insertion_names());
  }

  [[nodiscard]] Json run() {
    for (const auto* change : layer_.in_order()) {
      const auto sent = layer_.sent(*change);
      if (sent.op == Op::remove)
        deletions_->add(key_cells(sent));
      else if (sent.op == Op::update)
        updates_->add(update_cells(sent));
      else
        insertions_->add(insertion_cells(sent));
    }
    Json counts = Json::object();
    counts["table"] = changes_.target.layer;
    counts["delete"] = deletions_->close();
    counts["update"] = updates_->close();
    counts["insert"] = insertions_->close();
    counts["lineage"] = Json::array();
    for (const auto& [group, note] : layer_.lineage()) counts["lineage"].push_back(json_of(note));
    return counts;
  }

 private:
  [[nodiscard]] const std::vector<Column>& columns() const { return changes_.target.columns; }

  /// What one row or another of the updates changes.
  void find_updated() {
    updated_.assign(columns().size(), false);
    for (const auto& change : changes_.changes) {
      if (change.op != Op::update) continue;
      for (const auto& value : change.values) updated_[value.column] = true;
      moves_ = moves_ || change.geometry.has_value();
    }
  }

  [[nodiscard]] std::vector<std::string> key_names() const {
    std::vector<std::string> names;
    for (const auto& name : changes_.key) names.push_back(name_cell(name));
    if (names.empty()) names.push_back(name_cell(changes_.target.primary_key));
    return names;
  }

  [[nodiscard]] std::vector<std::string> update_names() const {
    auto names = key_names();
    for (std::size_t i = 0; i < columns().size(); ++i)
      if (updated_[i]) names.push_back(name_cell(columns()[i].name));
    if (moves_) names.push_back(name_cell(changes_.target.geometry_column));
    return names;
  }

  /// The fid that an insertion asks for, if that is the key.
  [[nodiscard]] bool by_fid() const { return changes_.key.empty(); }

  [[nodiscard]] std::vector<std::string> insertion_names() const {
    std::vector<std::string> names;
    if (by_fid()) names.push_back(name_cell(changes_.target.primary_key));
    for (const auto& column : columns()) names.push_back(name_cell(column.name));
    const auto& geometry = changes_.target.geometry_column;
    const bool known = same_name(geometry, "geom") || same_name(geometry, "the_geom");
    if (!geometry.empty()) names.push_back(known ? geometry : "wkt");
    return names;
  }

  static std::vector<std::string> key_cells(const SentChange& sent) {
    std::vector<std::string> cells;
    for (const auto& part : sent.key) cells.push_back(cell_of(part));
    return cells;
  }

  /// A cell each for a set of the columns, as the row is after the change.
  void add_values(const Change& change, std::vector<std::string>& cells,
                  const std::vector<bool>& wanted) {
    const auto& values = after_.values_after(change);
    for (std::size_t i = 0; i < columns().size(); ++i)
      if (wanted[i]) cells.push_back(cell_of({&columns()[i], values[i]}));
  }

  [[nodiscard]] std::vector<std::string> update_cells(const SentChange& sent) {
    auto cells = key_cells(sent);
    add_values(*sent.change, cells, updated_);
    const auto srid = "SRID=" + std::to_string(changes_.target.crs.code) + ";";
    if (moves_) cells.push_back(wkt_cell(TargetRow::geometry_after(*sent.change), srid));
    return cells;
  }

  [[nodiscard]] std::vector<std::string> insertion_cells(const SentChange& sent) {
    std::vector<std::string> cells;
    if (by_fid()) cells.push_back(sent.key.empty() ? "" : cell_of(sent.key.front()));
    add_values(*sent.change, cells, std::vector<bool>(columns().size(), true));
    if (sent.geometry) cells.push_back(wkt_cell(*sent.geometry, ""));
    return cells;
  }

  const LayerChanges& changes_;
  SentLayer layer_;
  TargetRow after_;
  std::vector<bool> updated_;
  bool moves_ = false;  ///< an update changes a geometry
  std::optional<CsvFile> deletions_, updates_, insertions_;
};

std::optional<std::string> against_layer(const Schema& target) {
  const auto& name = target.layer;
  if (!name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string::npos)
    return std::nullopt;
  return msg("no file can be called as its layer is");
}

}  // namespace

Sayable sayable_in_geoplateforme_csv() {
  return {"geoplateforme", false, false, true, "", {}, against_layer};
}

void write_geoplateforme_csv(const std::filesystem::path& folder, const Changeset& changeset) {
  check_sayable(changeset, sayable_in_geoplateforme_csv());
  Json summary = Json::object();
  summary["format"] = "geoplateforme-csv";
  summary["remark"] = json_of(remark_on(changeset));
  summary["parameters"] = {{"update", true}, {"delete", true}};
  summary["tables"] = Json::array();
  for (const auto& layer : changeset.layers)
    summary["tables"].push_back(Delivery(folder, layer).run());
  write_text(folder / "summary.json", summary.dump(2) + "\n");
}

}  // namespace bdf::io
