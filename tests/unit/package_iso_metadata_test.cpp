// SPDX-License-Identifier: MIT
#include "package/iso_metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <regex>

#include "io/xml_tree.h"
#include "package/service_metadata.h"
#include "support/run.h"
#include "support/temporary_folder.h"
#include "unit/channel_samples.h"
#include "unit/metadata_samples.h"

namespace bdf::package {
namespace {

using io::XmlElement;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Texts = std::vector<std::string>;

/// What lies at a path of local names below the element, `*` for any: "contact/*/role".
std::vector<const XmlElement*> all_at(const XmlElement& root, std::string_view path) {
  std::vector<const XmlElement*> found{&root};
  while (!path.empty()) {
    const auto name = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    std::vector<const XmlElement*> next;
    for (const auto* element : found)
      for (const auto& child : element->children)
        if (name == "*" || child.name == name) next.push_back(&child);
    found = std::move(next);
  }
  return found;
}

Texts texts_at(const XmlElement& root, std::string_view path) {
  Texts texts;
  for (const auto* element : all_at(root, path)) texts.push_back(element->text);
  return texts;
}

Texts attributes_at(const XmlElement& root, std::string_view path, std::string_view name) {
  Texts values;
  for (const auto* element : all_at(root, path))
    for (const auto& attribute : element->attributes)
      if (attribute.name == name) values.push_back(attribute.value);
  return values;
}

XmlElement record_of(const PackageFacts& facts, const std::vector<Distribution>& files = {}) {
  return io::parse_xml(iso_metadata(facts, files));
}

/// What IGN's validator and the European one look for in a dataset's record, and in which form.
struct Demand {
  const char* code;  ///< of IGN's validator
  const char* path;
  const char* attribute;  ///< "" for the text
  const char* form;
};

constexpr auto day = "\\d{4}-\\d{2}-\\d{2}";
constexpr auto anything = "[^]+";
constexpr auto mail = "[^@ ]+@[^@ ]+";

const std::vector<Demand> demands{
    {"FILEIDENTIFIER", "fileIdentifier/*", "", "[\\w\\s\\-.:/\\[\\]]+"},
    {"IDENTIFIER", "identificationInfo/*/citation/*/identifier/*/code/*", "", "https?://.+"},
    {"TITLE", "identificationInfo/*/citation/*/title/*", "", anything},
    {"ABSTRACT", "identificationInfo/*/abstract/*", "", anything},
    {"TYPE", "hierarchyLevel/*", "codeListValue", "dataset"},
    {"LOCATOR_URL", "distributionInfo/*/transferOptions/*/onLine/*/linkage/URL", "", "https?://.+"},
    {"LOCATOR_NAME", "distributionInfo/*/transferOptions/*/onLine/*/name/*", "", anything},
    {"LOCATOR_PROTOCOL", "distributionInfo/*/transferOptions/*/onLine/*/protocol/*", "", "WWW:.+"},
    {"LANGUAGE", "identificationInfo/*/language/*", "codeListValue", "fre"},
    {"TOPICCATEGORY", "identificationInfo/*/topicCategory/*", "", "[a-zA-Z]+"},
    {"EXTENT_WEST", "identificationInfo/*/extent/*/geographicElement/*/westBoundLongitude/*", "",
     "-?\\d+\\.\\d{6}"},
    {"EXTENT_EAST", "identificationInfo/*/extent/*/geographicElement/*/eastBoundLongitude/*", "",
     "-?\\d+\\.\\d{6}"},
    {"EXTENT_SOUTH", "identificationInfo/*/extent/*/geographicElement/*/southBoundLatitude/*", "",
     "-?\\d+\\.\\d{6}"},
    {"EXTENT_NORTH", "identificationInfo/*/extent/*/geographicElement/*/northBoundLatitude/*", "",
     "-?\\d+\\.\\d{6}"},
    {"DATES", "identificationInfo/*/citation/*/date/*/date/*", "", day},
    {"CHARACTERSET", "identificationInfo/*/characterSet/*", "codeListValue", "utf8"},
    {"DISTRIBUTIONFORMAT_NAME", "distributionInfo/*/distributionFormat/MD_Format/name/*", "",
     anything},
    {"SPATIALREPRESENTATIONTYPE", "identificationInfo/*/spatialRepresentationType/*",
     "codeListValue", "vector"},
    {"LINEAGE", "dataQualityInfo/*/lineage/*/statement/*", "", anything},
    {"SPATIALRESOLUTION",
     "identificationInfo/*/spatialResolution/*/equivalentScale/*/denominator/*", "", "[1-9]\\d*"},
    {"SPECIFICATION_TITLE", "dataQualityInfo/*/report/*/result/*/specification/*/title/*", "",
     anything},
    {"SPECIFICATION_DATE", "dataQualityInfo/*/report/*/result/*/specification/*/date/*/date/*", "",
     day},
    {"CONTACT_NAME", "identificationInfo/*/pointOfContact/*/organisationName/*", "", anything},
    {"CONTACT_MAIL",
     "identificationInfo/*/pointOfContact/*/contactInfo/*/address/*/electronicMailAddress/*", "",
     mail},
    {"METADATACONTACT_NAME", "contact/*/organisationName/*", "", anything},
    {"METADATACONTACT_MAIL", "contact/*/contactInfo/*/address/*/electronicMailAddress/*", "", mail},
    {"METADATADATE", "dateStamp/*", "", day},
    {"METADATALANGUAGE", "language/*", "codeListValue", "fre"},
    {"REFERENCESYSTEM_URI", "referenceSystemInfo/*/referenceSystemIdentifier/*/code/Anchor", "href",
     "http://www\\.opengis\\.net/def/crs/EPSG/0/\\d+"},
    {"REFERENCESYSTEM_CODE", "referenceSystemInfo/*/referenceSystemIdentifier/*/code/*", "",
     "(EPSG|IGNF):\\w+"},
    {"KEYWORD", "identificationInfo/*/descriptiveKeywords/*/keyword/*", "", anything},
    {"ACCESS", "identificationInfo/*/resourceConstraints/*/accessConstraints/*", "codeListValue",
     "otherRestrictions"},
    {"USE", "identificationInfo/*/resourceConstraints/*/useLimitation/*", "", anything},
    {"MAINTENANCE", "identificationInfo/*/resourceMaintenance/*/maintenanceAndUpdateFrequency/*",
     "codeListValue", "quarterly"},
};

/// The codes of what is not there, or not in its form.
Texts unmet(const XmlElement& record) {
  Texts codes;
  for (const auto& demand : demands) {
    const auto values = *demand.attribute == '\0'
                            ? texts_at(record, demand.path)
                            : attributes_at(record, demand.path, demand.attribute);
    const std::regex form(demand.form);
    const bool met = !values.empty() && std::all_of(values.begin(), values.end(), [&](auto& value) {
      return std::regex_match(value, form);
    });
    if (!met) codes.emplace_back(demand.code);
  }
  return codes;
}

/// What xmllint says against a record; "" for nothing.
std::string against_schema(const std::string& xml) {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "iso.xml";
  std::ofstream(file, std::ios::binary) << xml;
  const auto ran = tests::run({"xmllint", "--noout", "--nonet", "--schema",
                               BDF_REPOSITORY "/tests/xsd/gmd.xsd", file.string()});
  return ran.code == 0 ? "" : ran.err;
}

TEST(IsoMetadata, HasWhatValidatorsLookFor) {
  for (const auto& facts : {tests::described_package(), tests::described_restricted_package(),
                            tests::described_by_an_enemy()}) {
    EXPECT_THAT(unmet(record_of(facts)), IsEmpty());
    EXPECT_THAT(unmet(record_of(facts, {tests::described_file()})), IsEmpty());
  }
}

TEST(IsoMetadata, IsHeldAgainstEachDemand) {
  auto facts = tests::described_package();
  facts.product.topics.clear();
  facts.product.frequency.clear();
  facts.product.denominator = 0;
  facts.product.publisher.mail = "nobody";
  EXPECT_THAT(unmet(record_of(facts)),
              ElementsAre("TOPICCATEGORY", "SPATIALRESOLUTION", "CONTACT_MAIL",
                          "METADATACONTACT_MAIL", "MAINTENANCE"));
}

TEST(IsoMetadata, HasTheOrderOfItsSchema) {
  auto bare = tests::described_package();
  bare.product.denominator = 0;
  bare.product.topics.clear();
  bare.product.inspire.clear();
  bare.lineage.clear();
  bare.zone_title.clear();
  for (const auto& facts : {tests::described_package(), tests::described_restricted_package(),
                            tests::described_by_an_enemy(), bare}) {
    const auto xml = iso_metadata(facts, {tests::described_file()});
    EXPECT_EQ(against_schema(xml), "") << xml;
  }
  const auto xml = iso_metadata(tests::described_package());
  const auto broken = std::regex_replace(xml, std::regex("<gmd:abstract>[^]*?</gmd:abstract>"), "");
  EXPECT_THAT(against_schema(broken), HasSubstr("abstract"));
}

TEST(IsoMetadata, SaysOfThePackageWhatIsKnown) {
  const auto record = record_of(tests::described_package(), {tests::described_file()});
  const auto at = [&](std::string_view path) {
    return texts_at(record, "identificationInfo/*/" + std::string(path));
  };
  EXPECT_THAT(at("citation/*/title/*"), ElementsAre("BD France Topo – Hydrographie – Isère (038)"));
  EXPECT_THAT(at("citation/*/date/*/date/*"), ElementsAre("2026-12-15", "2026-12-10"));
  EXPECT_THAT(at("citation/*/date/*/dateType/*"), ElementsAre("publication", "revision"));
  EXPECT_THAT(at("citation/*/identifier/*/code/*"),
              ElementsAre("https://www.ign.fr/BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_"
                          "2026-12-15"));
  EXPECT_THAT(at("extent/*/geographicElement/*/*/*"),
              ElementsAre("4.741900", "6.358500", "44.696000", "45.883201"));
  EXPECT_THAT(at("extent/*/temporalElement/*/extent/*/timePosition"), ElementsAre("2026-12-15"));
  EXPECT_THAT(at("topicCategory/*"), ElementsAre("inlandWaters", "environment"));
  EXPECT_THAT(at("pointOfContact/*/role/*"), ElementsAre("owner", "publisher"));
  EXPECT_THAT(
      at("descriptiveKeywords/*/keyword/*"),
      ElementsAre("Hydrographie", "High-value dataset", "Observation de la terre et environnement",
                  "cours d'eau", "référentiel", "données ouvertes", "Isère (038)"));
  EXPECT_THAT(at("descriptiveKeywords/*/thesaurusName/*/title/*"),
              ElementsAre("GEMET - INSPIRE themes, version 1.0", "High-value dataset categories"));
  EXPECT_THAT(texts_at(record, "dateStamp/*"), ElementsAre("2026-12-20"));
  EXPECT_THAT(texts_at(record, "distributionInfo/*/transferOptions/*/onLine/*/function/*"),
              ElementsAre("download", "information"));
  EXPECT_THAT(texts_at(record, "referenceSystemInfo/*/referenceSystemIdentifier/*/code/*"),
              ElementsAre("EPSG:2154", "IGNF:LAMB93"));
}

TEST(IsoMetadata, TellsInFrenchWhereTheDataComeFrom) {
  EXPECT_THAT(
      texts_at(record_of(tests::described_package()), "dataQualityInfo/*/lineage/*/statement/*"),
      ElementsAre("Données extraites de la base de référence par bdf 0.1.0, édition 2026-12-15, "
                  "selon les règles du thème rivers version 1.2. Opérations dont la base est "
                  "issue : import de l'édition 2026-06-15 (IGN) le 2026-06-16 ; 2 intégrations de "
                  "contributions (DDT de l'Isère) du 2026-07-01 au 2026-09-01 ; mend le "
                  "2026-12-10."));
}

TEST(IsoMetadata, ClaimsNoConformityThatNobodyHasLookedAt) {
  const auto record = record_of(tests::described_package());
  const auto results = "dataQualityInfo/*/report/*/result/*/pass";
  EXPECT_THAT(attributes_at(record, results, "nilReason"), ElementsAre("unknown"));
  EXPECT_THAT(all_at(record, results + std::string("/*")), IsEmpty());
}

TEST(IsoMetadata, HasTheMeasuresOfEachLayer) {
  const auto xml = iso_metadata(tests::measured_package(), {}, tests::sample_definitions());
  EXPECT_EQ(against_schema(xml), "") << xml;
  const auto record = io::parse_xml(xml);
  EXPECT_THAT(unmet(record), IsEmpty());
  EXPECT_THAT(texts_at(record, "dataQualityInfo/*/scope/*/level/*"),
              ElementsAre("dataset", "featureType", "featureType"));
  EXPECT_THAT(texts_at(record, "dataQualityInfo/*/scope/*/levelDescription/*/other/*"),
              ElementsAre("reach", "node"));
  EXPECT_THAT(
      texts_at(record, "dataQualityInfo/*/report/*/nameOfMeasure/*"),
      ElementsAre("Valeurs hors domaine : nature", "Précision moyenne", "Précision moyenne"));
  EXPECT_THAT(texts_at(record, "dataQualityInfo/*/report/*/measureIdentification/*/code/*"),
              ElementsAre("ISO 19157:2013, D.18", "ISO 19157:2013, D.28", "ISO 19157:2013, D.28"));
  EXPECT_THAT(texts_at(record, "dataQualityInfo/*/report/*/result/*/value/*"),
              ElementsAre("1e-05", "2.5", "5"));
  EXPECT_THAT(texts_at(record,
                       "dataQualityInfo/*/report/DQ_AbsoluteExternalPositionalAccuracy/"
                       "result/*/value/*"),
              ElementsAre("2.5", "5"));
  EXPECT_EQ(iso_metadata(tests::measured_package()), iso_metadata(tests::described_package()));
}

TEST(IsoMetadata, HasAPlaceForEveryMeasureThatThereIs) {
  const auto definitions = rules::load_measures();
  auto facts = tests::described_package();
  facts.layers.resize(1);
  facts.layers.front().name = "reach";
  for (const auto& definition : definitions)
    facts.measures.push_back({definition.code, "reach", "", 1, 2});
  const auto xml = iso_metadata(facts, {}, definitions);
  EXPECT_EQ(against_schema(xml), "") << xml;
  EXPECT_EQ(all_at(io::parse_xml(xml), "dataQualityInfo/*/report/*/result/*/value").size(),
            definitions.size());
}

TEST(IsoMetadata, SaysForWhomThePackageIs) {
  const auto path = "identificationInfo/*/resourceConstraints/*/otherConstraints/Anchor";
  const auto open = record_of(tests::described_package());
  EXPECT_THAT(
      attributes_at(open, path, "href"),
      ElementsAre(
          "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations",
          "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"));
  const auto closed = record_of(tests::described_restricted_package());
  EXPECT_THAT(texts_at(closed, path),
              ElementsAre(HasSubstr("l'article 13, paragraphe 1, point a), de la directive"),
                          "Accès restreint : Usage réservé aux services instructeurs",
                          "Usage réservé aux services instructeurs"));
  EXPECT_EQ(attributes_at(closed, path, "href").front(),
            "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/"
            "INSPIRE_Directive_Article13_1a");
  const auto keywords = texts_at(closed, "identificationInfo/*/descriptiveKeywords/*/keyword/*");
  EXPECT_THAT(keywords, Not(testing::Contains("données ouvertes")));
  EXPECT_THAT(keywords, Not(testing::Contains("High-value dataset")));
  EXPECT_THAT(texts_at(closed, "identificationInfo/*/pointOfContact/*/role/*"),
              ElementsAre("publisher"));
}

TEST(ServiceMetadata, DescribesTheServiceByItsSchema) {
  const auto publication = tests::sample_publication();
  const auto xml = service_metadata(publication);
  EXPECT_EQ(against_schema(xml), "") << xml;
  EXPECT_NE(against_schema(std::regex_replace(xml, std::regex("srv:couplingType"), "srv:coupled")),
            "");
  const auto record = io::parse_xml(xml);
  EXPECT_THAT(attributes_at(record, "hierarchyLevel/*", "codeListValue"), ElementsAre("service"));
  const std::string service = "identificationInfo/SV_ServiceIdentification/";
  EXPECT_THAT(texts_at(record, service + "serviceType/LocalName"), ElementsAre("download"));
  EXPECT_THAT(texts_at(record, service + "descriptiveKeywords/*/keyword/*"),
              ElementsAre("infoProductAccessService"));
  EXPECT_THAT(texts_at(record, service + "extent/*/geographicElement/*/*/*"),
              ElementsAre("4.700000", "6.400000", "44.600000", "45.900000"));
  EXPECT_THAT(attributes_at(record, service + "operatesOn", "href"),
              ElementsAre("https://example.org/bdf/download/BDFRANCETOPO/"
                          "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-06-15/iso.xml"));
  EXPECT_THAT(texts_at(record, "distributionInfo/*/transferOptions/*/onLine/*/linkage/*"),
              ElementsAre("https://example.org/bdf/atom/service.xml"));
  EXPECT_THAT(texts_at(record, "dataQualityInfo/*/report/*/result/*/specification/*/title/*"),
              ElementsAre(HasSubstr("976/2009")));
  EXPECT_EQ(service_metadata(publication), xml);
}

TEST(ServiceMetadata, SaysByWhichRightDatasetsAreRestricted) {
  auto publication = tests::sample_publication();
  const auto limits = [&] {
    return attributes_at(io::parse_xml(service_metadata(publication)),
                         "identificationInfo/*/resourceConstraints/*/otherConstraints/Anchor",
                         "href");
  };
  EXPECT_THAT(limits().front(), HasSubstr("noLimitations"));
  publication.datasets.push_back(publication.datasets.front());
  publication.datasets.back().limitation = "f";
  EXPECT_THAT(limits().front(), HasSubstr("INSPIRE_Directive_Article13_1f"));
}

TEST(IsoMetadata, KeepsHostileTextsWhatTheyAre) {
  const auto xml = iso_metadata(tests::described_by_an_enemy());
  const auto clean = "]]> <b>\"'&amp; \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD é\t–";
  const auto record = io::parse_xml(xml);
  EXPECT_THAT(texts_at(record, "contact/*/organisationName/*"), ElementsAre(clean));
  EXPECT_THAT(
      attributes_at(record, "identificationInfo/*/resourceConstraints/*/otherConstraints/Anchor",
                    "href"),
      testing::Contains("https://example.org/%3C&%22%3E"));
  EXPECT_THAT(all_at(record, "identificationInfo/*/citation/*/title/*/*"), IsEmpty());
}

TEST(IsoMetadata, IsTheSameOfTheSamePackage) {
  const auto facts = tests::described_package();
  EXPECT_EQ(iso_metadata(facts), iso_metadata(tests::described_package()));
  auto later = facts;
  later.manifest.time = "2026-12-24T03:00:00Z";
  auto next = facts;
  next.manifest.name.date += std::chrono::months(3);
  const auto identifier = [](const PackageFacts& of) {
    return texts_at(record_of(of), "fileIdentifier/*");
  };
  EXPECT_EQ(identifier(later), identifier(facts));
  EXPECT_NE(identifier(next), identifier(facts));
}

TEST(IsoMetadata, OfADifferentialSaysFromWhereItLeads) {
  auto facts = tests::described_package();
  facts.manifest.kind = PackageKind::differential;
  facts.manifest.name.is_differential = true;
  facts.manifest.previous =
      PreviousPackage{package_name_of("BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_2026-09-15"), ""};
  const auto record = record_of(facts);
  EXPECT_THAT(texts_at(record, "identificationInfo/*/citation/*/title/*"),
              ElementsAre(HasSubstr("différentiel")));
  EXPECT_THAT(texts_at(record, "identificationInfo/*/abstract/*"),
              ElementsAre(HasSubstr("depuis BDFRANCETOPO_1-0_RIVERS_GPKG_LAMB93_D038_"
                                    "2026-09-15")));
}

TEST(IsoMetadata, OfNothingIsWhereTheTerritoryIs) {
  auto facts = tests::described_package();
  facts.degrees = nowhere;
  EXPECT_THAT(texts_at(record_of(facts), "identificationInfo/*/extent/*/geographicElement/*/*/*"),
              ElementsAre("-6.200000", "11.200000", "40.900000", "51.300000"));
}

}  // namespace
}  // namespace bdf::package
