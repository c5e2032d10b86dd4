// SPDX-License-Identifier: MIT
#include "package/iso_metadata.h"

#include "base/hash.h"
#include "package/description.h"
#include "package/iso_sections.h"

namespace bdf::package {

namespace {

void write_reference_system(IsoWriter& iso, const std::string& code, const std::string& uri) {
  iso.in(
      {"referenceSystemInfo", "MD_ReferenceSystem", "referenceSystemIdentifier", "RS_Identifier"},
      [&] { iso.anchor("code", code, uri); });
}

void write_head(IsoWriter& iso, const PackageFacts& facts) {
  iso.text("fileIdentifier", uuid_v5("metadata of " + to_text(facts.manifest.name)));
  iso.french("language");
  iso.code("characterSet", "MD_CharacterSetCode", "utf8");
  iso.code("hierarchyLevel", "MD_ScopeCode", "dataset");
  iso.organisation("contact", facts.product.publisher, "pointOfContact");
  iso.typed("dateStamp", "gco:Date", facts.manifest.time.substr(0, 10));
  iso.text("metadataStandardName", "ISO 19115");
  iso.text("metadataStandardVersion", "2003/Cor.1:2006");
  write_reference_system(iso, facts.manifest.crs, crs_uri(facts.manifest.crs));
  if (!facts.territory.short_name.empty())
    write_reference_system(iso, "IGNF:" + facts.territory.short_name, "");
}

}  // namespace

std::string iso_metadata(const PackageFacts& facts, const std::vector<Distribution>& distributions,
                         const std::vector<rules::MeasureDefinition>& definitions) {
  IsoWriter iso;
  write_head(iso, facts);
  write_identification(iso, facts);
  write_distribution(iso, facts, distributions);
  write_quality(iso, facts);
  write_measures(iso, facts, definitions);
  return iso.finish();
}

}  // namespace bdf::package
