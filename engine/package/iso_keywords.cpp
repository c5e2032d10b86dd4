// SPDX-License-Identifier: MIT
#include "package/description.h"
#include "package/iso_sections.h"
#include "rules/inspire.h"

namespace bdf::package {

namespace {

const Citation inspire_thesaurus{"GEMET - INSPIRE themes, version 1.0", "", "2008-06-01"};
const Citation high_value_categories{"High-value dataset categories",
                                     "http://data.europa.eu/bna/asd487ae75", "2023-09-27"};

void write_group(IsoWriter& iso, const std::vector<std::string>& keywords, const char* type) {
  if (keywords.empty()) return;
  iso.in({"descriptiveKeywords", "MD_Keywords"}, [&] {
    for (const auto& keyword : keywords) iso.text("keyword", keyword);
    iso.code("type", "MD_KeywordTypeCode", type);
  });
}

/// Each with its entry in INSPIRE's register.
void write_inspire_themes(IsoWriter& iso, const std::vector<rules::InspireTheme>& themes) {
  if (themes.empty()) return;
  iso.in({"descriptiveKeywords", "MD_Keywords"}, [&] {
    for (const auto& theme : themes) iso.anchor("keyword", theme.title.fr, rules::uri_of(theme));
    iso.code("type", "MD_KeywordTypeCode", "theme");
    iso.in({"thesaurusName"}, [&] { iso.citation(inspire_thesaurus); });
  });
}

/// As data.europa.eu asks for it: the regulation, and of its thesaurus the category.
void write_high_value(IsoWriter& iso) {
  iso.in({"descriptiveKeywords", "MD_Keywords"},
         [&] { iso.anchor("keyword", "High-value dataset", high_value_regulation); });
  iso.in({"descriptiveKeywords", "MD_Keywords"}, [&] {
    iso.anchor("keyword", "Observation de la terre et environnement", high_value_category);
    iso.code("type", "MD_KeywordTypeCode", "theme");
    iso.in({"thesaurusName"}, [&] { iso.citation(high_value_categories); });
  });
}

}  // namespace

void write_keywords(IsoWriter& iso, const PackageFacts& facts) {
  write_inspire_themes(iso, facts.product.inspire);
  if (is_high_value(facts)) write_high_value(iso);
  auto free = facts.product.keywords;
  if (facts.manifest.audience == Audience::open) free.emplace_back("données ouvertes");
  write_group(iso, free, "theme");
  if (!facts.zone_title.empty()) write_group(iso, {facts.zone_title}, "place");
}

}  // namespace bdf::package
