// SPDX-License-Identifier: MIT
#include "package/paper_page.h"

#include <fmt/format.h>

namespace bdf::package {

namespace {

using report::escaped;

/// Contrasts are those of WCAG 2.2, AA at least, on both backgrounds.
constexpr std::string_view styles = R"(
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #525252; --paper: #fff; --line: #c8c8c8;
  --shade: #f2f5f8; --accent: #1f4e86; --add: #1d6b35; --change: #8a5200; --remove: #a3142a;
  --m0: #1f5fa8; --m1: #a34b00; --m2: #1d6b35; --m3: #8a2b86; --m4: #00687a; --m5: #7a5a00;
  --m6: #a3142a; --m7: #4b4b9f }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --soft: #b6b6b6; --paper: #17191c;
  --line: #4a4f55; --shade: #22262b; --accent: #8fbdf0; --add: #7fcf95; --change: #f0b768;
  --remove: #ff97a3; --m0: #7db4f2; --m1: #f0a163; --m2: #7fcf95; --m3: #e39ae0; --m4: #6ccbdd;
  --m5: #dcb955; --m6: #ff97a3; --m7: #b1b1f5 } }
* { box-sizing: border-box }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; overflow-wrap: anywhere }
table { overflow-wrap: break-word }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 1rem 0 .5rem }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .5rem; border-bottom: 2px solid var(--line) }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .3rem }
a { color: var(--accent) } code { font-size: .92em; overflow-wrap: anywhere } th code { overflow-wrap: break-word }
.lead { font-size: 1.1rem; max-width: 46rem } .soft { color: var(--soft) }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
caption { text-align: left; font-weight: bold; padding: .3rem 0 }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem;
  border-bottom: 1px solid var(--line) }
thead th { border-bottom: 2px solid var(--soft); background: var(--shade) }
tbody th { font-weight: normal }
.frame { overflow-x: auto; margin: .8rem 0 } .number { white-space: nowrap }
dl { display: grid; grid-template-columns: fit-content(45%) minmax(0, 1fr);
  gap: .3rem 1.2rem }
dt { color: var(--soft) } dd { margin: 0 }
details { margin: .6rem 0 } summary { cursor: pointer; font-weight: bold }
ul.plain { list-style: none; padding: 0 } td ul.plain { margin: 0 }
ul.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem } ol li, ul li { margin: .25rem 0 }
figure { margin: 1rem 0 } figcaption { color: var(--soft); font-size: .92rem }
svg.map { width: 100%; height: auto; max-height: 80vh; background: var(--shade);
  border: 1px solid var(--line) }
svg.map text, svg.bar text { fill: var(--ink); font-family: system-ui, sans-serif }
svg.bar { display: inline-block; width: 12rem; max-width: 100%; height: .9rem;
  vertical-align: middle }
.track { fill: var(--line) } .fill { fill: var(--accent) } .added { fill: var(--add) }
.changed { fill: var(--change) } .removed { fill: var(--remove) }
.scale { stroke: var(--ink); stroke-width: 3; fill: none }
.swatch { display: inline-block; width: 1rem; height: 1rem; vertical-align: -.15rem;
  margin-right: .4rem; border: 1px solid var(--ink) }
.line { fill: none; stroke-width: 3 } .point { fill: none; stroke-width: 8; stroke-linecap: round }
.area { fill-opacity: .35; fill-rule: evenodd; stroke-width: 2 }
.line, .area { stroke-linecap: round; stroke-linejoin: round }
.language { position: absolute; opacity: 0 }
label { display: inline-block; padding: .2rem .8rem; border: 1px solid var(--accent);
  color: var(--accent); cursor: pointer }
.language:checked + label { background: var(--accent); color: var(--paper); font-weight: bold }
.language:focus-visible + label { outline: 3px solid var(--change); outline-offset: 2px }
#in-fr:checked ~ main .en, #in-en:checked ~ main .fr { display: none }
footer { margin-top: 2.5rem; padding-top: .6rem; border-top: 1px solid var(--line);
  color: var(--soft); font-size: .88rem }
@media print { body { margin: 0; max-width: none; font-size: 10pt } label { display: none }
  .frame { overflow: visible } tr, figure { break-inside: avoid } h2, h3 { break-after: avoid }
  thead { display: table-header-group } }
)";

constexpr std::string_view policy =
    "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; base-uri &#39;none&#39;; "
    "form-action &#39;none&#39;";

constexpr std::string_view choice =
    "<input type=\"radio\" class=\"language\" name=\"language\" id=\"in-fr\" checked "
    "autocomplete=\"off\"><label for=\"in-fr\" lang=\"fr\">Français</label>\n"
    "<input type=\"radio\" class=\"language\" name=\"language\" id=\"in-en\" autocomplete=\"off\">"
    "<label for=\"in-en\" lang=\"en\">English</label>\n";

std::string title_of(const Wording& title) {
  return title.fr == title.en ? escaped(title.fr) : escaped(title.fr) + " / " + escaped(title.en);
}

/// The web, mail, and what lies beside the page; no script.
bool may_be_followed(std::string_view address) {
  for (const auto* scheme : {"https://", "http://", "mailto:"})
    if (address.starts_with(scheme)) return true;
  return !address.empty() && address.find(':') == std::string_view::npos;
}

}  // namespace

std::string in_both(const std::function<std::string(Language)>& part) {
  std::string html;
  for (const auto language : both_languages) {
    const auto code = code_of(language);
    html += fmt::format("<div lang=\"{}\" class=\"{}\">\n{}</div>\n", code, code, part(language));
  }
  return html;
}

std::string in_both_inline(const Wording& text) {
  return fmt::format(
      "<span lang=\"fr\" class=\"fr\">{}</span><span lang=\"en\" class=\"en\">{}</span>",
      escaped(text.fr), escaped(text.en));
}

std::string paragraph_of(std::string_view text) {
  return fmt::format("<p>{}</p>\n", escaped(text));
}

std::string link_to(std::string_view address, std::string_view text) {
  if (!may_be_followed(address)) return escaped(text);
  return fmt::format("<a href=\"{}\">{}</a>", escaped(address), escaped(text));
}

std::string wide_table(const report::Table& table) {
  return fmt::format(
      "<div class=\"frame\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n{}</div>\n",
      escaped(table.caption), report::html_of(table));
}

std::string paper_page(const Wording& title, std::string_view body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n<title>{}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n{}<main>\n{}</main>\n</body>\n</html>\n",
      policy, title_of(title), styles, choice, body);
}

}  // namespace bdf::package
