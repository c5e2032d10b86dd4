// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "package/carrier_formats.h"
#include "package/dcat_nodes.h"
#include "package/json_ld.h"
#include "package/odrl_offer.h"
#include "rules/inspire.h"

namespace bdf::package {

using Json = nlohmann::json;

Json access_rights_of(const PackageFacts& facts) {
  auto node = linked(std::string("http://publications.europa.eu/resource/authority/access-right/") +
                     (facts.manifest.audience == Audience::open ? "PUBLIC" : "RESTRICTED"));
  node["@type"] = "dct:RightsStatement";
  return node;
}

Json limitation_of(const PackageFacts& facts) {
  auto node = linked(rules::limitation_uri(facts.pack.limitation));
  node["@type"] = "dct:RightsStatement";
  if (!facts.pack.limitation.empty())
    node["rdfs:label"] = in_both(rules::limitation_title(facts.pack.limitation));
  return node;
}

Json licence_of(const rules::Terms& terms) {
  auto node = linked(terms.url);
  node["@type"] = "dct:LicenseDocument";
  node["rdfs:label"] = in_both(terms.title);
  return node;
}

namespace {

Json checksum(const std::string& sha256) {
  return {{"@type", "spdx:Checksum"},
          {"spdx:algorithm", named("spdx:checksumAlgorithm_sha256")},
          {"spdx:checksumValue", typed(sha256, "xsd:hexBinary")}};
}

/// Of a known format its entry in the EU's list, of another one its name.
Json format_node(const std::string& format) {
  const auto uri = file_type_uri(format);
  auto node = uri.empty() ? Json::object() : linked(uri);
  node["@type"] = "dct:MediaTypeOrExtent";
  node["rdfs:label"] = format_title(format);
  return node;
}

}  // namespace

Json distribution_node(const Distribution& distribution, const PackageFacts& facts) {
  Json node{{"@type", "dcat:Distribution"},
            {"dct:title", in_french(distribution.title)},
            {"dcat:accessURL", linked(distribution.url)},
            {"dcat:downloadURL", linked(distribution.url)},
            {"dcat:byteSize", typed(std::to_string(distribution.bytes), "xsd:nonNegativeInteger")},
            {"dct:format", format_node(distribution.format)},
            {"dct:license", licence_of(facts.pack.terms)},
            {"dct:accessRights", access_rights_of(facts)},
            {"odrl:hasPolicy", linked(policy_uri(facts))},
            {"adms:representationTechnique",
             linked("http://inspire.ec.europa.eu/metadata-codelist/SpatialRepresentationType/"
                    "vector")}};
  if (!distribution.media_type.empty()) {
    node["dcat:mediaType"] =
        linked("http://www.iana.org/assignments/media-types/" + distribution.media_type);
    node["dcat:mediaType"]["@type"] = "dct:MediaType";
  }
  if (!distribution.sha256.empty()) node["spdx:checksum"] = checksum(distribution.sha256);
  return node;
}

}  // namespace bdf::package
