// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <cmath>

#include "package/description.h"
#include "package/iso_sections.h"

namespace bdf::package {

namespace {

/// Rounded outwards, to a tenth of a metre: the box holds what it held.
std::string degrees(double value, double (*round)(double)) {
  constexpr double steps = 1e6;
  return fmt::format("{:.6f}", round(value * steps) / steps + 0.0);
}

double down(double value) { return std::floor(value); }
double up(double value) { return std::ceil(value); }

void write_citation(IsoWriter& iso, const PackageFacts& facts) {
  iso.in({"citation", "CI_Citation"}, [&] {
    iso.text("title", title_of(facts).fr);
    iso.text("alternateTitle", to_text(facts.manifest.name));
    iso.date(facts.edition_date, "publication");
    if (const auto day = revised_on(facts); !day.empty()) iso.date(day, "revision");
    iso.text("edition", facts.manifest.edition);
    iso.typed("editionDate", "gco:Date", facts.edition_date);
    iso.in({"identifier", "MD_Identifier"}, [&] { iso.text("code", resource_uri(facts)); });
  });
}

void write_parties(IsoWriter& iso, const PackageFacts& facts) {
  // What a community adds is not the publisher's own.
  if (facts.pack.community.empty())
    iso.organisation("pointOfContact", facts.product.publisher, "owner");
  iso.organisation("pointOfContact", facts.product.publisher, "publisher");
}

void write_maintenance(IsoWriter& iso, const std::string& frequency) {
  iso.in({"resourceMaintenance", "MD_MaintenanceInformation"}, [&] {
    iso.code("maintenanceAndUpdateFrequency", "MD_MaintenanceFrequencyCode",
             frequency.empty() ? "unknown" : frequency);
  });
}

void write_resolution(IsoWriter& iso, int denominator) {
  if (denominator == 0) return iso.without("spatialResolution", "unknown");
  iso.in({"spatialResolution", "MD_Resolution", "equivalentScale", "MD_RepresentativeFraction"},
         [&] { iso.typed("denominator", "gco:Integer", std::to_string(denominator)); });
}

/// The state of the world that the data show is that of the edition's day.
void write_time(IsoWriter& iso, const std::string& day) {
  iso.in({"temporalElement", "EX_TemporalExtent", "extent", "gml:TimeInstant"}, [&] {
    iso.attribute("gml:id", "edition");
    iso.in({"gml:timePosition"}, [&] { iso.content(day); });
  });
}

}  // namespace

void write_box(IsoWriter& iso, const Box& box) {
  iso.in({"geographicElement", "EX_GeographicBoundingBox"}, [&] {
    iso.typed("westBoundLongitude", "gco:Decimal", degrees(box.min_x, down));
    iso.typed("eastBoundLongitude", "gco:Decimal", degrees(box.max_x, up));
    iso.typed("southBoundLatitude", "gco:Decimal", degrees(box.min_y, down));
    iso.typed("northBoundLatitude", "gco:Decimal", degrees(box.max_y, up));
  });
}

void write_identification(IsoWriter& iso, const PackageFacts& facts) {
  iso.in({"identificationInfo", "MD_DataIdentification"}, [&] {
    write_citation(iso, facts);
    iso.text("abstract", abstract_of(facts).fr);
    write_parties(iso, facts);
    write_maintenance(iso, facts.product.frequency);
    write_keywords(iso, facts);
    write_constraints(iso, facts);
    iso.code("spatialRepresentationType", "MD_SpatialRepresentationTypeCode", "vector");
    write_resolution(iso, facts.product.denominator);
    iso.french("language");
    iso.code("characterSet", "MD_CharacterSetCode", "utf8");
    for (const auto& topic : facts.product.topics)
      iso.typed("topicCategory", "gmd:MD_TopicCategoryCode", topic);
    iso.in({"extent", "EX_Extent"}, [&] {
      write_box(iso, extent_of(facts));
      write_time(iso, facts.edition_date);
    });
  });
}

}  // namespace bdf::package
