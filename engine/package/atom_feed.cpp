// SPDX-License-Identifier: MIT
#include "package/atom_feed.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/version.h"
#include "io/xml_output.h"
#include "package/service_metadata.h"

namespace bdf::package {

namespace {

using io::XmlOutput;

constexpr auto atom_type = "application/atom+xml";
constexpr auto language = "fr";

/// A place of the tree as feeds in atom/ name it.
std::string link_to(const Publication& publication, std::string_view place) {
  return fmt::format("{}/{}", publication.url.empty() ? ".." : publication.url, place);
}

/// An absolute IRI that stays the same, as RFC 4287 wants it.
std::string identifier(const Publication& publication, std::string_view place) {
  return publication.url.empty() ? "urn:uuid:" + uuid_v5(place) : link_to(publication, place);
}

struct Link {
  std::string_view relation;
  std::string href;
  std::string type;
  std::string title{};
  std::string language{};
  std::uint64_t length = 0;  ///< 0: not said
};

void write_link(XmlOutput& xml, const Link& link) {
  xml.open("link").attribute("rel", std::string(link.relation)).attribute("href", link.href);
  xml.attribute("type", link.type);
  if (!link.language.empty()) xml.attribute("hreflang", link.language);
  if (link.length > 0) xml.attribute("length", std::to_string(link.length));
  if (!link.title.empty()) xml.attribute("title", link.title);
  xml.close();
}

void write_author(XmlOutput& xml, const rules::Party& party) {
  xml.open("author").element("name", party.name);
  if (!party.url.empty()) xml.element("uri", party.url);
  if (!party.mail.empty()) xml.element("email", party.mail);
  xml.close();
}

void write_rights(XmlOutput& xml, const rules::Terms& terms) {
  const auto title = terms.title.fr.empty() ? terms.code : terms.title.fr;
  xml.element("rights", terms.url.empty() ? title : fmt::format("{} ({})", title, terms.url));
}

/// Latitude before longitude, and closed, as GeoRSS Simple has it.
void write_polygon(XmlOutput& xml, const Box& box) {
  xml.element("georss:polygon", fmt::format("{0} {1} {0} {3} {2} {3} {2} {1} {0} {1}", box.min_y,
                                            box.min_x, box.max_y, box.max_x));
}

/// "EPSG:2154" as a category whose term is its URI in OGC's registry.
void write_crs(XmlOutput& xml, const std::string& crs) {
  const auto colon = crs.find(':');
  if (colon == std::string::npos) return;
  xml.open("category")
      .attribute("term", fmt::format("http://www.opengis.net/def/crs/{}/0/{}", crs.substr(0, colon),
                                     crs.substr(colon + 1)))
      .attribute("label", crs)
      .close();
}

/// Each once, in the order of the packages.
std::vector<std::string> systems_of(const PublishedDataset& dataset) {
  std::vector<std::string> systems;
  for (const auto& published : dataset.packages)
    if (std::find(systems.begin(), systems.end(), published.crs) == systems.end())
      systems.push_back(published.crs);
  return systems;
}

void open_feed(XmlOutput& xml) {
  xml.open("feed").attribute("xmlns", "http://www.w3.org/2005/Atom");
  xml.attribute("xmlns:georss", "http://www.georss.org/georss");
  xml.attribute("xmlns:inspire_dls", "http://inspire.ec.europa.eu/schemas/inspire_dls/1.0");
  xml.attribute("xmlns:gpf_dl", "https://data.geopf.fr/annexes/ressources/xsd/gpf_dl.xsd");
  xml.attribute("xml:lang", language);
}

void write_generator(XmlOutput& xml) {
  xml.open("generator").attribute("version", std::string(version())).text("bdf").close();
}

/// What describes a dataset: the metadata of its newest package, else that package's manifest.
Link metadata_link(const Publication& publication, const PublishedDataset& dataset) {
  for (const auto& published : dataset.packages)
    if (!published.metadata.empty())
      return {"describedby",
              link_to(publication, place_of(published.name) + "/" + published.metadata),
              "application/xml"};
  const auto place = place_of(dataset.packages.front().name) + "/" + std::string(manifest_file);
  return {"describedby", link_to(publication, place), "application/json"};
}

/// What describes the service: its record in ISO's words, as INSPIRE wants it, and for other
/// platforms the catalogue. Without a URL there is no record.
void write_description_links(XmlOutput& xml, const Publication& publication) {
  const bool has_record = !publication.url.empty();
  if (has_record)
    write_link(xml, {"describedby", link_to(publication, service_metadata_place), "application/xml",
                     publication.title.fr, language});
  write_link(xml, {has_record ? "related" : "describedby",
                   link_to(publication, publication.description), publication.description_type});
}

void write_identifier(XmlOutput& xml, const Publication& publication,
                      const PublishedDataset& dataset) {
  xml.element("inspire_dls:spatial_dataset_identifier_code", dataset.code);
  xml.element("inspire_dls:spatial_dataset_identifier_namespace",
              publication.url.empty() ? dataset.publisher.url : publication.url);
}

void write_dataset_entry(XmlOutput& xml, const Publication& publication,
                         const PublishedDataset& dataset) {
  xml.open("entry");
  xml.element("title", dataset.title.fr);
  write_identifier(xml, publication, dataset);
  write_link(xml, metadata_link(publication, dataset));
  write_link(xml, {"alternate", link_to(publication, feed_place(dataset)), atom_type,
                   dataset.title.fr, language});
  xml.element("id", identifier(publication, feed_place(dataset)));
  write_rights(xml, dataset.terms);
  xml.element("updated", dataset.updated());
  write_author(xml, dataset.publisher);
  if (!dataset.abstract.fr.empty()) xml.element("summary", dataset.abstract.fr);
  write_polygon(xml, dataset.degrees());
  for (const auto& crs : systems_of(dataset)) write_crs(xml, crs);
  const auto& zone = dataset.packages.front().name.territory;
  xml.open("gpf_dl:zone").attribute("term", zone).attribute("label", zone).close();
  xml.close();
}

void write_package_entry(XmlOutput& xml, const Publication& publication,
                         const PublishedPackage& published) {
  const auto& name = published.name;
  const auto archive = archive_place(published);
  xml.open("entry");
  xml.element("title", to_text(name));
  xml.element("id", identifier(publication, archive));
  xml.element("updated", published.time);
  write_link(xml, {"alternate", link_to(publication, archive), media_type_of(published),
                   to_text(name) + published.extension, language, published.size});
  write_link(
      xml, {"describedby", link_to(publication, place_of(name) + "/" + std::string(manifest_file)),
            "application/json"});
  if (published.previous)
    xml.element("summary",
                fmt::format("Différentiel, à appliquer à {}", to_text(published.previous->name)));
  write_polygon(xml, published.degrees);
  write_crs(xml, published.crs);
  xml.open("gpf_dl:zone").attribute("term", name.territory).attribute("label", name.territory);
  xml.close();
  xml.open("gpf_dl:format").attribute("term", name.format).attribute("label", name.format).close();
  xml.element("gpf_dl:editionDate", to_text(name).substr(to_text(name).rfind('_') + 1));
  xml.element("content", published.md5);
  xml.close();
}

}  // namespace

std::string feed_place(const PublishedDataset& dataset) { return "atom/" + dataset.code + ".xml"; }

std::string service_feed(const Publication& publication) {
  XmlOutput xml;
  open_feed(xml);
  xml.element("title", publication.title.fr);
  xml.element("subtitle", "Service de téléchargement INSPIRE de jeux de données prédéfinis");
  write_description_links(xml, publication);
  write_link(xml, {"self", link_to(publication, service_feed_place), atom_type,
                   publication.title.fr, language});
  if (!publication.url.empty())
    write_link(xml, {"search", link_to(publication, search_place),
                     "application/opensearchdescription+xml", publication.title.fr, language});
  write_link(xml, {"alternate", link_to(publication, "index.html"), "text/html",
                   publication.title.fr, language});
  xml.element("id", identifier(publication, service_feed_place));
  write_rights(xml, publication.datasets.front().terms);
  xml.element("updated", publication.updated());
  write_author(xml, publication.publisher);
  write_generator(xml);
  for (const auto& dataset : publication.datasets) write_dataset_entry(xml, publication, dataset);
  return xml.finish();
}

std::string dataset_feed(const Publication& publication, const PublishedDataset& dataset) {
  XmlOutput xml;
  open_feed(xml);
  xml.attribute("gpf_dl:totalentries", std::to_string(dataset.packages.size()));
  xml.element("title", dataset.title.fr);
  if (!dataset.abstract.fr.empty()) xml.element("subtitle", dataset.abstract.fr);
  write_link(xml, metadata_link(publication, dataset));
  write_link(xml, {"self", link_to(publication, feed_place(dataset)), atom_type, dataset.title.fr,
                   language});
  write_link(xml, {"up", link_to(publication, service_feed_place), atom_type, publication.title.fr,
                   language});
  write_link(xml, {"alternate", link_to(publication, "index.html"), "text/html", dataset.title.fr,
                   language});
  xml.element("id", identifier(publication, feed_place(dataset)));
  write_rights(xml, dataset.terms);
  xml.element("updated", dataset.updated());
  write_author(xml, dataset.publisher);
  write_generator(xml);
  for (const auto& published : dataset.packages) write_package_entry(xml, publication, published);
  return xml.finish();
}

std::string search_description(const Publication& publication) {
  XmlOutput xml;
  const auto template_of = [&](const std::string& relation, const std::string& type,
                               std::string_view place) {
    xml.open("Url").attribute("type", type).attribute("rel", relation);
    xml.attribute("template", link_to(publication, place)).close();
  };
  xml.open("OpenSearchDescription").attribute("xmlns", "http://a9.com/-/spec/opensearch/1.1/");
  xml.attribute("xmlns:inspire_dls", "http://inspire.ec.europa.eu/schemas/inspire_dls/1.0");
  // No more than 16 and 48 characters, as OpenSearch has it.
  xml.element("ShortName", "Téléchargement").element("Description", publication.title.fr);
  template_of("self", "application/opensearchdescription+xml", search_place);
  // A static server finds the file by its path, and passes over what stands behind it.
  const std::string by_code =
      "atom/{inspire_dls:spatial_dataset_identifier_code}.xml"
      "?namespace={inspire_dls:spatial_dataset_identifier_namespace}&language={language?}";
  template_of("describedby", atom_type, by_code);
  template_of("results", atom_type, by_code + "&crs={inspire_dls:crs?}");
  template_of("results", "text/html", "index.html");
  if (!publication.publisher.mail.empty()) xml.element("Contact", publication.publisher.mail);
  for (const auto& dataset : publication.datasets) {
    xml.open("Query").attribute("role", "example");
    xml.attribute("inspire_dls:spatial_dataset_identifier_code", dataset.code);
    xml.attribute("inspire_dls:spatial_dataset_identifier_namespace", publication.url);
    xml.attribute("title", dataset.title.fr).close();
  }
  xml.element("Developer", fmt::format("bdf {}", version()));
  xml.element("Language", language);
  return xml.finish();
}

}  // namespace bdf::package
