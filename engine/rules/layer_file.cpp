// SPDX-License-Identifier: MIT
#include "rules/layer_file.h"

#include <algorithm>
#include <regex>
#include <utility>

#include "base/message.h"
#include "rules/json_schema.h"
#include "rules/nearest_word.h"
#include "rules/typed_text.h"

namespace bdf::rules {

namespace {

namespace fs = std::filesystem;

constexpr double greatest_width = 1e9;
constexpr double greatest_number = 1e15;

std::size_t count_of(const YamlNode& node) {
  return static_cast<std::size_t>(node.number(0, greatest_width));
}

std::string read_pattern(const YamlNode& node) {
  if (!node) return "";
  auto pattern = node.text();
  try {
    static_cast<void>(std::regex(pattern));
  } catch (const std::regex_error&) {
    node.fail(msg("“{}” is no regular expression.", pattern));
  }
  return pattern;
}

void add_name(std::vector<std::string>& names, const std::string& name) {
  const auto added = folded(name);
  if (!added.empty() && std::find(names.begin(), names.end(), added) == names.end())
    names.push_back(added);
}

/// How wide a Shapefile's column of that type is where the type alone decides.
std::optional<std::size_t> shapefile_width_of(ColumnType type) {
  constexpr std::size_t yes_or_no = 3;
  constexpr std::size_t day = 8;
  constexpr std::size_t second = 19;
  if (type == ColumnType::boolean) return yes_or_no;
  if (type == ColumnType::date) return day;
  if (type == ColumnType::datetime) return second;
  return std::nullopt;
}

/// A file that defines a class in full.
class CompleteFile {
 public:
  CompleteFile(const fs::path& path, YamlNode node)
      : folder_(path.parent_path()), node_(std::move(node)), classes_(yaml_files_in(folder_)) {}

  LayerSchema read() {
    if (node_["based_on"]) node_.fail(msg("This is a difference itself; name the complete file."));
    for (const auto* const key : {"without", "renamed", "without_values"})
      if (const auto difference = node_[key])
        difference.fail(msg("This says how a file differs, which needs a “based_on”."));
    schema_.title = node_["title"].text();
    if (const auto patterns = node_["layer_patterns"])
      schema_.layer_patterns = read_patterns(patterns);
    for (const auto& [name, attribute] : node_["attributes"].entries())
      add_attribute(read_attribute(name, attribute), attribute);
    for (const auto& [name, attribute] : node_["attributes"].entries())
      if (const auto copied = attribute["copied"]) require_link(copied["by"]);
    read_key(node_["key"]);
    read_geometry(node_["geometry"]);
    if (const auto flow = node_["flow"]) read_flow(flow);
    return std::move(schema_);
  }

 private:
  AttributeDefinition read_attribute(const std::string& name, const YamlNode& node) {
    static const std::vector<std::string> types{"boolean", "integer", "real",
                                                "text",    "date",    "datetime"};
    AttributeDefinition attribute;
    attribute.name = name;
    attribute.shapefile_name = node["shapefile"].text_or("");
    if (const auto type = node["type"])
      attribute.type = static_cast<ColumnType>(type.one_of(types));
    read_names(attribute, node);
    read_widths(attribute, node);
    attribute.required = node["required"].is_true();
    attribute.unique = node["unique"].is_true();
    attribute.list = node["list"].is_true();
    attribute.housekeeping = node["housekeeping"].is_true();
    attribute.pattern = read_pattern(node["pattern"]);
    if (const auto values = node["values"]) attribute.values = read_values(attribute, values);
    if (const auto class_name = node["references"])
      attribute.references = classes_[class_name.one_of(classes_)];
    if (const auto copied = node["copied"])
      attribute.copied = {copied["by"].text(), copied["attribute"].text()};
    if (const auto access = node["access"])
      attribute.access = static_cast<Access>(access.one_of({"open", "restricted"}));
    return attribute;
  }

  static void read_names(AttributeDefinition& attribute, const YamlNode& node) {
    add_name(attribute.names, attribute.name);
    add_name(attribute.names, attribute.shapefile_name);
    if (const auto also = node["also"])
      for (const auto& name : also.texts()) add_name(attribute.names, name);
  }

