// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/message.h"
#include "crypto/canonical_json.h"
#include "package/dcat_metadata.h"
#include "package/json_ld.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

/// A node of a dataset without its context, which is the catalogue's.
Json read_dataset(const std::string& text) {
  auto dataset = crypto::parse_strictly(text);
  if (!dataset.is_object() || dataset.value("@type", Json()) != "dcat:Dataset" ||
      dataset.value("@context", Json()) != prefixes() || !dataset.contains("@id"))
    throw InputError(
        msg("What is to be listed in the catalogue is no dataset as bdf describes it"));
  dataset.erase("@context");
  return dataset;
}

}  // namespace

std::string as_published(const std::string& dataset, const Distribution& archive) {
  auto node = read_dataset(dataset);
  auto distribution = node.value("dcat:distribution", Json::array());
  if (!distribution.is_array() || distribution.empty())
    throw InputError(
        msg("What is to be listed in the catalogue is no dataset as bdf describes it"));
  auto one = distribution.front();
  one["dct:title"] = in_french(archive.title);
  one["dcat:accessURL"] = one["dcat:downloadURL"] = linked(archive.url);
  one["dcat:byteSize"] = typed(std::to_string(archive.bytes), "xsd:nonNegativeInteger");
  one["dcat:packageFormat"] = one["dcat:mediaType"] = {
      {"@id", "http://www.iana.org/assignments/media-types/" + archive.media_type},
      {"@type", "dct:MediaType"}};
  one["spdx:checksum"]["spdx:checksumValue"] = typed(archive.sha256, "xsd:hexBinary");
  node["dcat:distribution"] = Json::array({one});
  return as_document(node);
}

std::string dcat_catalogue(const Catalogue& catalogue, const std::vector<std::string>& datasets) {
  if (datasets.empty()) throw InputError(msg("A catalogue lists at least one dataset"));
  auto node = linked(catalogue.url);
  node["@type"] = "dcat:Catalog";
  node["dct:title"] = in_both(catalogue.title);
  node["dct:description"] = in_both(catalogue.description);
  node["dct:publisher"] = agent(catalogue.publisher);
  node["dct:modified"] = typed(catalogue.time, "xsd:dateTime");
  node["dct:language"] = linked("http://publications.europa.eu/resource/authority/language/FRA");
  std::set<Json> known;
  for (const auto& text : datasets) {
    auto dataset = read_dataset(text);
    if (!known.insert(dataset["@id"]).second)
      throw InputError(msg("The catalogue lists {} twice", dataset["@id"].dump()));
    if (const auto record = dataset.find("foaf:isPrimaryTopicOf"); record != dataset.end())
      node["dcat:record"].push_back(*record);
    node["dcat:dataset"].push_back(std::move(dataset));
  }
  return as_document(node);
}

}  // namespace bdf::package
