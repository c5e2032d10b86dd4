// SPDX-License-Identifier: MIT
#include "rules/layer_schema.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "rules/layer_file.h"
#include "rules/nearest_word.h"

namespace bdf::rules {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> folders_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  return names;
}

/// A schema's folder holds folders of versions, which hold classes.
bool is_version(const fs::path& folder) { return !yaml_files_in(folder).empty(); }

std::vector<std::string> versions_in(const fs::path& folder) {
  auto versions = folders_in(folder);
  std::erase_if(versions, [&](const auto& version) { return !is_version(folder / version); });
  return versions;
}

/// The parts of "3.10" as numbers, so that it comes after "3.5".
std::vector<int> parts_of(const std::string& version) {
  std::vector<int> parts;
  const char* at = version.data();
  const char* const end = at + version.size();
  while (at < end) {
    int part = 0;
    const auto read = std::from_chars(at, end, part);
    if (read.ec == std::errc()) parts.push_back(part);
    at = std::max(read.ptr, at) + 1;
  }
  return parts;
}

fs::path folder_of(const std::string& schema) {
  for (const auto& share : share_folders()) {
    auto folder = share / "schemas" / schema;
    if (!schema.empty() && !versions_in(folder).empty()) return folder;
  }
  throw InputError(msg("There is no schema “{}”.", schema) + hint_at(schema, schema_names()));
}

const AttributeDefinition* find_in(const std::vector<AttributeDefinition>& attributes,
                                   const std::string& name) {
  for (const auto& attribute : attributes)
    if (std::find(attribute.names.begin(), attribute.names.end(), name) != attribute.names.end())
      return &attribute;
  return nullptr;
}

/// Adds the names by which another version carries the same attributes. A name that here stands for
/// another attribute stays with that one.
void add_names(LayerSchema& schema, const LayerSchema& other) {
  for (auto& attribute : schema.attributes) {
    const auto* const same = find_in(other.attributes, folded(attribute.name));
    if (same == nullptr) continue;
    for (const auto& name : same->names)
      if (schema.find(name) == nullptr) attribute.names.push_back(name);
  }
}

}  // namespace

bool AttributeDefinition::is_own_name(std::string_view column) const {
  return same_name(column, name) || same_name(column, shapefile_name);
}

const AttributeDefinition* LayerSchema::find(std::string_view column) const {
  return find_in(attributes, folded(column));
}

std::vector<std::string> schema_names() {
  std::set<std::string> names;
  for (const auto& share : share_folders())
    for (const auto& name : folders_in(share / "schemas"))
      if (!versions_in(share / "schemas" / name).empty()) names.insert(name);
  return {names.begin(), names.end()};
}

std::vector<std::string> schema_versions(const std::string& schema) {
  auto versions = versions_in(folder_of(schema));
  std::sort(versions.begin(), versions.end(),
            [](const auto& a, const auto& b) { return parts_of(a) < parts_of(b); });
  return versions;
}

std::vector<std::string> schema_layers(const std::string& schema, const std::string& version) {
  const auto versions = schema_versions(schema);
  if (std::find(versions.begin(), versions.end(), version) == versions.end())
    throw InputError(msg("The schema “{}” has no version {}.", schema, version) +
                     hint_at(version, versions));
  return yaml_files_in(folder_of(schema) / version);
}

LayerSchema load_layer_schema(const std::string& schema, const std::string& version,
                              const std::string& layer) {
  const auto layers = schema_layers(schema, version);
  if (std::find(layers.begin(), layers.end(), layer) == layers.end())
    throw InputError(msg("The schema “{}” {} has no class “{}”.", schema, version, layer) +
                     hint_at(layer, layers));
  return read_layer_file(folder_of(schema) / version / (layer + ".yaml"));
}

LayerSchema load_with_all_names(const std::string& schema, const std::string& version,
                                const std::string& layer) {
  auto wanted = load_layer_schema(schema, version, layer);
  for (const auto& other : schema_versions(schema)) {
    const auto layers = schema_layers(schema, other);
    if (other != version && std::find(layers.begin(), layers.end(), layer) != layers.end())
      add_names(wanted, load_layer_schema(schema, other, layer));
  }
  return wanted;
}

LayerSchema load_layer_schema(const std::string& schema, const std::string& layer) {
  return load_with_all_names(schema, schema_versions(schema).back(), layer);
}

}  // namespace bdf::rules