  static void read_widths(AttributeDefinition& attribute, const YamlNode& node) {
    if (const auto width = node["width"]) attribute.width = count_of(width);
    attribute.shapefile_width = shapefile_width_of(attribute.type);
    if (const auto width = node["shapefile_width"]) attribute.shapefile_width = count_of(width);
    if (const auto scale = node["scale"]) {
      if (attribute.type != ColumnType::real) scale.fail(msg("Only a real number has a scale."));
      attribute.scale = static_cast<int>(count_of(scale));
    }
    if (const auto digits = node["digits"]) {
      if (!attribute.scale) digits.fail(msg("Digits are counted where there is a scale."));
      attribute.digits = static_cast<int>(count_of(digits));
      if (*attribute.digits < *attribute.scale)
        digits.fail(msg("These are less than the decimals."));
    }
    if (attribute.width && attribute.type != ColumnType::text)
      node["width"].fail(msg("Only a text has a width."));
  }

  std::vector<std::string> read_values(const AttributeDefinition& attribute, const YamlNode& node) {
    if (attribute.type != ColumnType::text)
      node.fail(msg("Only a text has a list of values; “{}” is {}.", attribute.name,
                    in_words(attribute.type)));
    if (node.is_list()) return node.texts();
    if (shared_lists_.empty()) read_shared_lists(node);
    std::vector<std::string> names;
    for (const auto& list : shared_lists_) names.push_back(list.first);
    return shared_lists_[node.one_of(names)].second;
  }

  void read_shared_lists(const YamlNode& node) {
    const auto path = folder_.parent_path() / "enumerations.yaml";
    if (!fs::is_regular_file(path)) node.fail(msg("{} is missing.", path.string()));
    for (const auto& [name, list] : load_checked_yaml(path, "enumerations").entries())
      shared_lists_.emplace_back(name, list.texts());
  }

  /// A name that two attributes go by would not tell which one a column is.
  void add_attribute(AttributeDefinition attribute, const YamlNode& node) {
    for (const auto& name : attribute.names)
      if (const auto* const other = schema_.find(name))
        node.fail(msg("“{}” already goes by the name “{}”.", other->name, name));
    schema_.attributes.push_back(std::move(attribute));
  }

  const AttributeDefinition& existing(const YamlNode& node) const {
    std::vector<std::string> names;
    for (const auto& attribute : schema_.attributes) names.push_back(attribute.name);
    return schema_.attributes[node.one_of(names)];
  }

  void require_link(const YamlNode& node) const {
    if (existing(node).references.empty())
      node.fail(msg("“{}” leads to no other class.", node.text()));
  }

  void read_key(const YamlNode& node) {
    if (!node) return;
    schema_.key = existing(node["attribute"]).name;
    schema_.key_pattern = read_pattern(node["pattern"]);
  }

  void read_geometry(const YamlNode& node) {
    schema_.geometry.type = node["type"].text();
    schema_.geometry.has_z = node["z"].is_true();
    schema_.geometry.required = node["required"].is_true();
    schema_.geometry.column = node["column"].text();
    const auto none = node["no_altitude"];
    if (!none) return;
    auto& no_altitude = schema_.geometry.no_altitude;
    if (const auto z = none["z"]) no_altitude.z = z.number(-greatest_number, greatest_number);
    if (static_cast<bool>(none["attribute"]) != static_cast<bool>(none["value"]))
      none.fail(msg("“attribute” and “value” belong together."));
    if (!none["attribute"]) return;
    no_altitude.attribute = existing(none["attribute"]).name;
    no_altitude.value = none["value"].number(-greatest_number, greatest_number);
  }

  void read_flow(const YamlNode& node) {
    const auto& attribute = existing(node["attribute"]);
    for (const auto* const direction : {"direct", "inverse"})
      if (!attribute.values.empty()) static_cast<void>(node[direction].one_of(attribute.values));
    schema_.flow = {attribute.name, node["direct"].text(), node["inverse"].text(), {}, {}};
    if (const auto first = node["first_node"]) schema_.flow->first_node = existing(first).name;
    if (const auto last = node["last_node"]) schema_.flow->last_node = existing(last).name;
  }

