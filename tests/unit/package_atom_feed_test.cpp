// SPDX-License-Identifier: MIT
#include "package/atom_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <map>
#include <memory>
#include <set>

#include "package/packages_page.h"
#include "unit/channel_samples.h"

namespace bdf::package {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using Words = std::vector<std::string>;

const xmlChar* xml(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}

/// A document that libxml2 has read, to be asked by XPath.
class Document {
 public:
  explicit Document(const std::string& text)
      : document_(xmlReadMemory(text.data(), static_cast<int>(text.size()), "", nullptr, 0),
                  xmlFreeDoc),
        context_(xmlXPathNewContext(document_.get()), xmlXPathFreeContext) {
    for (const auto& [prefix, space] :
         {std::pair("a", "http://www.w3.org/2005/Atom"),
          std::pair("georss", "http://www.georss.org/georss"),
          std::pair("dls", "http://inspire.ec.europa.eu/schemas/inspire_dls/1.0"),
          std::pair("gpf", "https://data.geopf.fr/annexes/ressources/xsd/gpf_dl.xsd"),
          std::pair("os", "http://a9.com/-/spec/opensearch/1.1/")})
      xmlXPathRegisterNs(context_.get(), xml(prefix), xml(space));
  }

  [[nodiscard]] bool is_well_formed() const { return document_ != nullptr; }

  /// The texts of the nodes that are found.
  [[nodiscard]] Words all(const std::string& path) const {
    const std::unique_ptr<xmlXPathObject, void (*)(xmlXPathObject*)> found(
        xmlXPathEvalExpression(xml(path), context_.get()), xmlXPathFreeObject);
    Words texts;
    for (int i = 0; found->nodesetval != nullptr && i < found->nodesetval->nodeNr; ++i) {
      const std::unique_ptr<xmlChar, void (*)(void*)> text(
          xmlNodeGetContent(found->nodesetval->nodeTab[i]), xmlFree);
      texts.emplace_back(reinterpret_cast<const char*>(text.get()));
    }
    return texts;
  }

  [[nodiscard]] std::string one(const std::string& path) const {
    const auto texts = all(path);
    EXPECT_THAT(texts, SizeIs(1)) << path;
    return texts.empty() ? "" : texts.front();
  }

