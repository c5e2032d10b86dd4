// SPDX-License-Identifier: MIT
#include "package/channel_index.h"

#include <nlohmann/json.hpp>

#include "crypto/canonical_json.h"
#include "package/channel_index_words.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

Json json_of(const PublishedPackage& published) {
  const auto folder = place_of(published.name);
  Json json{{"name", to_text(published.name)},
            {"kind", word_of(kind_of(published.name), kind_words)},
            {"audience", word_of(published.audience, audience_words)},
            {"pack", published.pack},
            {"territory", published.territory},
            {"crs", published.crs},
            {"edition", published.edition},
            {"theme", published.theme},
            {"time", published.time},
            {"degrees", Json::array({published.degrees.min_x, published.degrees.min_y,
                                     published.degrees.max_x, published.degrees.max_y})},
            {"manifest",
             {{"url", folder + "/" + std::string(manifest_file)},
              {"size", published.manifest_size},
              {"digest", published.digest}}},
            {"archive",
             {{"url", archive_place(published)},
              {"size", published.size},
              {"sha256", published.sha256},
              {"md5", published.md5}}}};
  if (published.previous)
    json["previous"] = {{"name", to_text(published.previous->name)},
                        {"digest", published.previous->digest}};
  if (!published.metadata.empty()) json["metadata"] = folder + "/" + published.metadata;
  if (!published.label.empty()) json["label"] = folder + "/" + published.label;
  return json;
}

}  // namespace

std::string place_of(const PackageName& name) {
  const auto resource = name.product + (name.is_differential ? "-DIFF" : "");
  return "download/" + resource + "/" + to_text(name);
}

std::string archive_place(const PublishedPackage& published) {
  return place_of(published.name) + "/" + to_text(published.name) + published.extension;
}

PackageName full_name(const PackageName& name) {
  auto full = name;
  full.is_differential = false;
  return full;
}

bool same_series(const PackageName& a, const PackageName& b) {
  return a.product == b.product && a.pack == b.pack && a.format == b.format && a.crs == b.crs &&
         a.territory == b.territory;
}

std::string index_as_json(const ChannelIndex& index) {
  auto packages = Json::array();
  for (const auto& published : index.packages) packages.push_back(json_of(published));
  Json json{{"version", index_version}, {"packages", packages}};
  if (!index.url.empty()) json["url"] = index.url;
  return crypto::canonical_json(json) + "\n";
}

}  // namespace bdf::package
