// SPDX-License-Identifier: MIT
#include "package/description.h"
#include "package/iso_sections.h"

namespace bdf::package {

namespace {

const Citation inspire_interoperability{
    "RÈGLEMENT (UE) N° 1089/2010 DE LA COMMISSION du 23 novembre 2010 portant modalités "
    "d'application de la directive 2007/2/CE du Parlement européen et du Conseil en ce qui "
    "concerne l'interopérabilité des séries et des services de données géographiques",
    "http://data.europa.eu/eli/reg/2010/1089", "2010-12-08"};

}  // namespace

void write_conformity(IsoWriter& iso, const Citation& specification) {
  iso.in({"report", "DQ_DomainConsistency", "result", "DQ_ConformanceResult"}, [&] {
    iso.in({"specification"}, [&] { iso.citation(specification); });
    iso.text("explanation", "La conformité n'a pas été évaluée.");
    iso.without("pass", "unknown");
  });
}

void write_quality(IsoWriter& iso, const PackageFacts& facts) {
  iso.in({"dataQualityInfo", "DQ_DataQuality"}, [&] {
    iso.in({"scope", "DQ_Scope"}, [&] { iso.code("level", "MD_ScopeCode", "dataset"); });
    write_conformity(iso, inspire_interoperability);
    iso.in({"lineage", "LI_Lineage"}, [&] { iso.text("statement", lineage_statement(facts)); });
  });
}

}  // namespace bdf::package
