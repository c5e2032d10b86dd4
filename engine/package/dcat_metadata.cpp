// SPDX-License-Identifier: MIT
#include "package/dcat_metadata.h"

#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "package/dcat_nodes.h"
#include "package/description.h"
#include "package/json_ld.h"
#include "package/odrl_offer.h"
#include "rules/inspire.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

Json french() { return linked("http://publications.europa.eu/resource/authority/language/FRA"); }

Json day(const std::string& text) { return typed(text.substr(0, 10), "xsd:date"); }

/// The card itself, which is another thing than the data that it is of.
Json record_of(const PackageFacts& facts) {
  const auto uuid = uuid_v5("metadata of " + to_text(facts.manifest.name));
  auto record = linked("urn:uuid:" + uuid);
  record["@type"] = "dcat:CatalogRecord";
  record["dct:identifier"] = uuid;
  record["dct:modified"] = day(facts.manifest.time);
  record["dct:language"] = french();
  record["dct:conformsTo"] = linked("http://data.europa.eu/930/");
  record["foaf:primaryTopic"] = linked(resource_uri(facts));
  return record;
}

Json contact_of(const rules::Party& party) {
  return {{"@type", {"vcard:Kind", "vcard:Organization"}},
          {"vcard:fn", party.name},
          {"vcard:hasEmail", linked("mailto:" + party.mail)},
          {"vcard:hasURL", linked(party.url)}};
}

void describe_subject(Json& dataset, const PackageFacts& facts) {
  auto keywords = Json::array();
  for (const auto& keyword : facts.product.keywords) keywords.push_back(in_french(keyword));
  auto themes = theme_nodes(facts.product.topics);
  for (const auto& theme : facts.product.inspire) {
    for (auto& word : in_both(theme.title)) keywords.push_back(std::move(word));
    themes.push_back(linked(rules::uri_of(theme)));
  }
  dataset["dcat:keyword"] = std::move(keywords);
  dataset["dcat:theme"] = std::move(themes);
  auto topics = Json::array();
  for (const auto& topic : facts.product.topics)
    topics.push_back(
        linked("http://inspire.ec.europa.eu/metadata-codelist/TopicCategory/" + topic));
  dataset["dct:subject"] = std::move(topics);
  if (!is_high_value(facts)) return;
  dataset["dcatap:hvdCategory"] = linked(high_value_category);
  dataset["dcatap:applicableLegislation"] = linked(high_value_regulation);
}

void describe_publication(Json& dataset, const PackageFacts& facts) {
  const auto& product = facts.product;
  dataset["dct:publisher"] = agent(product.publisher);
  dataset["dcat:contactPoint"] = contact_of(product.publisher);
  dataset["dct:license"] = licence_of(facts.pack.terms);
  dataset["dct:accessRights"] = access_rights_of(facts);
  // A restricted one of which nobody says by which right gets no word of INSPIRE's.
  if (facts.manifest.audience == Audience::open || !facts.pack.limitation.empty())
    dataset["dct:rights"] = limitation_of(facts);
  dataset["odrl:hasPolicy"] = odrl_policy(facts);
  dataset["dct:accrualPeriodicity"] = frequency_node(product.frequency);
  dataset["dct:issued"] = day(facts.edition_date);
  if (const auto revised = revised_on(facts); !revised.empty())
    dataset["dct:modified"] = day(revised);
  dataset["owl:versionInfo"] = facts.manifest.edition;
  dataset["dct:language"] = french();
  dataset["dct:type"] =
      linked("http://inspire.ec.europa.eu/metadata-codelist/ResourceType/dataset");
}

}  // namespace

std::string dcat_dataset(const PackageFacts& facts, const std::vector<Distribution>& distributions,
                         const std::vector<rules::MeasureDefinition>& definitions) {
  auto dataset = linked(resource_uri(facts));
  dataset["@type"] = "dcat:Dataset";
  dataset["dct:identifier"] = to_text(facts.manifest.name);
  dataset["dct:title"] = in_both(title_of(facts));
  dataset["dct:description"] = in_both(abstract_of(facts));
  dataset["foaf:isPrimaryTopicOf"] = record_of(facts);
  describe_publication(dataset, facts);
  describe_subject(dataset, facts);
  describe_extent(dataset, facts);
  describe_conformity(dataset, facts);
  describe_quality(dataset, facts, definitions);
  for (const auto& one : distributions)
    dataset["dcat:distribution"].push_back(distribution_node(one, facts));
  return as_document(dataset);
}

}  // namespace bdf::package
