// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "package/dcat_nodes.h"
#include "package/description.h"
#include "package/json_ld.h"

namespace bdf::package {

namespace {

using Json = nlohmann::json;

/// Well-known text of GeoSPARQL, which is of longitude and latitude where it names no system.
std::string box_as_text(const Box& box) {
  return fmt::format("POLYGON(({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))", box.min_x, box.min_y,
                     box.max_x, box.max_y);
}

Json standard(const char* title, const std::string& version) {
  return {{"@type", "dct:Standard"}, {"dct:title", title}, {"owl:versionInfo", version}};
}

/// That nobody has looked whether the data are as INSPIRE wants them.
Json not_evaluated() {
  const Json result{{"@type", "prov:Entity"},
                    {"dct:type", linked("http://inspire.ec.europa.eu/metadata-codelist/"
                                        "DegreeOfConformity/notEvaluated")}};
  const Json plan{{"@type", "prov:Plan"},
                  {"prov:wasDerivedFrom", linked("http://data.europa.eu/eli/reg/2010/1089")}};
  return {{"@type", "prov:Activity"},
          {"prov:generated", result},
          {"prov:qualifiedAssociation", {{"@type", "prov:Association"}, {"prov:hadPlan", plan}}}};
}

}  // namespace

void describe_extent(Json& dataset, const PackageFacts& facts) {
  dataset["dct:spatial"] = {{"@type", "dct:Location"},
                            {"dcat:bbox", typed(box_as_text(extent_of(facts)), "gsp:wktLiteral")},
                            {"rdfs:label", in_french(facts.zone_title)}};
  const auto day = typed(facts.edition_date, "xsd:date");
  dataset["dct:temporal"] = {
      {"@type", "dct:PeriodOfTime"}, {"dcat:startDate", day}, {"dcat:endDate", day}};
  dataset["dct:provenance"] = {{"@type", "dct:ProvenanceStatement"},
                               {"rdfs:label", in_french(lineage_statement(facts))}};
}

void describe_conformity(Json& dataset, const PackageFacts& facts) {
  auto crs = linked(crs_uri(facts.manifest.crs));
  crs["@type"] = "dct:Standard";
  crs["dct:type"] = linked("http://inspire.ec.europa.eu/glossary/SpatialReferenceSystem");
  crs["skos:notation"] = facts.manifest.crs;
  dataset["dct:conformsTo"] = {crs,
                               standard(facts.product.title.fr.c_str(), facts.product.version)};
  dataset["prov:wasUsedBy"] = not_evaluated();
}

}  // namespace bdf::package
