// SPDX-License-Identifier: MIT
#include "package/dcat_metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "unit/metadata_samples.h"
#include "unit/triples.h"

namespace bdf::package {
namespace {

using Json = nlohmann::json;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using tests::Triples;

constexpr auto dataset_iri =
    "<https://www.ign.fr/BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_2026-12-15>";

/// How often a resource of a class has a property (GeoDCAT-AP 2.0.0; what is recommended counts as
/// mandatory here, where the facts have it).
struct Shape {
  const char* type;
  const char* property;
  std::size_t least;
  std::size_t most;
};

constexpr std::size_t many = 1000;
const std::vector<Shape> shapes{
    {"dcat:Dataset", "dct:title", 2, 2},
    {"dcat:Dataset", "dct:description", 2, 2},
    {"dcat:Dataset", "dct:identifier", 1, 1},
    {"dcat:Dataset", "dct:publisher", 1, 1},
    {"dcat:Dataset", "dct:accessRights", 1, 1},
    {"dcat:Dataset", "dct:license", 1, 1},
    {"dcat:Dataset", "dct:accrualPeriodicity", 1, 1},
    {"dcat:Dataset", "dct:issued", 1, 1},
    {"dcat:Dataset", "dct:modified", 0, 1},
    {"dcat:Dataset", "dct:spatial", 1, 1},
    {"dcat:Dataset", "dct:temporal", 1, 1},
    {"dcat:Dataset", "dct:provenance", 1, 1},
    {"dcat:Dataset", "dct:conformsTo", 2, many},
    {"dcat:Dataset", "dcat:contactPoint", 1, 1},
    {"dcat:Dataset", "dcat:keyword", 1, many},
    {"dcat:Dataset", "dcat:theme", 1, many},
    {"dcat:Dataset", "dct:subject", 1, many},
    {"dcat:Dataset", "dqv:hasQualityMeasurement", 1, many},
    {"dcat:Dataset", "owl:versionInfo", 1, 1},
    {"dcat:Dataset", "odrl:hasPolicy", 1, 1},
    {"dcat:Dataset", "prov:wasUsedBy", 1, 1},
    {"dcat:Distribution", "dcat:accessURL", 1, 1},
    {"dcat:Distribution", "dcat:downloadURL", 1, 1},
    {"dcat:Distribution", "dct:title", 1, 1},
    {"dcat:Distribution", "dct:license", 1, 1},
    {"dcat:Distribution", "dct:format", 1, 1},
    {"dcat:Distribution", "dct:accessRights", 1, 1},
    {"dcat:Distribution", "dcat:byteSize", 1, 1},
    {"dcat:Distribution", "dcat:mediaType", 0, 1},
    {"dcat:Distribution", "spdx:checksum", 0, 1},
    {"dcat:Distribution", "odrl:hasPolicy", 1, 1},
    {"spdx:Checksum", "spdx:algorithm", 1, 1},
    {"spdx:Checksum", "spdx:checksumValue", 1, 1},
    {"foaf:Agent", "foaf:name", 1, 1},
    {"vcard:Kind", "vcard:fn", 1, 1},
    {"vcard:Kind", "vcard:hasEmail", 1, 1},
    {"dct:PeriodOfTime", "dcat:startDate", 1, 1},
    {"dct:PeriodOfTime", "dcat:endDate", 1, 1},
    {"dct:Location", "dcat:bbox", 1, 1},
    {"dct:ProvenanceStatement", "rdfs:label", 1, 1},
    {"dct:LicenseDocument", "rdfs:label", 2, 2},
    {"dqv:QualityMeasurement", "dqv:isMeasurementOf", 1, 1},
    {"dqv:QualityMeasurement", "dqv:value", 1, 1},
    {"prov:Activity", "prov:generated", 1, 1},
    {"prov:Activity", "prov:qualifiedAssociation", 1, 1},
    {"prov:Association", "prov:hadPlan", 1, 1},
    {"dcat:CatalogRecord", "foaf:primaryTopic", 1, 1},
    {"dcat:CatalogRecord", "dct:modified", 1, 1},
    {"dcat:Catalog", "dct:title", 2, 2},
    {"dcat:Catalog", "dct:description", 2, 2},
    {"dcat:Catalog", "dct:publisher", 1, 1},
    {"dcat:Catalog", "dcat:dataset", 1, many},
    {"dcat:Catalog", "odrl:hasPolicy", 0, 0},
};

/// Each as CLASS PROPERTY: how often a resource has it that should not.
std::vector<std::string> misshapen(const Triples& triples) {
  std::vector<std::string> found;
  for (const auto& shape : shapes)
    for (const auto& subject : triples.subjects("rdf:type", shape.type)) {
      const auto count = triples.objects(subject, shape.property).size();
      if (count < shape.least || count > shape.most)
        found.push_back(std::string(shape.type) + " " + shape.property + ": " +
                        std::to_string(count));
    }
  return found;
}

Triples dataset_of(const PackageFacts& facts) {
  return tests::triples_of(dcat_dataset(facts, {tests::described_file()}));
}

TEST(DcatMetadata, HasTheShapeOfGeoDcat) {
  for (const auto& facts : {tests::described_package(), tests::described_restricted_package(),
                            tests::described_by_an_enemy()}) {
    const auto triples = dataset_of(facts);
    EXPECT_THAT(misshapen(triples), IsEmpty());
    for (const auto* type : {"dcat:Dataset", "dcat:Distribution", "spdx:Checksum", "foaf:Agent",
                             "vcard:Kind", "dcat:CatalogRecord", "prov:Activity"})
      EXPECT_EQ(triples.subjects("rdf:type", type).size(), 1U) << type;
  }
}

TEST(DcatMetadata, IsHeldAgainstItsShape) {
  auto facts = tests::described_package();
  facts.product.topics.clear();
  facts.product.denominator = 0;
  EXPECT_THAT(
      misshapen(dataset_of(facts)),
      ElementsAre("dcat:Dataset dct:subject: 0", "dcat:Dataset dqv:hasQualityMeasurement: 0"));
}

TEST(DcatMetadata, SaysOfTheDatasetWhatIsKnown) {
  const auto triples = dataset_of(tests::described_package());
  const auto said = [&](const char* property) { return triples.objects(dataset_iri, property); };
  EXPECT_THAT(said("dct:title"),
              UnorderedElementsAre("\"BD France Topo – Hydrographie – Isère (038)\"@fr",
                                   "\"BD France Topo – Hydrography – Isère (038)\"@en"));
  EXPECT_THAT(
      said("dct:accessRights"),
      ElementsAre("<http://publications.europa.eu/resource/authority/access-right/PUBLIC>"));
  EXPECT_THAT(
      said("dct:accrualPeriodicity"),
      ElementsAre("<http://publications.europa.eu/resource/authority/frequency/QUARTERLY>"));
  EXPECT_THAT(
      said("dcat:theme"),
      UnorderedElementsAre("<http://publications.europa.eu/resource/authority/data-theme/ENVI>",
                           "<http://inspire.ec.europa.eu/theme/hy>"));
  EXPECT_THAT(said("dct:rights"), ElementsAre("<http://inspire.ec.europa.eu/metadata-codelist/"
                                              "LimitationsOnPublicAccess/noLimitations>"));
  EXPECT_THAT(said("dct:issued"), ElementsAre("\"2026-12-15\"^^xsd:date"));
  EXPECT_THAT(said("dct:modified"), ElementsAre("\"2026-12-10\"^^xsd:date"));
  EXPECT_THAT(said("dct:conformsTo"), Contains("<http://www.opengis.net/def/crs/EPSG/0/2154>"));
  EXPECT_THAT(said("dcatap:hvdCategory"), ElementsAre("<http://data.europa.eu/bna/c_dd313021>"));
  EXPECT_THAT(said("dct:license"),
              ElementsAre("<https://www.etalab.gouv.fr/licence-ouverte-open-licence/>"));
  EXPECT_THAT(triples.all_objects("dcat:bbox"),
              ElementsAre("\"POLYGON((4.7419001 44.6960004, 6.3584999 44.6960004, 6.3584999 "
                          "45.8832001, 4.7419001 45.8832001, 4.7419001 "
                          "44.6960004))\"^^gsp:wktLiteral"));
  EXPECT_THAT(triples.all_objects("dqv:value"), ElementsAre("\"0.000200000\"^^xsd:decimal"));
  EXPECT_THAT(triples.all_objects("prov:generated"), Not(IsEmpty()));
}

TEST(DcatMetadata, HasTheMeasuresOfEachLayer) {
  const auto triples = tests::triples_of(dcat_dataset(
      tests::measured_package(), {tests::described_file()}, tests::sample_definitions()));
  EXPECT_THAT(misshapen(triples), IsEmpty());
  std::map<std::string, std::string> values;
  for (const auto& one : triples.objects(dataset_iri, "dqv:hasQualityMeasurement"))
    for (const auto& label : triples.objects(one, "rdfs:label"))
      values[label] += triples.objects(one, "dqv:value").front();
  EXPECT_THAT(values, UnorderedElementsAre(testing::Pair("\"reach.nature\"", HasSubstr("1e-05")),
                                           testing::Pair("\"reach\"", HasSubstr("2.5")),
                                           testing::Pair("\"node\"", HasSubstr("5"))));
  EXPECT_THAT(triples.all_objects("sdmx:unitMeasure"),
              ElementsAre("<http://www.qudt.org/vocab/unit/M>"));
}

TEST(DcatMetadata, SaysWhereTheFileIsAndWhich) {
  const auto triples = dataset_of(tests::described_package());
  EXPECT_THAT(triples.all_objects("dcat:downloadURL"),
              ElementsAre("<" + tests::described_file().url + ">"));
  EXPECT_THAT(triples.all_objects("dcat:byteSize"),
              ElementsAre("\"5000000000\"^^xsd:nonNegativeInteger"));
  EXPECT_THAT(triples.all_objects("spdx:algorithm"), ElementsAre("spdx:checksumAlgorithm_sha256"));
  EXPECT_THAT(triples.all_objects("spdx:checksumValue"),
              ElementsAre("\"" + std::string(64, 'a') + "\"^^xsd:hexBinary"));
  EXPECT_THAT(triples.all_objects("dct:format"),
              ElementsAre("<http://publications.europa.eu/resource/authority/file-type/GPKG>"));
  EXPECT_THAT(
      triples.all_objects("dcat:mediaType"),
      ElementsAre("<http://www.iana.org/assignments/media-types/application/x-7z-compressed>"));
}

TEST(DcatMetadata, LeadsFromWhereItLiesToAFileBesideIt) {
  auto file = tests::described_file();
  for (const auto& [path, url] : std::map<std::string, std::string>{
           {"data/a b.7z", "data/a%20b.7z"}, {"c:d.7z", "c:d.7z"}, {"@id", "@id"}}) {
    file.url = path;
    file.format = "FGB";
    const auto triples = tests::triples_of(dcat_dataset(tests::described_package(), {file}));
    EXPECT_THAT(triples.all_objects("dcat:accessURL"),
                ElementsAre("<https://example.org/papers/" + url + ">"));
    EXPECT_THAT(misshapen(triples), IsEmpty());
  }
}

TEST(DcatMetadata, SaysThatRestrictedDataAreRestricted) {
  const auto triples = dataset_of(tests::described_restricted_package());
  EXPECT_THAT(triples.all_objects("dct:accessRights"),
              Each("<http://publications.europa.eu/resource/authority/access-right/RESTRICTED>"));
  EXPECT_THAT(triples.all_objects("dct:rights"),
              ElementsAre("<http://inspire.ec.europa.eu/metadata-codelist/"
                          "LimitationsOnPublicAccess/INSPIRE_Directive_Article13_1a>"));
  EXPECT_THAT(triples.all_objects("dcatap:hvdCategory"), IsEmpty());
  EXPECT_THAT(triples.subjects("rdf:type", "odrl:Offer").size(), 1U);
}

TEST(DcatMetadata, KeepsHostileTextsWhatTheyAre) {
  const auto text = dcat_dataset(tests::described_by_an_enemy(), {tests::described_file()});
  const auto clean = "]]> <b>\"'&amp; \x01\x1B\xEF\xBF\xBD é\t–";
  EXPECT_EQ(Json::parse(text)["dcat:contactPoint"]["vcard:fn"], clean);
  EXPECT_EQ(Json::parse(text)["dct:license"]["@id"], "https://example.org/%3C&%22%3E");
}

TEST(DcatMetadata, IsTheSameOfTheSamePackage) {
  const auto text = dcat_dataset(tests::described_package(), {tests::described_file()});
  EXPECT_EQ(dcat_dataset(tests::described_package(), {tests::described_file()}), text);
  EXPECT_EQ(Json::parse(text).dump(2) + "\n", text);
}

class DcatCatalogue : public testing::Test {
 protected:
  static Catalogue head() {
    return {"https://example.org/catalogue.jsonld",
            {"Paquets", "Packages"},
            {"Tous les paquets", "All packages"},
            tests::described_product().publisher,
            "2026-12-24T03:00:00Z"};
  }
  static std::string refusal(const std::vector<std::string>& datasets) {
    try {
      static_cast<void>(dcat_catalogue(head(), datasets));
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  std::string open_ = dcat_dataset(tests::described_package(), {tests::described_file()});
  std::string closed_ = dcat_dataset(tests::described_restricted_package(), {});
};

TEST_F(DcatCatalogue, ListsDatasetsWithTheirRecords) {
  const auto triples = tests::triples_of(dcat_catalogue(head(), {open_, closed_}));
  EXPECT_THAT(misshapen(triples), IsEmpty());
  EXPECT_EQ(triples.all_objects("dcat:dataset").size(), 2U);
  EXPECT_EQ(triples.all_objects("dcat:record").size(), 2U);
  EXPECT_EQ(triples.subjects("rdf:type", "dcat:Distribution").size(), 1U);
  EXPECT_THAT(triples.subjects("rdf:type", "dcat:Dataset"), Contains(dataset_iri));
  for (const auto* alone : {&open_, &closed_}) {
    const auto dataset = tests::triples_of(*alone);
    EXPECT_TRUE(dataset.are_among(triples));
  }
}

TEST_F(DcatCatalogue, RefusesWhatIsNoDataset) {
  EXPECT_THAT(refusal({}), HasSubstr("at least one"));
  EXPECT_THAT(refusal({open_, open_}), HasSubstr("twice"));
  EXPECT_NE(refusal({open_, "{"}), "");
  EXPECT_NE(refusal({"[]"}), "");
  for (const auto* member : {"@id", "@type", "@context"}) {
    auto json = Json::parse(open_);
    json.erase(member);
    EXPECT_THAT(refusal({json.dump()}), HasSubstr("no dataset")) << member;
  }
  auto other = Json::parse(open_);
  other["@context"]["dct"] = "https://example.org/";
  EXPECT_THAT(refusal({other.dump()}), HasSubstr("no dataset"));
  EXPECT_EQ(refusal({open_, closed_}), "");
}

}  // namespace
}  // namespace bdf::package
