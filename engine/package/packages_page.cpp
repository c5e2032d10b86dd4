// SPDX-License-Identifier: MIT
#include "package/packages_page.h"

#include <fmt/format.h>

#include <array>

#include "package/atom_feed.h"
#include "report/html.h"

namespace bdf::package {

namespace {

using report::escaped;
using rules::Wording;

/// What the page says of itself, in both languages whatever the user's.
struct Words {
  std::string_view language, packages, size, kind, full, differential, applied_to, licence, contact,
      check, for_programs, restricted;
};

constexpr Words french{"fr",
                       "Livraisons",
                       "Taille",
                       "Contenu",
                       "complet",
                       "différentiel",
                       "à appliquer à",
                       "Conditions d’utilisation",
                       "Contact",
                       "Pour vérifier un téléchargement : sha256sum --check FICHIER.sha256",
                       "Pour les programmes",
                       "diffusion restreinte"};
constexpr Words english{"en",
                        "Deliveries",
                        "Size",
                        "Content",
                        "full",
                        "differential",
                        "to be applied to",
                        "Terms of use",
                        "Contact",
                        "To check a download: sha256sum --check FILE.sha256",
                        "For programs",
                        "not for everybody"};

constexpr std::string_view styles = R"(
body { font: 1rem/1.45 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 70rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.6rem } h2 { font-size: 1.25rem; margin-top: 2rem } h3 { font-size: 1.1rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #ccc }
thead th { border-bottom: 2px solid #555 } tbody th { font-weight: normal }
.digest { font-family: monospace; font-size: .8rem }
section + section { border-top: 2px solid #555; margin-top: 3rem }
)";

const std::string& in_language(const Wording& wording, const Words& words) {
  const auto& chosen = words.language == "fr" ? wording.fr : wording.en;
  return chosen.empty() ? wording.fr : chosen;
}

std::string link(std::string_view place, std::string_view text) {
  return fmt::format("<a href=\"{}\">{}</a>", escaped(place), escaped(text));
}

/// In units of a thousand, with the language's decimal sign.
std::string size_text(std::uint64_t bytes, const Words& words) {
  constexpr std::array<std::string_view, 5> prefixes{"", "k", "M", "G", "T"};
  const bool is_french = words.language == "fr";
  auto number = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; number >= 1000 && unit + 1 < prefixes.size(); ++unit) number /= 1000;
  auto text = fmt::format("{:.{}f}", number, unit == 0 ? 0 : 1);
  if (const auto dot = text.find('.'); is_french && dot != std::string::npos) text[dot] = ',';
  return fmt::format("{}\u00a0{}{}", text, prefixes[unit], is_french ? "o" : "B");
}

/// What shows the label proves nothing: it leads to what does.
std::string label_of(const PublishedPackage& published) {
  if (published.label.empty()) return "";
  const auto proof = place_of(published.name) + "/" + published.label;
  const auto badge = proof.substr(0, proof.rfind('.')) + ".svg";
  return fmt::format("<br><a href=\"{}\"><img src=\"{}\" alt=\"Label\" height=\"48\"></a>",
                     escaped(proof), escaped(badge));
}

std::string row_of(const PublishedPackage& published, const Words& words) {
  const auto name = to_text(published.name);
  const auto archive = archive_place(published);
  auto kind = std::string(words.full);
  if (published.previous)
    kind = fmt::format("{}, {} {}", words.differential, words.applied_to,
                       to_text(published.previous->name));
  return fmt::format(
      "<tr><th scope=\"row\">{}<br><span class=\"digest\">SHA-256 {} ({} {})</span>{}</th>"
      "<td>{}</td><td>{}</td></tr>\n",
      link(archive, name + published.extension), published.sha256,
      link(archive + ".sha256", ".sha256"), link(archive + ".md5", ".md5"), label_of(published),
      escaped(kind), size_text(published.size, words));
}

std::string html_of(const PublishedDataset& dataset, const Words& words) {
  auto title = in_language(dataset.title, words);
  if (dataset.packages.front().audience == Audience::restricted)
    title += fmt::format(" ({})", words.restricted);
  std::string html = fmt::format("<h3>{}</h3>\n", escaped(title));
  if (const auto& abstract = in_language(dataset.abstract, words); !abstract.empty())
    html += fmt::format("<p>{}</p>\n", escaped(abstract));
  const auto& terms = dataset.terms;
  const auto terms_title = in_language(terms.title, words);
  html += fmt::format("<p>{}\u00a0: {} · {}</p>\n", words.licence,
                      terms.url.starts_with("https://") || terms.url.starts_with("http://")
                          ? link(terms.url, terms_title)
                          : escaped(terms_title),
                      link(feed_place(dataset), "Atom"));
  html += fmt::format(
      "<table>\n<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}"
      "</th></tr></thead>\n<tbody>\n",
      words.packages, words.kind, words.size);
  for (const auto& published : dataset.packages) html += row_of(published, words);
  return html + "</tbody>\n</table>\n";
}

std::string html_of(const Publication& publication, const Words& words) {
  std::string html = fmt::format("<section lang=\"{}\">\n<h2>{}</h2>\n", words.language,
                                 escaped(in_language(publication.title, words)));
  for (const auto& dataset : publication.datasets) html += html_of(dataset, words);
  html += fmt::format("<p>{}</p>\n", escaped(words.check));
  html += fmt::format("<p>{}\u00a0: {} · {}", words.for_programs,
                      link(service_feed_place, "INSPIRE (Atom)"), link(index_file, index_file));
  if (publication.description != index_file)
    html += " · " + link(publication.description, "GeoDCAT-AP");
  html += fmt::format("</p>\n<p>{}\u00a0: {} {}</p>\n</section>\n", words.contact,
                      escaped(publication.publisher.name), escaped(publication.publisher.mail));
  return html;
}

}  // namespace

std::string packages_page(const Publication& publication) {
  const auto title = escaped(publication.title.fr);
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{0}</title>\n"
      "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{1}\">\n"
      "<style>{2}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n{3}{4}</main>\n</body>\n</"
      "html>\n",
      title, service_feed_place, styles, html_of(publication, french),
      html_of(publication, english));
}

}  // namespace bdf::package
