// SPDX-License-Identifier: MIT
#include "package/json_ld.h"

#include <nlohmann/json.hpp>

#include "package/description.h"

namespace bdf::package {

using Json = nlohmann::json;

Json linked(std::string_view iri) {
  auto encoded = iri_of(iri);
  // A colon in it, or an @ before it, would be more than a path.
  if (encoded.find("://") == std::string::npos && !encoded.starts_with("mailto:") &&
      !encoded.starts_with("urn:") && !encoded.starts_with("/"))
    encoded.insert(0, "./");
  return {{"@id", encoded}};
}

Json named(std::string_view name) { return {{"@id", name}}; }

Json in_french(std::string_view text) { return {{"@value", text}, {"@language", "fr"}}; }

Json in_both(const rules::Wording& text) {
  return Json::array({in_french(text.fr), {{"@value", text.en}, {"@language", "en"}}});
}

Json typed(std::string_view value, std::string_view type) {
  return {{"@value", value}, {"@type", type}};
}

Json agent(const rules::Party& party) {
  auto node = linked(party.url);
  node["@type"] = {"foaf:Agent", "foaf:Organization", "odrl:Party"};
  node["foaf:name"] = party.name;
  return node;
}

const Json& prefixes() {
  static const Json all{{"adms", "http://www.w3.org/ns/adms#"},
                        {"dcat", "http://www.w3.org/ns/dcat#"},
                        {"dcatap", "http://data.europa.eu/r5r/"},
                        {"dct", "http://purl.org/dc/terms/"},
                        {"dqv", "http://www.w3.org/ns/dqv#"},
                        {"foaf", "http://xmlns.com/foaf/0.1/"},
                        {"geodcat", "http://data.europa.eu/930/"},
                        {"gsp", "http://www.opengis.net/ont/geosparql#"},
                        {"odrl", "http://www.w3.org/ns/odrl/2/"},
                        {"owl", "http://www.w3.org/2002/07/owl#"},
                        {"prov", "http://www.w3.org/ns/prov#"},
                        {"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
                        {"sdmx", "http://purl.org/linked-data/sdmx/2009/attribute#"},
                        {"skos", "http://www.w3.org/2004/02/skos/core#"},
                        {"spdx", "http://spdx.org/rdf/terms#"},
                        {"vcard", "http://www.w3.org/2006/vcard/ns#"},
                        {"xsd", "http://www.w3.org/2001/XMLSchema#"}};
  return all;
}

std::string as_document(const Json& node) {
  auto document = node;
  document["@context"] = prefixes();
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::package
