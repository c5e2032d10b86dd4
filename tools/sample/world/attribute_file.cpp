// SPDX-License-Identifier: MIT
#include "world/attribute_file.h"

#include <algorithm>

#include "base/error.h"
#include "world/attribute_cells.h"

namespace bdf::sample {

namespace {

using rules::YamlNode;

constexpr double greatest_share = 1e6;

/// Reads the draws of one layer.
class Reader {
 public:
  Reader(const YamlNode& file, const rules::LayerSchema& schema, const Setting& setting)
      : file_(file), layer_(file["layers"][schema.layer]), setting_(setting), schema_(schema) {
    if (!layer_) file.fail("nothing is said of the layer " + schema.layer);
    layer_.allow_only({"letter", "terrain", "draws"});
    words_ = {schema.key_pattern.substr(1, schema.key_pattern.find('[') - 1),
              layer_["letter"] ? layer_["letter"].text() : "", setting.basin, setting.zone, ""};
    if (const auto regions = file["regions"][setting.basin]) words_.regions = regions.text();
  }

  LayerDraws read() {
    draws_.prefix = words_.prefix;
    for (const auto& attribute : layer_["terrain"].texts())
      if (const auto column = declare(attribute)) draws_.terrain.push_back(*column);
    for (const auto& name : layer_["draws"].items()) add_draw(name);
    for (const auto& attribute : schema_.attributes) check_drawn(attribute);
    return std::move(draws_);
  }

 private:
  /// The column that an attribute of the newest version has in this one.
  [[nodiscard]] std::optional<std::size_t> column_of(const std::string& attribute) const {
    const auto* found = schema_.find(attribute);
    if (found == nullptr) return std::nullopt;
    return static_cast<std::size_t>(found - schema_.attributes.data());
  }

  std::optional<std::size_t> declare(const std::string& attribute) {
    const auto column = column_of(attribute);
    if (!draws_.columns.emplace(attribute, column).second)
      layer_.fail(attribute + " is said twice");
    return column;
  }

  void check_drawn(const rules::AttributeDefinition& attribute) const {
    const auto column = column_of(attribute.name);
    const bool said = std::any_of(draws_.columns.begin(), draws_.columns.end(),
                                  [&](const auto& each) { return each.second == column; });
    if (!said) layer_.fail("nothing is said of " + schema_.layer + "." + attribute.name);
  }

  void add_draw(const YamlNode& name) {
    const auto own = file_["territories"][setting_.territory][name.text()];
    const auto node = own ? own : file_["draws"][name.text()];
    if (!node) name.fail("there is no draw of that name");
    Draw draw;
    draw.seed = mixed(mixed(setting_.seed ^ hashed(schema_.layer)) ^ hashed(name.text()));
    if (node["history"])
      read_history(node, draw, name.text());
    else
      read_rows(node, draw);
    draws_.draws.push_back(std::move(draw));
  }

  void read_history(const YamlNode& node, Draw& draw, const std::string& name) {
    node.allow_only({"history"});
    const auto history = node["history"];
    history.allow_only({"creation", "modification", "never"});
    for (const char* attribute : {"date_creation", "date_modification"})
      draw.columns.push_back(declare(attribute));
    const auto moments = [&](const char* what) {
      return Moments(read_periods(history[what]), setting_.edition,
                     Random(setting_.seed, setting_.zone + name + what));
    };
    draw.history = {moments("creation"), moments("modification"),
                    history["never"].number(0, 100) / 100};
  }

  static std::vector<Period> read_periods(const YamlNode& list) {
    std::vector<Period> periods;
    for (const auto& node : list.items()) {
      const auto parts = node.items();
      if (parts.size() != 4) node.fail("a period is [share, from, to, how many moments]");
      periods.push_back({parts[0].number(0, greatest_share), parts[1].text(), parts[2].text(),
                         static_cast<int>(parts[3].number(1, 10000))});
    }
    return periods;
  }

  void read_rows(const YamlNode& node, Draw& draw) {
    node.allow_only({"columns", "by", "rows", "cases"});
    const auto attributes = node["columns"].texts();
    for (const auto& attribute : attributes) draw.columns.push_back(declare(attribute));
    if (const auto by = node["by"]) draw.by = earlier(by);
    if (node["rows"]) return draw.cases.push_back(read_case(node, draw));
    for (const auto& each : node["cases"].items()) {
      each.allow_only({"known", "where", "rows"});
      draw.cases.push_back(read_case(each, draw));
    }
  }

  /// The column of an attribute that is known before this draw.
  [[nodiscard]] std::size_t earlier(const YamlNode& attribute) const {
    const auto found = draws_.columns.find(attribute.text());
    if (found == draws_.columns.end() || !found->second)
      attribute.fail("this is no attribute that is said before");
    return *found->second;
  }

  DrawCase read_case(const YamlNode& node, const Draw& draw) const {
    DrawCase read;
    if (const auto known = node["known"]) read.known = earlier(known);
    if (const auto where = node["where"]) {
      for (const auto& [attribute, values] : where.entries()) {
        read.where = earlier(values.key());
        read.values = values.texts();
      }
    }
    double sum = 0;
    for (const auto& row : node["rows"].items()) add_row(row, draw, sum, read.rows);
    if (read.rows.empty()) node.fail("there is no row to draw");
    return read;
  }

  /// Leaves a row out that knows of a day after the edition.
  void add_row(const YamlNode& node, const Draw& draw, double& sum,
               std::vector<DrawRow>& rows) const {
    const auto items = node.items();
    if (items.size() != draw.columns.size() + 1) node.fail("a row is [share, a value a column]");
    DrawRow row;
    for (std::size_t i = 0; i < draw.columns.size(); ++i) {
      const auto* definition = draw.columns[i] ? &schema_.attributes[*draw.columns[i]] : nullptr;
      row.cells.push_back(read_cell(items[i + 1], definition, words_));
      if (definition != nullptr && is_later(row.cells.back(), *definition)) return;
    }
    row.until = sum += items[0].number(0, greatest_share);
    rows.push_back(std::move(row));
  }

  [[nodiscard]] bool is_later(const Cell& cell, const rules::AttributeDefinition& of) const {
    const auto* value = std::get_if<Value>(&cell);
    if (of.type != ColumnType::date || value == nullptr) return false;
    const auto* day = std::get_if<std::string>(value);
    return day != nullptr && *day > setting_.edition;
  }

  const YamlNode& file_;
  YamlNode layer_;
  const Setting& setting_;
  const rules::LayerSchema& schema_;
  Words words_;
  LayerDraws draws_;
};

}  // namespace

LayerDraws load_layer_draws(const std::filesystem::path& file, const rules::LayerSchema& schema,
                            const Setting& setting) {
  const auto document = rules::load_yaml(file);
  document.allow_only({"regions", "layers", "draws", "territories"});
  return Reader(document, schema, setting).read();
}

}  // namespace bdf::sample
