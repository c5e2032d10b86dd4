// SPDX-License-Identifier: MIT
#include "jobs/label_declaration.h"

#include <algorithm>

#include "base/error.h"
#include "base/message.h"
#include "jobs/inputs.h"
#include "jobs/package_data.h"
#include "rules/json_schema.h"
#include "rules/nearest_word.h"
#include "rules/yaml_document.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;
using rules::YamlNode;

class Declared {
 public:
  Declared(const fs::path& file, const LabelReading& reading)
      : file_(file),
        node_(rules::load_checked_yaml(file, "label_declaration")),
        reading_(reading) {}

  LabelledData read() {
    data_.scratch = std::make_unique<Scratch>(temporary_name());
    read_scope();
    read_papers();
    const auto input = open_source();
    name_layers(input);
    write(input);
    return std::move(data_);
  }

 private:
  void read_scope() {
    data_.title = node_["title"].text();
    data_.name = data_.title;
    data_.theme = theme();
    if (data_.theme.name != node_["theme"].text())
      node_["theme"].fail(msg("The theme that was given is “{}”.", data_.theme.name));
    if (!data_.theme.packages || !data_.theme.label)
      node_["theme"].fail(msg("The theme “{}” gives no label.", data_.theme.name));
    const auto& packages = *data_.theme.packages;
    const auto pack = node_["pack"];
    const auto* found = pack ? packages.find(pack.text()) : &packages.socle;
    if (found == nullptr) pack.fail(msg("The theme has no such pack."));
    data_.pack = *found;
    data_.territory = rules::spelling_of(data_.theme.territories, node_["territory"].text());
    territory_ = rules::find_territory(data_.theme.territories, data_.territory);
    if (territory_ == nullptr) node_["territory"].fail(msg("The theme knows no such territory."));
    data_.crs = territory_->crs;
    data_.edition = node_["edition"].text();
    data_.edition_date = day_in(node_["date"]);
    data_.steward = node_["steward"].text();
  }

  [[nodiscard]] rules::Theme theme() const {
    if (!reading_.theme.empty()) return rules::load_theme(reading_.theme);
    const auto node = node_["theme"];
    try {
      static_cast<void>(rules::theme_file(node.text()));
    } catch (const InputError& error) {
      node.fail(error.what());
    }
    return rules::load_theme(node.text());
  }

  [[nodiscard]] fs::path beside(const std::string& path) const {
    return file_.parent_path() / path;
  }

  void read_papers() {
    data_.licence = node_["licence"].text_or("");
    if (const auto licence = node_["licence"]) {
      std::vector<std::string> known;
      for (const auto& terms : rules::load_licences()) known.push_back(terms.code);
      if (std::find(known.begin(), known.end(), data_.licence) == known.end())
        licence.fail(msg("There is no licence “{}”.", data_.licence) +
                     rules::hint_at(data_.licence, known));
    }
    if (const auto metadata = node_["metadata"])
      data_.metadata = rules::read_text(beside(metadata.text()));
  }

  [[nodiscard]] Input open_source() const {
    const auto source = node_["source"].text();
    io::SourceOptions options;
    options.crs = node_["crs"].text_or("");
    const bool is_server = source.starts_with("PG:") || source.find("://") != std::string::npos;
    return open_input(is_server ? source : beside(source).string(), options, data_.scratch->path(),
                      "source");
  }

  /// The source's layers as the theme calls them; beside each the one that it is.
  void name_layers(const Input& input) {
    for (const auto& node : node_["layers"].items()) {
      const auto* found = input.catalog.find(node["layer"].text());
      if (found == nullptr)
        node["layer"].fail(msg("{} has no such layer: it has {}.", input.name, layer_list(input)));
      const auto* layer = data_.theme.find_layer(node["class"].text());
      if (layer == nullptr) node["class"].fail(msg("The theme has no such layer."));
      auto schema = *found;
      schema.layer = layer->name;
      if (const auto columns = node["columns"])
        for (const auto& [name, attribute] : columns.entries()) rename(schema, attribute, *layer);
      named_.layers.push_back(std::move(schema));
      sources_.push_back(found);
    }
  }

  static bool has_attribute(const rules::ThemeLayer& layer, const std::string& name) {
    const auto& others = layer.other_attributes;
    return !layer.schema || layer.schema->find(name) != nullptr ||
           std::any_of(others.begin(), others.end(),
                       [&](const std::string& other) { return same_name(other, name); });
  }

  static void rename(Schema& schema, const YamlNode& attribute, const rules::ThemeLayer& layer) {
    const auto column = schema.find(attribute.key().text());
    if (!column) attribute.key().fail(msg("The layer has no such column."));
    if (!has_attribute(layer, attribute.text()))
      attribute.fail(msg("The class has no such attribute."));
    schema.columns[*column].name = attribute.text();
  }

  /// What was planned under the class's names is read under the source's.
  void find_source(PackagedLayer& layer) const {
    layer.source = sources_[static_cast<std::size_t>(layer.source - named_.layers.data())];
    for (auto& column : layer.columns)
      column.facts.in_base = layer.source->columns[column.source].name;
  }

  void write(const Input& input) {
    auto plan =
        plan_package(named_, {&data_.theme, &data_.pack, territory_->code, data_.territory});
    for (auto& layer : plan) find_source(layer);
    data_.geopackage = data_.scratch->path() / "labelled.gpkg";
    auto source = io::Database::open_input(input.path);
    auto target = io::Database::open_output(data_.geopackage);
    const auto time = data_.edition_date + "T00:00:00Z";
    for (auto& written : write_package_data(
             source, target, {&plan, territory_, nullptr, input.name, time, false})) {
      LabelledLayer layer{
          std::move(written.schema), std::move(written.facts), {}, written.content.digest};
      for (const auto& column : layer.facts.columns)
        if (column.is_key) layer.key.push_back(column.name);
      data_.layers.push_back(std::move(layer));
    }
  }

  fs::path file_;
  YamlNode node_;
  const LabelReading& reading_;
  const rules::Territory* territory_ = nullptr;
  io::Catalog named_;
  std::vector<const Schema*> sources_;
  LabelledData data_;
};

}  // namespace

LabelledData open_declared(const fs::path& declaration, const LabelReading& reading) {
  return Declared(declaration, reading).read();
}

}  // namespace bdf::jobs
