// SPDX-License-Identifier: MIT
#include "package/description.h"
#include "package/iso_sections.h"

namespace bdf::package {

namespace {

const Citation inspire_themes{"GEMET - INSPIRE themes, version 1.0", "", "2008-06-01"};
const Citation high_value_categories{"High-value dataset categories",
                                     "http://data.europa.eu/bna/asd487ae75", "2023-09-27"};

void write_group(IsoWriter& iso, const std::vector<std::string>& keywords, const char* type,
                 const Citation* thesaurus) {
  if (keywords.empty()) return;
  iso.in({"descriptiveKeywords", "MD_Keywords"}, [&] {
    for (const auto& keyword : keywords) iso.text("keyword", keyword);
    iso.code("type", "MD_KeywordTypeCode", type);
    if (thesaurus != nullptr) iso.in({"thesaurusName"}, [&] { iso.citation(*thesaurus); });
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
  std::vector<std::string> themes;
  for (const auto& theme : facts.product.inspire) themes.push_back(theme.fr);
  write_group(iso, themes, "theme", &inspire_themes);
  if (is_high_value(facts)) write_high_value(iso);
  auto free = facts.product.keywords;
  if (facts.manifest.audience == Audience::open) free.emplace_back("données ouvertes");
  write_group(iso, free, "theme", nullptr);
  if (!facts.zone_title.empty()) write_group(iso, {facts.zone_title}, "place", nullptr);
}

}  // namespace bdf::package