  fs::path folder_;
  YamlNode node_;
  std::vector<std::string> classes_;
  std::vector<std::pair<std::string, std::vector<std::string>>> shared_lists_;
  LayerSchema schema_;
};

/// What another version does not have, or calls by another name.
class Difference {
 public:
  Difference(LayerSchema& schema, const YamlNode& node) : schema_(schema), node_(node) {}

  void apply() {
    for (const auto* const key :
         {"title", "layer_patterns", "key", "geometry", "flow", "attributes"})
      if (const auto whole = node_[key])
        whole.fail(msg("The file that this one is based on says this."));
    // By the names of the complete file, so what is left out must not be gone yet.
    if (const auto values = node_["without_values"])
      for (const auto& [name, list] : values.entries()) remove_values(attribute(list, name), list);
    std::vector<std::string> gone;
    if (const auto without = node_["without"])
      for (const auto& name : without.texts()) gone.push_back(attribute(without, name).name);
    if (const auto renamed = node_["renamed"])
      for (const auto& [name, change] : renamed.entries()) rename(attribute(change, name), change);
    std::erase_if(schema_.attributes, [&](const AttributeDefinition& attribute) {
      return std::find(gone.begin(), gone.end(), attribute.name) != gone.end();
    });
  }

 private:
  AttributeDefinition& attribute(const YamlNode& node, const std::string& name) {
    std::vector<std::string> names;
    for (auto& each : schema_.attributes) {
      if (each.name == name) return each;
      names.push_back(each.name);
    }
    node.fail(unknown_word(name, names));
  }

  /// A name that two attributes go by would not tell which one a column is.
  void require_free(const YamlNode& name, const AttributeDefinition& attribute) const {
    const auto* const other = schema_.find(name.text());
    if (other != nullptr && other != &attribute)
      name.fail(msg("“{}” already goes by the name “{}”.", other->name, name.text()));
  }

  static void remove_values(AttributeDefinition& attribute, const YamlNode& list) {
    for (const auto& value : list.texts())
      if (std::erase(attribute.values, value) == 0)
        list.fail(unknown_word(value, attribute.values));
  }

  void rename(AttributeDefinition& attribute, const YamlNode& change) const {
    for (const auto* const key : {"name", "shapefile"})
      if (const auto name = change[key]) require_free(name, attribute);
    attribute.name = change["name"].text();
    if (const auto name = change["shapefile"]) attribute.shapefile_name = name.text();
    add_name(attribute.names, attribute.name);
    add_name(attribute.names, attribute.shapefile_name);
  }

  LayerSchema& schema_;
  const YamlNode& node_;
};

LayerSchema read_complete_file(const fs::path& path) {
  return CompleteFile(path, load_checked_yaml(path, "layer_schema")).read();
}

LayerSchema read_difference(const fs::path& path, const YamlNode& node) {
  const auto base = path.parent_path() / node["based_on"].text();
  if (!fs::is_regular_file(base))
    node["based_on"].fail(msg("There is no file {}.", base.lexically_normal().string()));
  auto schema = read_complete_file(base.lexically_normal());
  Difference(schema, node).apply();
  return schema;
}

}  // namespace

std::vector<std::string> yaml_files_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder, ignored))
    if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> read_patterns(const YamlNode& list) {
  std::vector<std::string> patterns;
  for (const auto& node : list.items()) patterns.push_back(read_pattern(node));
  return patterns;
}

LayerSchema read_layer_file(const fs::path& path) {
  const auto node = load_checked_yaml(path, "layer_schema");
  auto schema = node["based_on"] ? read_difference(path, node) : CompleteFile(path, node).read();
  schema.layer = path.stem().string();
  schema.version = path.parent_path().filename().string();
  schema.schema = path.parent_path().parent_path().filename().string();
  return schema;
}

}  // namespace bdf::rules
