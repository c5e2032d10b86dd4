// SPDX-License-Identifier: MIT
#include "report/html.h"

#include <fmt/format.h>

#include "base/message.h"
#include "report/printable.h"

namespace bdf::report {

namespace {

constexpr std::size_t excerpt_length = 160;

constexpr std::string_view styles = R"(
body { font: 1rem/1.45 system-ui, sans-serif; color: #1b1b1b; background: #fff; max-width: 70rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.6rem } h2 { font-size: 1.25rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .9rem }
caption { text-align: left; font-weight: bold; padding: .3rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #ccc;
  overflow-wrap: anywhere }
thead th { border-bottom: 2px solid #555 } tbody th { font-weight: normal }
.track { display: inline-block; width: 12rem; max-width: 60%; margin-right: .5rem; background: #e8e8e8 }
.bar { display: block; height: .8rem; min-width: 1px; background: #2a5d9f }
details { margin: 1rem 0 } summary { cursor: pointer; font-weight: bold }
.none { color: #595959; font-style: italic }
.digest { font-family: monospace; font-size: .8rem }
svg { width: 100%; height: auto; max-height: 80vh; border: 1px solid #ccc }
svg path { fill: none; stroke-width: 1.2; stroke-opacity: .55 }
.ancestor { stroke: #767676; stroke-dasharray: 4 3 } .local { stroke: #2a5d9f }
.reference { stroke: #a34b00 } .place { fill: #b00020; fill-opacity: .75 }
svg text { font-size: 13px; fill: #1b1b1b; stroke: #fff; stroke-width: 3px; paint-order: stroke }
footer { margin-top: 2rem; color: #595959; font-size: .85rem }
@media print { body { margin: 0; max-width: none } h2, tr, svg { break-inside: avoid }
  .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact } thead { display: table-header-group } }
)";

std::string_view entity_of(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return "";
  }
}

std::string with_entities(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  for (const char character : text)
    if (const auto entity = entity_of(character); entity.empty())
      html += character;
    else
      html += entity;
  return html;
}

std::string row_of(const std::vector<std::string>& cells) {
  std::string html = "<tr>";
  for (const auto& cell : cells)
    html +=
        &cell == &cells.front() ? "<th scope=\"row\">" + cell + "</th>" : "<td>" + cell + "</td>";
  return html + "</tr>\n";
}

}  // namespace

std::string escaped(std::string_view text) { return with_entities(printable(text)); }

std::string excerpt(std::string_view text) {
  return with_entities(shortened(printable(text), excerpt_length));
}

std::string html_of(const Table& table) {
  std::string html = "<table>\n";
  if (!table.caption.empty())
    html += fmt::format("<caption>{}</caption>\n", escaped(table.caption));
  html += "<thead><tr>";
  for (const auto& head : table.heads)
    html += fmt::format("<th scope=\"col\">{}</th>", escaped(head));
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) html += row_of(row);
  return html + "</tbody>\n</table>\n";
}

std::string heading(std::string_view text) { return fmt::format("<h2>{}</h2>\n", escaped(text)); }

std::string paragraph(const std::vector<std::string>& sentences) {
  if (sentences.empty()) return "";
  return fmt::format("<p>{}</p>\n", escaped(fmt::format("{}", fmt::join(sentences, " "))));
}

std::string footer(const std::vector<std::string>& parts) {
  return fmt::format("<footer>{}</footer>\n", escaped(fmt::format("{}", fmt::join(parts, " · "))));
}

std::string folded_away(std::string_view title, std::string_view body) {
  return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", escaped(title), body);
}

std::string page_of(std::string_view title, std::string_view body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n{}</main>\n</body>\n</html>\n",
      current_language(), escaped(title), styles, escaped(title), body);
}

}  // namespace bdf::report
