// SPDX-License-Identifier: MIT
#include "package/iso_sections.h"

namespace bdf::package {

void write_constraints(IsoWriter& iso, const PackageFacts& facts) {
  const auto& terms = facts.pack.terms;
  iso.in({"resourceConstraints", "MD_LegalConstraints"}, [&] {
    iso.code("accessConstraints", "MD_RestrictionCode", "otherRestrictions");
    if (facts.manifest.audience == Audience::open)
      iso.anchor(
          "otherConstraints", "Pas de restriction d'accès public",
          "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/noLimitations");
    else  // which article of INSPIRE's it is restricted by, no theme says
      iso.anchor("otherConstraints", "Accès restreint : " + terms.title.fr, terms.url);
  });
  iso.in({"resourceConstraints", "MD_LegalConstraints"}, [&] {
    iso.text("useLimitation", terms.title.fr);
    iso.code("useConstraints", "MD_RestrictionCode", "otherRestrictions");
    iso.anchor("otherConstraints", terms.title.fr, terms.url);
  });
}

}  // namespace bdf::package
