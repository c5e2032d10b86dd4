// SPDX-License-Identifier: MIT
#include "package/service_metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "package/atom_feed.h"
#include "package/iso_sections.h"
#include "rules/inspire.h"

namespace bdf::package {

namespace {

constexpr auto iso_19119 = "http://www.isotc211.org/2005/srv";
constexpr auto service_code_lists =
    "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#";

const Citation inspire_services{
    "RÈGLEMENT (CE) N° 976/2009 DE LA COMMISSION du 19 octobre 2009 portant modalités "
    "d'application de la directive 2007/2/CE du Parlement européen et du Conseil en ce qui "
    "concerne les services en réseau",
    "http://data.europa.eu/eli/reg/2009/976", "2009-10-20"};
const Citation service_kinds{"Classification of spatial data services", "", "2008-12-03"};

std::string day_of(const Publication& publication) { return publication.updated().substr(0, 10); }

std::string address_of(const Publication& publication, std::string_view place) {
  return fmt::format("{}/{}", publication.url, place);
}

void write_head(IsoWriter& iso, const Publication& publication) {
  iso.text("fileIdentifier", uuid_v5("metadata of the service " + publication.url));
  iso.french("language");
  iso.code("characterSet", "MD_CharacterSetCode", "utf8");
  iso.code("hierarchyLevel", "MD_ScopeCode", "service");
  iso.text("hierarchyLevelName", "Service");
  iso.organisation("contact", publication.publisher, "pointOfContact");
  iso.typed("dateStamp", "gco:Date", day_of(publication));
  iso.text("metadataStandardName", "ISO 19119");
  iso.text("metadataStandardVersion", "2005/Amd.1:2008");
}

void write_citation(IsoWriter& iso, const Publication& publication) {
  iso.in({"citation", "CI_Citation"}, [&] {
    iso.text("title", "Service de téléchargement – " + publication.title.fr);
    iso.date(day_of(publication), "revision");
    iso.in({"identifier", "MD_Identifier"},
           [&] { iso.text("code", address_of(publication, service_feed_place)); });
  });
}

std::string abstract_of(const Publication& publication) {
  std::string text = "Service de téléchargement simple (Atom) des jeux de données :";
  for (const auto& dataset : publication.datasets)
    text += (&dataset == &publication.datasets.front() ? " " : " ; ") + dataset.title.fr;
  return text + ".";
}

/// What kind of service it is, in the words of part D.4 of the regulation on metadata.
void write_keywords(IsoWriter& iso) {
  iso.in({"descriptiveKeywords", "MD_Keywords"}, [&] {
    iso.anchor("keyword", "infoProductAccessService",
               "http://inspire.ec.europa.eu/metadata-codelist/SpatialDataServiceCategory/"
               "infoProductAccessService");
    iso.in({"thesaurusName"}, [&] { iso.citation(service_kinds); });
  });
}

/// Who may have what of it: by all of its datasets.
void write_constraints(IsoWriter& iso, const Publication& publication) {
  std::set<std::string> points;
  std::set<std::pair<std::string, std::string>> terms;
  for (const auto& dataset : publication.datasets) {
    points.insert(dataset.limitation);
    terms.emplace(dataset.terms.title.fr, dataset.terms.url);
  }
  if (points.size() > 1) points.erase("");
  iso.in({"resourceConstraints", "MD_LegalConstraints"}, [&] {
    iso.code("accessConstraints", "MD_RestrictionCode", "otherRestrictions");
    for (const auto& point : points)
      iso.anchor("otherConstraints",
                 point.empty() ? "Pas de restriction d'accès public"
                               : "Accès public restreint : " + rules::limitation_title(point).fr,
                 rules::limitation_uri(point));
  });
  iso.in({"resourceConstraints", "MD_LegalConstraints"}, [&] {
    iso.code("useConstraints", "MD_RestrictionCode", "otherRestrictions");
    for (const auto& [title, url] : terms) iso.anchor("otherConstraints", title, url);
  });
}

Box box_of(const Publication& publication) {
  auto box = publication.datasets.front().degrees();
  for (const auto& dataset : publication.datasets) box = united(box, dataset.degrees());
  return box;
}

/// A word of one of ISO 19119's own lists.
void write_word(IsoWriter& iso, const char* property, const std::string& list,
                const std::string& word) {
  const auto element = "srv:" + list;
  iso.in({property, element.c_str()}, [&] {
    iso.attribute("codeList", service_code_lists + list);
    iso.attribute("codeListValue", word);
    iso.content(word);
  });
}

void write_operation(IsoWriter& iso, const Publication& publication) {
  iso.in({"srv:containsOperations", "srv:SV_OperationMetadata"}, [&] {
    iso.text("srv:operationName", "Get Download Service Metadata");
    write_word(iso, "srv:DCP", "DCPList", "WebServices");
    iso.in({"srv:connectPoint", "CI_OnlineResource"},
           [&] { iso.typed("linkage", "gmd:URL", address_of(publication, service_feed_place)); });
  });
}

/// The metadata of what can be downloaded.
void write_resources(IsoWriter& iso, const Publication& publication) {
  for (const auto& dataset : publication.datasets) {
    const auto described =
        std::find_if(dataset.packages.begin(), dataset.packages.end(),
                     [](const PublishedPackage& one) { return !one.metadata.empty(); });
    if (described == dataset.packages.end()) continue;
    iso.in({"srv:operatesOn"}, [&] {
      iso.attribute("xlink:href",
                    address_of(publication, place_of(described->name) + "/" + described->metadata));
    });
  }
}

void write_service(IsoWriter& iso, const Publication& publication) {
  iso.in({"identificationInfo", "srv:SV_ServiceIdentification"}, [&] {
    iso.attribute("xmlns:srv", iso_19119);
    write_citation(iso, publication);
    iso.text("abstract", abstract_of(publication));
    iso.organisation("pointOfContact", publication.publisher, "publisher");
    write_keywords(iso);
    write_constraints(iso, publication);
    iso.typed("srv:serviceType", "gco:LocalName", "download");
    iso.in({"srv:extent", "EX_Extent"}, [&] { write_box(iso, box_of(publication)); });
    write_word(iso, "srv:couplingType", "SV_CouplingType", "tight");
    write_operation(iso, publication);
    write_resources(iso, publication);
  });
}

void write_access_point(IsoWriter& iso, const Publication& publication) {
  iso.in({"distributionInfo", "MD_Distribution", "transferOptions", "MD_DigitalTransferOptions",
          "onLine", "CI_OnlineResource"},
         [&] {
           iso.typed("linkage", "gmd:URL", address_of(publication, service_feed_place));
           iso.text("protocol", "ATOM Syndication Format");
           iso.text("name", publication.title.fr);
           iso.code("function", "CI_OnLineFunctionCode", "download");
         });
}

}  // namespace

std::string service_metadata(const Publication& publication) {
  IsoWriter iso;
  write_head(iso, publication);
  write_service(iso, publication);
  write_access_point(iso, publication);
  iso.in({"dataQualityInfo", "DQ_DataQuality"}, [&] {
    iso.in({"scope", "DQ_Scope"}, [&] {
      iso.code("level", "MD_ScopeCode", "service");
      iso.in({"levelDescription", "MD_ScopeDescription"}, [&] { iso.text("other", "Service"); });
    });
    write_conformity(iso, inspire_services);
  });
  return iso.finish();
}

}  // namespace bdf::package
