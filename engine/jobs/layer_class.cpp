// SPDX-License-Identifier: MIT
#include "jobs/layer_class.h"

#include <algorithm>

#include "merge/layout.h"

namespace bdf::jobs {

namespace {

std::string base_type(const std::string& geometry_type) {
  auto type = folded(geometry_type);
  return type.starts_with("multi") ? type.substr(5) : type;
}

/// How many of the layer's columns are the class's; 0 where it is clearly none of it.
std::size_t likeness(const Schema& schema, const rules::LayerSchema& definitions) {
  if (!comparable_types(schema.geometry_type, definitions.geometry.type) ||
      key_of_class(schema, definitions).empty())
    return 0;
  const auto found = merge::definitions_of(schema, definitions);
  const auto known =
      found.size() - static_cast<std::size_t>(std::count(found.begin(), found.end(), nullptr));
  return known * 2 > found.size() ? known : 0;
}

/// Whether the layer is called as a class is that the theme is not about.
bool is_another_class(const Schema& schema, const rules::Theme& theme) {
  if (theme.schema.empty()) return false;
  const auto classes =
      rules::schema_layers(theme.schema, rules::schema_versions(theme.schema).back());
  return std::any_of(classes.begin(), classes.end(),
                     [&](const std::string& one) { return same_name(one, schema.layer); });
}

}  // namespace

const rules::ThemeLayer* class_of(const Schema& schema, const rules::Theme& theme) {
  if (const auto* named = theme.find_layer(schema.layer)) return named;
  if (is_another_class(schema, theme)) return nullptr;
  const rules::ThemeLayer* best = nullptr;
  std::size_t most = 0;
  bool unique = false;
  for (const auto& layer : theme.layers) {
    const auto count = layer.schema ? likeness(schema, *layer.schema) : 0;
    if (count < most || count == 0) continue;
    unique = count > most;
    most = count;
    best = &layer;
  }
  return unique ? best : nullptr;
}

std::vector<std::string> key_of_class(const Schema& schema, const rules::LayerSchema& definitions) {
  const auto found = merge::definitions_of(schema, definitions);
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i] != nullptr && found[i]->name == definitions.key) return {schema.columns[i].name};
  return {};
}

bool comparable_types(const std::string& a, const std::string& b) {
  const auto type_a = base_type(a);
  const auto type_b = base_type(b);
  return type_a == type_b || type_a == "geometry" || type_b == "geometry";
}

}  // namespace bdf::jobs
