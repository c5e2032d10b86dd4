// SPDX-License-Identifier: MIT
#include "report/changes_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/message.h"
#include "base/version.h"
#include "geometry/wkb.h"
#include "report/html.h"
#include "report/map.h"
#include "report/words.h"

namespace bdf::report {

namespace {

constexpr std::size_t listed_changes = 500;

/// A change's two columns: "name = value" a line.
struct BeforeAfter {
  std::string before;
  std::string after;
};

bool adds(const Change& change) { return change.op != Op::update && change.op != Op::remove; }

std::string line_of(std::string_view name, std::string_view value) {
  return fmt::format("{} = {}<br>", escaped(name), excerpt(value));
}

std::string shape_of(const ValueView& value) {
  const auto wkb = wkb_of(value);
  if (wkb.empty()) return msg("none");
  return msgn("{} vertex, {}", "{} vertices, {}", geometry::vertex_count_of_wkb(wkb),
              geometry::type_name_of_wkb(wkb));
}

/// The values of a whole feature that are not NULL.
std::string lines_of(const FeatureRef& feature) {
  std::string lines;
  const auto& columns = feature.table->schema.columns;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!is_null(feature.value(i))) lines += line_of(columns[i].name, to_text(feature.value(i)));
  return lines + line_of(msg("geometry"), shape_of(feature.geometry()));
}

BeforeAfter cells_of(const Change& change, const Schema& target) {
  BeforeAfter cells;
  if (change.feature && adds(change)) cells.after = lines_of(change.feature);
  if (change.feature && change.op == Op::remove) cells.before = lines_of(change.feature);
  for (const auto& value : change.values) {
    const auto& name = target.columns[value.column].name;
    cells.before += line_of(name, to_text(view_of(value.before)));
    cells.after += line_of(name, to_text(view_of(value.after)));
  }
  if (change.geometry) {
    cells.before += line_of(msg("geometry"), shape_of(view_of(change.geometry->before)));
    cells.after += line_of(msg("geometry"), shape_of(view_of(change.geometry->after)));
  }
  return cells;
}

std::string table_of(const LayerChanges& layer) {
  Table table{
      msg("Changes"), {msg("No."), msg("Change"), msg("Object"), msg("Before"), msg("After")}, {}};
  const auto listed = std::min(listed_changes, layer.changes.size());
  for (std::size_t i = 0; i < listed; ++i) {
    const auto& change = layer.changes[i];
    const auto cells = cells_of(change, layer.target);
    table.rows.push_back({fmt::format("{}", i + 1), escaped(label_of(change.op)),
                          excerpt(change.id), cells.before, cells.after});
  }
  auto html = html_of(table);
  if (const auto more = layer.changes.size() - listed; more > 0)
    html += paragraph(
        {msgn("{} more change is not listed here.", "{} more changes are not listed here.", more)});
  return html;
}

/// What was in grey, what is in blue.
Place place_of(const Change& change, std::size_t number) {
  Place place;
  const auto whole = change.feature ? wkb_of(change.feature.geometry()) : std::string_view();
  if (!adds(change)) place.geometries.ancestor = whole;
  if (adds(change)) place.geometries.local = whole;
  if (change.geometry) {
    place.geometries.ancestor = wkb_of(view_of(change.geometry->before));
    place.geometries.local = wkb_of(view_of(change.geometry->after));
  }
  place.title = fmt::format("{}. {}, {}", number, change.id, label_of(change.op));
  place.drawn = number <= listed_changes;
  if (place.drawn) place.label = fmt::format("{}", number);
  return place;
}

std::string map_of_changes(const LayerChanges& layer) {
  std::vector<Place> places;
  for (const auto& change : layer.changes) places.push_back(place_of(change, places.size() + 1));
  const auto map = map_of(places, msg("Map of the changes of {}", layer.target.layer));
  if (map.empty()) return "";
  return map +
         paragraph({msg("Red dots are changes, with their numbers in the list below. Lines: dashed "
                        "grey for before, blue for after.")});
}

std::string counts_of(const LayerChanges& layer) {
  std::map<Op, std::size_t> counts;
  for (const auto& change : layer.changes) ++counts[change.op];
  std::vector<std::string> parts;
  for (const auto& [op, count] : counts)
    parts.push_back(fmt::format("{} ({})", label_of(op), count));
  if (parts.empty()) parts.push_back(msg("nothing changed"));
  return msg("{}: {}.", layer.target.layer, fmt::format("{}", fmt::join(parts, ", ")));
}

std::string section_of(const LayerChanges& layer) {
  auto html = heading(msg("Layer {}", layer.target.layer)) + paragraph({counts_of(layer)});
  return layer.changes.empty() ? html : html + map_of_changes(layer) + table_of(layer);
}

std::string footer_of(const io::ChangesetHead& head) {
  std::vector<std::string> parts{msg("Theme {} {}", head.theme, head.theme_version)};
  if (!head.base_edition.empty()) parts.push_back(msg("changes to {}", head.base_edition));
  parts.push_back(head.time);
  parts.push_back(fmt::format("bdf {}", version()));
  return footer(parts);
}

}  // namespace

std::string changes_as_html(const io::ChangesetHead& head,
                            const std::vector<LayerChanges>& layers) {
  std::string body;
  for (const auto& layer : layers) body += section_of(layer);
  return page_of(msg("What changed"), body + footer_of(head));
}

}  // namespace bdf::report
