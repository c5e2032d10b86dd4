// SPDX-License-Identifier: MIT
#include "package/cover_terms.h"

#include <fmt/format.h>

#include <array>

#include "package/paper_page.h"

namespace bdf::package {

namespace {

using report::escaped;

struct Action {
  std::string_view word;  ///< of ODRL
  std::string_view fr, en;
};

constexpr std::array actions{
    Action{"use", "utiliser", "use"},
    Action{"reproduce", "reproduire", "reproduce"},
    Action{"distribute", "redistribuer", "distribute"},
    Action{"derive", "en dériver d'autres données", "derive other data from it"},
    Action{"modify", "modifier", "modify"},
    Action{"sell", "vendre", "sell"},
    Action{"commercialize", "en faire commerce", "commercialise"},
    Action{"attribute", "citer la source", "name the source"},
    Action{"inform", "informer l'éditeur", "inform the publisher"}};

std::string action_in(Language language, const std::string& word) {
  for (const auto& action : actions)
    if (action.word == word) return std::string(language == Language::fr ? action.fr : action.en);
  return word;
}

std::string list_in(Language language, const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words) list += (list.empty() ? "" : ", ") + action_in(language, word);
  return list;
}

std::string entry(Language language, const Wording& term, const std::vector<std::string>& words) {
  if (words.empty()) return "";
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(in(language, term)),
                     escaped(list_in(language, words)));
}

std::string credit_in(Language language, const PackageFacts& facts) {
  return fmt::format(
      "{} – {}, {}", in(language, facts.product.title), facts.product.publisher.name,
      in(language, {"édition du ", "edition of "}) + date_in(language, facts.edition_date));
}

std::string contact_part(Language language, const rules::Party& publisher) {
  auto html = "<h2>" + escaped(in(language, {"Contact", "Contact"})) + "</h2>\n<p>" +
              escaped(publisher.name);
  if (!publisher.mail.empty()) html += "<br>" + link_to("mailto:" + publisher.mail, publisher.mail);
  if (!publisher.url.empty()) html += "<br>" + link_to(publisher.url, publisher.url);
  return html + "</p>\n";
}

}  // namespace

std::string terms_section(Language language, const PackageFacts& facts) {
  const auto& terms = facts.pack.terms;
  auto html = "<h2>" + escaped(in(language, {"Conditions d'utilisation", "Terms of use"})) +
              "</h2>\n<p>" + link_to(terms.url, in(language, terms.title)) + "</p>\n";
  const auto entries = entry(language, {"Vous pouvez", "You may"}, terms.permissions) +
                       entry(language, {"Vous ne pouvez pas", "You may not"}, terms.prohibitions) +
                       entry(language, {"Vous devez", "You must"}, terms.duties);
  if (!entries.empty()) html += "<dl>\n" + entries + "</dl>\n";
  html += "<p>" + escaped(in(language, {"Source à citer\u00a0:", "Source to name:"})) + " <q>" +
          escaped(credit_in(language, facts)) + "</q></p>\n";
  return html + contact_part(language, facts.product.publisher);
}

}  // namespace bdf::package
