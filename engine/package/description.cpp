// SPDX-License-Identifier: MIT
#include "package/description.h"

#include <fmt/format.h>

#include <algorithm>

namespace bdf::package {

namespace {

std::string joined_title(const std::string& product, const std::string& pack,
                         const std::string& place) {
  auto title = product + " – " + pack;
  if (!place.empty()) title += " – " + place;
  return title;
}

bool may_stand_in_iri(char c) {
  constexpr std::string_view never = " <>\"{}|\\^`";
  const auto code = static_cast<unsigned char>(c);
  return code > 0x20 && code != 0x7F && never.find(c) == std::string_view::npos;
}

}  // namespace

rules::Wording title_of(const PackageFacts& facts) {
  rules::Wording title{joined_title(facts.product.title.fr, facts.pack.title.fr, facts.zone_title),
                       joined_title(facts.product.title.en, facts.pack.title.en, facts.zone_title)};
  if (facts.manifest.kind == PackageKind::differential) {
    title.fr += " – différentiel";
    title.en += " – changes";
  }
  return title;
}

rules::Wording abstract_of(const PackageFacts& facts) {
  rules::Wording text{fmt::format("{} {}, édition du {}.", facts.pack.abstract.fr, facts.zone_title,
                                  facts.edition_date),
                      fmt::format("{} {}, edition of {}.", facts.pack.abstract.en, facts.zone_title,
                                  facts.edition_date)};
  if (facts.manifest.previous) {
    const auto from = to_text(facts.manifest.previous->name);
    text.fr += fmt::format(" Ce lot ne contient que ce qui a changé depuis {}.", from);
    text.en += fmt::format(" It only holds what has changed since {}.", from);
  }
  return text;
}

std::string resource_uri(const PackageFacts& facts) {
  auto space = iri_of(facts.product.publisher.url);
  if (!space.ends_with('/')) space += '/';
  return space + to_text(facts.manifest.name);
}

std::string crs_uri(std::string_view crs) {
  const auto colon = crs.find(':');
  if (colon == std::string_view::npos) return iri_of(crs);
  return iri_of(fmt::format("http://www.opengis.net/def/crs/{}/0/{}", crs.substr(0, colon),
                            crs.substr(colon + 1)));
}

Box extent_of(const PackageFacts& facts) {
  const auto& box = facts.degrees;
  const bool holds = box.min_x <= box.max_x && box.min_y <= box.max_y;
  return holds ? box : facts.territory.degrees;
}

std::string revised_on(const PackageFacts& facts) {
  std::string last;
  for (const auto& step : facts.lineage) last = std::max(last, step.time.substr(0, 10));
  return last;
}

bool is_high_value(const PackageFacts& facts) {
  return facts.manifest.audience == Audience::open && !facts.product.inspire.empty();
}

bool is_web_address(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

std::string iri_of(std::string_view text) {
  std::string iri;
  for (const char c : text)
    if (may_stand_in_iri(c))
      iri += c;
    else
      iri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return iri;
}

}  // namespace bdf::package
