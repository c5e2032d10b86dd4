// SPDX-License-Identifier: MIT
#include "rules/inspire.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/error.h"
#include "base/message.h"
#include "base/share.h"
#include "rules/json_schema.h"

namespace bdf::rules {

namespace {

struct Entry {
  std::string_view code;
  std::string_view fr;
  std::string_view en;
};

constexpr std::array<Entry, 8> limitations{
    {{"a", "confidentialité des travaux des autorités publiques",
      "confidentiality of the proceedings of public authorities"},
     {"b", "relations internationales, sécurité publique ou défense nationale",
      "international relations, public security or national defence"},
     {"c", "bonne marche de la justice", "the course of justice"},
     {"d", "confidentialité d'informations commerciales ou industrielles",
      "confidentiality of commercial or industrial information"},
     {"e", "droits de propriété intellectuelle", "intellectual property rights"},
     {"f", "confidentialité des données à caractère personnel", "confidentiality of personal data"},
     {"g", "protection de qui a fourni les informations sans y être tenu",
      "protection of whoever supplied the information without having to"},
     {"h", "protection de l'environnement dont il s'agit",
      "protection of the environment that it is about"}}};

template <std::size_t N>
Wording wording_in(const std::array<Entry, N>& entries, std::string_view code) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.code == code; });
  if (found == entries.end()) return {};
  return {std::string(found->fr), std::string(found->en)};
}

}  // namespace

InspireTheme inspire_theme(std::string_view code) {
  for (const auto& share : share_folders()) {
    const auto path = share / "schemas" / "inspire_themes.yaml";
    if (!std::filesystem::is_regular_file(path)) continue;
    const auto document = load_yaml(path);
    require_schema(document, "inspire_themes");
    const auto found = document[std::string(code)];
    return {std::string(code), found ? Wording{found["fr"].text(), found["en"].text()} : Wording{}};
  }
  throw InputError(msg("There is no inspire_themes.yaml among the schemas."));
}

std::string uri_of(const InspireTheme& theme) {
  return "http://inspire.ec.europa.eu/theme/" + theme.code;
}

Wording limitation_title(std::string_view point) { return wording_in(limitations, point); }

std::string limitation_uri(std::string_view point) {
  const std::string list =
      "http://inspire.ec.europa.eu/metadata-codelist/LimitationsOnPublicAccess/";
  if (point.empty()) return list + "noLimitations";
  return list + "INSPIRE_Directive_Article13_1" + std::string(point);
}

}  // namespace bdf::rules
