// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "package/iso_sections.h"
#include "rules/inspire.h"

namespace bdf::package {

namespace {

/// INSPIRE asks for a word of its own list: that there are no limitations, or by which point of its
/// directive there are.
void write_access(IsoWriter& iso, const PackageFacts& facts) {
  if (facts.manifest.audience == Audience::open)
    return iso.anchor("otherConstraints", "Pas de restriction d'accès public",
                      rules::limitation_uri(""));
  const auto& point = facts.pack.limitation;
  if (!point.empty())
    iso.anchor("otherConstraints",
               fmt::format("Accès public restreint en application de l'article 13, paragraphe 1, "
                           "point {}), de la directive 2007/2/CE (INSPIRE) : {}",
                           point, rules::limitation_title(point).fr),
               rules::limitation_uri(point));
  const auto& terms = facts.pack.terms;
  iso.anchor("otherConstraints", "Accès restreint : " + terms.title.fr, terms.url);
}

}  // namespace

void write_constraints(IsoWriter& iso, const PackageFacts& facts) {
  const auto& terms = facts.pack.terms;
  iso.in({"resourceConstraints", "MD_LegalConstraints"}, [&] {
    iso.code("accessConstraints", "MD_RestrictionCode", "otherRestrictions");
    write_access(iso, facts);
  });
  iso.in({"resourceConstraints", "MD_LegalConstraints"}, [&] {
    iso.text("useLimitation", terms.title.fr);
    iso.code("useConstraints", "MD_RestrictionCode", "otherRestrictions");
    iso.anchor("otherConstraints", terms.title.fr, terms.url);
  });
}

}  // namespace bdf::package
