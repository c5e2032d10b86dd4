// SPDX-License-Identifier: MIT
#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "rules/json_schema.h"
#include "rules/layer_file.h"
#include "rules/layer_schema.h"
#include "rules/nearest_word.h"
#include "rules/typed_text.h"

namespace bdf::rules {

namespace {

namespace fs = std::filesystem;

fs::path find_file(const std::string& name) {
  if (fs::path(name).extension() == ".yaml") return name;
  for (const auto& share : share_folders()) {
    auto path = share / "schemas" / "producers" / (name + ".yaml");
    if (fs::is_regular_file(path)) return path;
  }
  throw InputError(msg("There is no producer's schema “{}”.", name) +
                   hint_at(name, producer_schemas()));
}

/// The class that is mapped to; a wrong name is complained of where it stands.
LayerSchema target_of(const YamlNode& document) {
  const auto schemas = schema_names();
  const auto& schema = schemas[document["schema"].one_of(schemas)];
  try {
    return load_layer_schema(schema, document["layer"].text());
  } catch (const InputError& error) {
    document["layer"].fail(error.what());
  }
}

ValueMeaning read_meaning(const std::string& own, const YamlNode& node,
                          const AttributeDefinition& attribute) {
  if (node.is_null()) return {own, std::nullopt};
  if (!attribute.values.empty()) static_cast<void>(node.one_of(attribute.values));
  auto means = node.text();
  if (!stands_for_value(attribute.type, means))
    node.fail(
        msg("“{}” is not {}, which “{}” holds.", means, in_words(attribute.type), attribute.name));
  if (attribute.width && characters_in(means) > *attribute.width)
    node.fail(msg("“{}” is too long: “{}” holds {} characters.", means, attribute.name,
                  *attribute.width));
  return {own, std::move(means)};
}

/// Which of two columns would say what the attribute is?
void require_other_attribute(const ProducerSchema& schema, const ColumnMapping& mapping,
                             const YamlNode& node) {
  for (const auto& other : schema.columns)
    if (other.attribute == mapping.attribute)
      node["attribute"].fail(
          msg("“{}” is said by the column “{}” already.", mapping.attribute, other.column));
}

ColumnMapping read_column(const std::string& column, const YamlNode& node,
                          const LayerSchema& target) {
  std::vector<std::string> attributes;
  for (const auto& attribute : target.attributes) attributes.push_back(attribute.name);
  const auto& attribute = target.attributes[node["attribute"].one_of(attributes)];
  ColumnMapping mapping{column, {folded(column)}, attribute.name, {}};
  if (const auto also = node["also"])
    for (const auto& name : also.texts()) mapping.names.push_back(folded(name));
  if (const auto values = node["values"])
    for (const auto& [own, meaning] : values.entries())
      mapping.values.push_back(read_meaning(own, meaning, attribute));
  return mapping;
}

}  // namespace

const ColumnMapping* ProducerSchema::find(std::string_view column) const {
  const auto wanted = folded(column);
  for (const auto& mapping : columns)
    if (std::find(mapping.names.begin(), mapping.names.end(), wanted) != mapping.names.end())
      return &mapping;
  return nullptr;
}

std::vector<std::string> producer_schemas() {
  std::set<std::string> names;
  for (const auto& share : share_folders())
    for (auto& name : yaml_files_in(share / "schemas" / "producers")) names.insert(std::move(name));
  return {names.begin(), names.end()};
}

ProducerSchema load_producer_schema(const std::string& name) {
  const auto path = find_file(name);
  const auto document = load_checked_yaml(path, "producer_schema");
  const auto target = target_of(document);
  ProducerSchema schema;
  schema.name = path.stem().string();
  schema.version = document["version"].text();
  schema.schema = target.schema;
  schema.layer = target.layer;
  if (const auto patterns = document["layer_patterns"])
    schema.layer_patterns = read_patterns(patterns);
  if (const auto key = document["key"]) schema.key = key.text();
  for (const auto& [column, node] : document["columns"].entries()) {
    auto mapping = read_column(column, node, target);
    for (const auto& own : mapping.names)
      if (schema.find(own) != nullptr) node.fail(msg("“{}” stands here twice.", own));
    require_other_attribute(schema, mapping, node);
    schema.columns.push_back(std::move(mapping));
  }
  return schema;
}

}  // namespace bdf::rules
