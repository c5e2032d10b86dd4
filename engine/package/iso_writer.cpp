// SPDX-License-Identifier: MIT
#include "package/iso_writer.h"

#include <utf8proc.h>

#include "io/xml_name.h"
#include "package/description.h"

namespace bdf::package {

namespace {

constexpr std::string_view no_character = "\xEF\xBF\xBD";  // U+FFFD
constexpr auto code_lists = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml#";

/// The bytes of the character that the text begins with; 1 where it is none.
std::size_t length_of_first(std::string_view text) {
  utf8proc_int32_t code = 0;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  return length < 1 ? 1 : static_cast<std::size_t>(length);
}

std::string as_xml_text(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const auto first = text.substr(0, length_of_first(text));
    clean += io::is_xml_text(first) ? first : no_character;
    text.remove_prefix(first.size());
  }
  return clean;
}

}  // namespace

IsoWriter::IsoWriter() {
  open("MD_Metadata");
  xml_.attribute("xmlns:gmd", "http://www.isotc211.org/2005/gmd")
      .attribute("xmlns:gco", "http://www.isotc211.org/2005/gco")
      .attribute("xmlns:gmx", "http://www.isotc211.org/2005/gmx")
      .attribute("xmlns:gml", "http://www.opengis.net/gml/3.2")
      .attribute("xmlns:xlink", "http://www.w3.org/1999/xlink")
      .attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
      .attribute("xsi:schemaLocation",
                 "http://www.isotc211.org/2005/gmx "
                 "http://schemas.opengis.net/iso/19139/20070417/gmx/gmx.xsd");
}

void IsoWriter::open(const std::string& name) {
  xml_.open(name.find(':') == std::string::npos ? "gmd:" + name : name);
}

void IsoWriter::attribute(const char* name, const std::string& value) {
  xml_.attribute(name, as_xml_text(value));
}

void IsoWriter::content(std::string_view value) { xml_.text(as_xml_text(value)); }

void IsoWriter::typed(const char* property, const char* type, std::string_view value) {
  in({property}, [&] { xml_.element(type, as_xml_text(value)); });
}

void IsoWriter::text(const char* property, std::string_view value) {
  typed(property, "gco:CharacterString", value);
}

void IsoWriter::anchor(const char* property, std::string_view value, const std::string& uri) {
  if (uri.empty()) return text(property, value);
  in({property, "gmx:Anchor"}, [&] {
    attribute("xlink:href", iri_of(uri));
    content(value);
  });
}

void IsoWriter::code(const char* property, const char* list, const std::string& value) {
  in({property, list}, [&] {
    attribute("codeList", std::string(code_lists) + list);
    attribute("codeListValue", value);
    content(value);
  });
}

void IsoWriter::french(const char* property) {
  in({property, "LanguageCode"}, [&] {
    attribute("codeList", "http://www.loc.gov/standards/iso639-2/");
    attribute("codeListValue", "fre");
    xml_.text("français");
  });
}

void IsoWriter::without(const char* property, const char* reason) {
  in({property}, [&] { attribute("gco:nilReason", reason); });
}

void IsoWriter::date(const std::string& day, const std::string& type) {
  in({"date", "CI_Date"}, [&] {
    typed("date", "gco:Date", day);
    code("dateType", "CI_DateTypeCode", type);
  });
}

void IsoWriter::citation(const Citation& cited) {
  in({"CI_Citation"}, [&] {
    anchor("title", cited.title, cited.uri);
    date(cited.date, "publication");
  });
}

void IsoWriter::organisation(const char* property, const rules::Party& party,
                             const std::string& role) {
  in({property, "CI_ResponsibleParty"}, [&] {
    text("organisationName", party.name);
    in({"contactInfo", "CI_Contact"}, [&] {
      in({"address", "CI_Address"}, [&] { text("electronicMailAddress", party.mail); });
      in({"onlineResource", "CI_OnlineResource", "linkage"},
         [&] { xml_.element("gmd:URL", as_xml_text(iri_of(party.url))); });
    });
    code("role", "CI_RoleCode", role);
  });
}

}  // namespace bdf::package