 private:
  std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document_;
  std::unique_ptr<xmlXPathContext, void (*)(xmlXPathContext*)> context_;
};

using tests::sample_publication;

/// What RFC 4287 requires of feeds and entries.
void expect_atom(const Document& feed) {
  ASSERT_TRUE(feed.is_well_formed());
  const auto entries = feed.all("/a:feed/a:entry").size();
  EXPECT_GT(entries, 0U);
  for (const auto* element : {"a:id", "a:title", "a:updated"}) {
    EXPECT_THAT(feed.all(std::string("/a:feed/") + element), SizeIs(1)) << element;
    EXPECT_THAT(feed.all(std::string("/a:feed/a:entry[count(") + element + ")=1]"), SizeIs(entries))
        << element;
  }
  EXPECT_THAT(feed.all("/a:feed/a:author/a:name"), SizeIs(1));
  EXPECT_THAT(feed.all("/a:feed/a:entry[count(a:link[@rel='alternate'])=1]"), SizeIs(entries));
  EXPECT_THAT(feed.all("//a:link[not(@href) or not(@type)]"), IsEmpty());
  const auto ids = feed.all("//a:id");
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  for (const auto& time : feed.all("//a:updated"))
    EXPECT_THAT(time, testing::MatchesRegex("....-..-..T..:..:..Z"));
}

/// A requirement of the Technical Guidance for INSPIRE Download Services, part 5 (Atom), under its
/// number: what is to be found, and what is not.
struct Requirement {
  int number;
  const char* document;  ///< "service", "dataset", "search"
  const char* found;     ///< XPath of at least one node
  const char* wrong;     ///< XPath of what violates it; "" for nothing else
};

const Requirement requirements[] = {
    {1, "service", "/a:feed/a:entry", ""},
    {3, "service", "/a:feed/a:entry/georss:polygon", "/a:feed/a:entry[not(georss:polygon)]"},
    {5, "service", "/a:feed/a:title[text()]", ""},
    {6, "service", "/a:feed/a:link[@rel='describedby'][@type='application/xml']", ""},
    {7, "service",
     "/a:feed/a:link[@rel='self'][@hreflang='fr'][@type='application/atom+xml']"
     "[starts-with(@href,'http')]",
     ""},
    {8, "service",
     "/a:feed/a:link[@rel='search'][@hreflang='fr']"
     "[@type='application/opensearchdescription+xml']",
     ""},
    {9, "service", "/a:feed/a:id", "/a:feed/a:id[not(starts-with(.,'http'))]"},
    {10, "service", "/a:feed/a:rights[text()]", ""},
    {11, "service", "/a:feed/a:updated[contains(.,'T')]", ""},
    {12, "service", "/a:feed/a:author[a:name][a:email]", ""},
    {13, "service", "/a:feed/a:entry/dls:spatial_dataset_identifier_code",
     "/a:feed/a:entry[not(dls:spatial_dataset_identifier_code) or "
     "not(dls:spatial_dataset_identifier_namespace)]"},
    {14, "service", "/a:feed/a:entry/a:link[@rel='describedby']",
     "/a:feed/a:entry[not(a:link[@rel='describedby'][@type='application/xml'])]"},
    {15, "service", "/a:feed/a:entry/a:link[@rel='alternate']",
     "/a:feed/a:entry[count(a:link[@rel='alternate'][@type='application/atom+xml'])!=1]"},
    {17, "service", "/a:feed/a:entry/a:id", "/a:feed/a:entry/a:id[not(starts-with(.,'http'))]"},
    {18, "service", "/a:feed/a:entry/a:title", "/a:feed/a:entry[not(a:title/text())]"},
    {19, "service", "/a:feed/a:entry/a:updated", "/a:feed/a:entry[not(contains(a:updated,'T'))]"},
    {20, "service", "/a:feed/a:entry/a:category[@label]",
     "/a:feed/a:entry[not(a:category[starts-with(@term,'http://www.opengis.net/def/crs/')])]"},
    {21, "dataset", "/a:feed/a:title[text()]", ""},
    {22, "dataset", "/a:feed/a:id", "/a:feed/a:id[not(starts-with(.,'http'))]"},
    {23, "dataset", "/a:feed/a:rights[text()]", ""},
    {24, "dataset", "/a:feed/a:updated[contains(.,'T')]", ""},
    {25, "dataset", "/a:feed/a:author[a:name][a:email]", ""},
    {26, "dataset", "/a:feed/a:entry/a:link[@rel='alternate']",
     "/a:feed/a:entry[not(a:link[@rel='alternate'])]"},
    {27, "dataset", "/a:feed/a:entry/a:category", "/a:feed/a:entry[count(a:category)!=1]"},
    {29, "dataset", "/a:feed/a:entry/a:link[@length]",
     "/a:feed/a:entry/a:link[@rel='alternate'][not(@type) or not(@length)]"},
    {31, "dataset", "/a:feed/a:entry/a:link[@hreflang]",
     "/a:feed/a:entry/a:link[@rel='alternate'][not(@hreflang)]"},
    {35, "dataset", "/a:feed/a:entry/a:category[@label]",
     "/a:feed/a:entry[not(a:category[starts-with(@term,'http://www.opengis.net/def/crs/')])]"},
    {36, "dataset", "/a:feed/a:link[@rel='up'][@type='application/atom+xml']", ""},
    {40, "search",
     "//os:Url[@rel='self'][@type='application/opensearchdescription+xml']"
     "[starts-with(@template,'http')]",
     ""},
    {41, "search", "//os:Url[@rel='results'][@type='text/html']", ""},
    {42, "search",
     "//os:Url[@rel='describedby'][@type='application/atom+xml']"
     "[contains(@template,'{inspire_dls:spatial_dataset_identifier_code}')]"
     "[contains(@template,'{inspire_dls:spatial_dataset_identifier_namespace}')]"
     "[contains(@template,'{language?}')]",
     ""},
    {43, "search",
     "//os:Url[@rel='results'][@type='application/atom+xml']"
     "[contains(@template,'{inspire_dls:spatial_dataset_identifier_code}')]"
     "[contains(@template,'{inspire_dls:spatial_dataset_identifier_namespace}')]"
     "[contains(@template,'{inspire_dls:crs?}')][contains(@template,'{language?}')]",
     ""},
    {44, "search", "//os:Query[@role='example']",
     "//os:Query[not(@dls:spatial_dataset_identifier_code) or "
     "not(@dls:spatial_dataset_identifier_namespace)]"},
    {45, "search", "//os:Language[text()='fr']", ""},
};

/// Not in the list: what follows from RFC 4287 (2), OpenSearch (4), what is for hybrid services
/// with a WFS (16), for several files (32, 33) and languages (37, 38, 39); links to types of
/// INSPIRE's objects (28), which these data are not of, and its register of media types (30, 34),
/// which has no .7z.
TEST(InspireAtom, MeetsEachRequirement) {
  const auto publication = sample_publication();
  const std::map<std::string, std::string> documents{
      {"service", service_feed(publication)},
      {"dataset", dataset_feed(publication, publication.datasets[0])},
      {"search", search_description(publication)}};
  for (const auto& [number, name, found, wrong] : requirements) {
    const Document document(documents.at(name));
    EXPECT_THAT(document.all(found), Not(IsEmpty())) << "requirement " << number;
    if (*wrong != '\0') {
      EXPECT_THAT(document.all(wrong), IsEmpty()) << "requirement " << number;
    }
  }
}

TEST(ServiceFeed, HasWhatInspireRequires) {
  const Document feed(service_feed(sample_publication()));
  expect_atom(feed);
  EXPECT_EQ(feed.one("/a:feed/@xml:lang"), "fr");
  EXPECT_EQ(feed.one("/a:feed/a:link[@rel='self'][@type='application/atom+xml']/@href"),
            "https://example.org/bdf/atom/service.xml");
  EXPECT_EQ(feed.one("/a:feed/a:id"), "https://example.org/bdf/atom/service.xml");
  EXPECT_EQ(feed.one("/a:feed/a:link[@rel='search']"
                     "[@type='application/opensearchdescription+xml']/@href"),
            "https://example.org/bdf/atom/opensearch.xml");
  EXPECT_EQ(feed.one("/a:feed/a:link[@rel='describedby'][@type='application/xml']/@href"),
            "https://example.org/bdf/atom/service_metadata.xml");
  EXPECT_EQ(feed.one("/a:feed/a:link[@rel='related']/@href"), "https://example.org/bdf/index.json");
  EXPECT_THAT(feed.one("/a:feed/a:rights"), HasSubstr("Licence Ouverte (https://"));
  EXPECT_EQ(feed.one("/a:feed/a:author/a:email"), "contact@ign.example");
  EXPECT_EQ(feed.one("/a:feed/a:updated"), "2026-06-15T03:00:00Z");
}

TEST(ServiceFeed, HasAnEntryADataset) {
  const Document feed(service_feed(sample_publication()));
  const std::string entry = "/a:feed/a:entry";
  EXPECT_EQ(feed.one(entry + "/a:title"), "Hydrographie <038> & autres");
  EXPECT_EQ(feed.one(entry + "/dls:spatial_dataset_identifier_code"), "BDFRANCETOPO_HYDRO_D038");
  EXPECT_EQ(feed.one(entry + "/dls:spatial_dataset_identifier_namespace"),
            "https://example.org/bdf");
  EXPECT_EQ(feed.one(entry + "/a:link[@rel='alternate'][@type='application/atom+xml']"
                             "[@hreflang='fr']/@href"),
            "https://example.org/bdf/atom/BDFRANCETOPO_HYDRO_D038.xml");
  EXPECT_EQ(feed.one(entry + "/a:link[@rel='describedby'][@type='application/xml']/@href"),
            "https://example.org/bdf/download/BDFRANCETOPO/"
            "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-06-15/iso.xml");
  EXPECT_EQ(feed.one(entry + "/georss:polygon"), "44.6 4.7 44.6 6.4 45.9 6.4 45.9 4.7 44.6 4.7");
  EXPECT_EQ(feed.one(entry + "/a:category/@term"), "http://www.opengis.net/def/crs/EPSG/0/2154");
  EXPECT_EQ(feed.one(entry + "/a:category/@label"), "EPSG:2154");
  EXPECT_THAT(feed.all(entry + "/a:rights"), SizeIs(1));
}

TEST(DatasetFeed, HasAnEntryAPackage) {
  const auto publication = sample_publication();
  const Document feed(dataset_feed(publication, publication.datasets[0]));
  expect_atom(feed);
  EXPECT_EQ(feed.one("/a:feed/a:link[@rel='up']/@href"),
            "https://example.org/bdf/atom/service.xml");
  EXPECT_THAT(feed.all("/a:feed/a:link[@rel='self' or @rel='describedby']"), SizeIs(2));
  EXPECT_THAT(feed.all("/a:feed/a:rights"), SizeIs(1));
  EXPECT_THAT(feed.all("/a:feed/a:entry/a:title"),
              ElementsAre("BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-06-15",
                          "BDFRANCETOPO-DIFF_1-0_HYDRO_GPKG_LAMB93_D038_2026-06-15",
                          "BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-15"));
  const std::string link = "/a:feed/a:entry[1]/a:link[@rel='alternate']";
  EXPECT_EQ(feed.one(link + "/@type"), "application/x-7z-compressed");
  EXPECT_EQ(feed.one(link + "/@length"), "5000000");
  EXPECT_EQ(feed.one(link + "/@hreflang"), "fr");
  EXPECT_THAT(feed.one(link + "/@title"), HasSubstr("2026-06-15.7z"));
  EXPECT_THAT(feed.one(link + "/@href"), StartsWith("https://example.org/bdf/download/"));
  EXPECT_THAT(feed.all("/a:feed/a:entry/a:category/@term"), SizeIs(3));
  EXPECT_EQ(feed.one("/a:feed/a:entry[1]/a:content"), std::string(32, 'a'));
  EXPECT_EQ(feed.one("/a:feed/a:entry[1]/gpf:editionDate"), "2026-06-15");
  EXPECT_EQ(feed.one("/a:feed/a:entry[1]/gpf:format/@term"), "GPKG");
  EXPECT_EQ(feed.one("/a:feed/a:entry[1]/gpf:zone/@term"), "D038");
  EXPECT_EQ(feed.one("/a:feed/@gpf:totalentries"), "3");
  EXPECT_THAT(feed.one("/a:feed/a:entry[2]/a:summary"), HasSubstr("D038_2026-03-15"));
}

TEST(Feeds, WithoutAUrlLeadFromFileToFile) {
  const auto publication = sample_publication("");
  const Document service(service_feed(publication));
  const Document dataset(dataset_feed(publication, publication.datasets[0]));
  for (const auto* feed : {&service, &dataset}) {
    expect_atom(*feed);
    for (const auto& href : feed->all("//a:link/@href")) EXPECT_THAT(href, StartsWith("../"));
    for (const auto& id : feed->all("//a:id")) EXPECT_THAT(id, StartsWith("urn:uuid:"));
  }
  EXPECT_THAT(service.all("//a:link[@rel='search']"), IsEmpty());
}

TEST(SearchDescription, AnswersByTheIdentifierOfADataset) {
  const Document description(search_description(sample_publication()));
  ASSERT_TRUE(description.is_well_formed());
  EXPECT_LE(description.one("/os:OpenSearchDescription/os:ShortName").size(), 18U);
  EXPECT_EQ(description.one("//os:Url[@rel='self']/@template"),
            "https://example.org/bdf/atom/opensearch.xml");
  EXPECT_THAT(
      description.one("//os:Url[@rel='describedby'][@type='application/atom+xml']/@template"),
      StartsWith(
          "https://example.org/bdf/atom/{inspire_dls:spatial_dataset_identifier_code}.xml?"));
  EXPECT_EQ(description.one("//os:Query[@role='example']/@dls:spatial_dataset_identifier_code"),
            "BDFRANCETOPO_HYDRO_D038");
  EXPECT_EQ(description.one("//os:Language"), "fr");
}

TEST(PackagesPage, SpeaksBothLanguagesAndLoadsNothing) {
  const auto page = package::packages_page(sample_publication());
  for (const auto* text :
       {"Livraisons", "Deliveries", "<section lang=\"fr\">", "<section lang=\"en\">",
        "Hydrographie &lt;038&gt; &amp; autres", "Hydrography 038", "5,0\u00a0Mo", "5.0\u00a0MB",
        "différentiel, à appliquer à BDFRANCETOPO_1-0_HYDRO_GPKG_LAMB93_D038_2026-03-15",
        ".7z.sha256"})
    EXPECT_THAT(page, HasSubstr(text));
  for (const auto* text : {"<script", "src=", "@import", "url("})
    EXPECT_THAT(page, Not(HasSubstr(text)));
  auto hostile = sample_publication();
  hostile.datasets[0].terms.url = "javascript:alert(1)";
  EXPECT_THAT(package::packages_page(hostile), Not(HasSubstr("javascript:")));
}

}  // namespace
}  // namespace bdf::package
