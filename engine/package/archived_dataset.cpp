// SPDX-License-Identifier: MIT
#include "package/archived_dataset.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/message.h"
#include "crypto/canonical_json.h"
#include "package/json_ld.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

Json media_type_node(const std::string& type) {
  auto node = linked("http://www.iana.org/assignments/media-types/" + type);
  node["@type"] = "dct:MediaType";
  return node;
}

}  // namespace

std::string by_archive(const std::string& dataset, const PublishedPackage& published,
                       const std::string& address) {
  auto node = crypto::parse_strictly(dataset);
  if (!node.is_object() || !node.contains("@id"))
    throw InputError(msg("{}: its metadata in GeoDCAT-AP are no dataset as bdf describes it",
                         to_text(published.name)));
  const auto& files = node["dcat:distribution"];
  // All files of a package are given on the same terms.
  auto archive =
      files.is_array() && !files.empty() && files[0].is_object() ? files[0] : Json::object();
  archive["@type"] = "dcat:Distribution";
  archive["dct:title"] = in_french(to_text(published.name) + published.extension);
  archive["dcat:accessURL"] = linked(address);
  archive["dcat:downloadURL"] = linked(address);
  archive["dcat:byteSize"] = typed(std::to_string(published.size), "xsd:nonNegativeInteger");
  archive["dcat:mediaType"] = media_type_node(media_type_of(published));
  archive["dcat:packageFormat"] = media_type_node(media_type_of(published));
  archive["spdx:checksum"] = {{"@type", "spdx:Checksum"},
                              {"spdx:algorithm", named("spdx:checksumAlgorithm_sha256")},
                              {"spdx:checksumValue", typed(published.sha256, "xsd:hexBinary")}};
  node["dcat:distribution"] = Json::array({std::move(archive)});
  return node.dump();
}

}  // namespace bdf::package
