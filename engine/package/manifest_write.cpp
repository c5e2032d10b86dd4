// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "crypto/canonical_json.h"
#include "package/manifest_words.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

Json as_json(const ManifestColumn& column) {
  return {{"name", column.name}, {"type", name_of(column.type)}, {"key", column.is_key}};
}

template <class Item>
Json list_of(const std::vector<Item>& items);

Json as_json(const ManifestLayer& layer) {
  return {{"name", layer.name},
          {"file", layer.file},
          {"table", layer.table},
          {"geometry", layer.geometry},
          {"count", layer.count},
          {"digest", layer.digest},
          {"columns", list_of(layer.columns)}};
}

Json as_json(const ManifestFile& file) {
  return {{"path", file.path},
          {"size", file.size},
          {"sha256", file.sha256},
          {"md5", file.md5},
          {"role", file.role}};
}

template <class Item>
Json list_of(const std::vector<Item>& items) {
  auto list = Json::array();
  for (const auto& item : items) list.push_back(as_json(item));
  return list;
}

Json as_json(const ManifestTheme& theme) {
  return {{"name", theme.name}, {"version", theme.version}, {"digest", theme.digest}};
}

Json as_json(const Manifest& manifest) {
  Json json{{"version", manifest_version},
            {"name", to_text(manifest.name)},
            {"kind", word_of(manifest.kind, kind_words)},
            {"pack", manifest.pack},
            {"audience", word_of(manifest.audience, audience_words)},
            {"territory", manifest.territory},
            {"crs", manifest.crs},
            {"edition", manifest.edition},
            {"base_digest", manifest.base_digest},
            {"recipe_digest", manifest.recipe_digest},
            {"theme", as_json(manifest.theme)},
            {"generator", manifest.generator},
            {"time", manifest.time},
            {"layers", list_of(manifest.layers)},
            {"files", list_of(manifest.files)}};
  if (manifest.previous)
    json["previous"] = {{"name", to_text(manifest.previous->name)},
                        {"digest", manifest.previous->digest}};
  return json;
}

}  // namespace

std::string manifest_as_json(const Manifest& manifest) {
  auto text = crypto::canonical_json(as_json(manifest)) + "\n";
  static_cast<void>(manifest_from_json(text));
  return text;
}

std::string digest_of_manifest(const Manifest& manifest) {
  return sha256(crypto::canonical_json(as_json(manifest)));
}

}  // namespace bdf::package
