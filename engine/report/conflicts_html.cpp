// SPDX-License-Identifier: MIT
#include "report/conflicts_html.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/message.h"
#include "report/differences.h"
#include "report/html.h"
#include "report/map.h"
#include "report/words.h"

namespace bdf::report {

namespace {

std::string cell_of(Side side, const Conflict& conflict, const TermsByLayer& terms) {
  std::vector<std::string> lines;
  for (const auto& line : said_by(side, conflict, terms)) lines.push_back(excerpt(line));
  return fmt::format("{}", fmt::join(lines, "<br>"));
}

std::string subject_of(const Conflict& conflict) {
  return conflict.kind == ConflictKind::attribute ? conflict.attribute : label_of(conflict.kind);
}

std::string object_cell(const Conflict& conflict) {
  return excerpt(conflict.layer) + "<br>" + excerpt(id_of(conflict));
}

std::vector<std::string> row_of(const Conflict& conflict, std::size_t number,
                                const TermsByLayer& terms) {
  return {fmt::format("<span id=\"conflict-{0}\">{0}</span>", number),
          object_cell(conflict),
          excerpt(subject_of(conflict)),
          cell_of(Side::ancestor, conflict, terms),
          cell_of(Side::local, conflict, terms),
          cell_of(Side::reference, conflict, terms),
          escaped(conflict.reason),
          escaped(label_of(conflict.provisional))};
}

Place place_of(const Conflict& conflict, std::size_t number) {
  Place place;
  for (const auto side : all_sides)
    place.geometries[side] = wkb_of(view_of(conflict.geometries[side]));
  place.title = fmt::format("{}. {}, {}", number, id_of(conflict), subject_of(conflict));
  place.drawn = number <= listed_conflicts;
  if (!place.drawn) return place;
  place.link = fmt::format("#conflict-{}", number);
  place.label = fmt::format("{}", number);
  return place;
}

}  // namespace

std::string conflicts_table(const std::vector<Conflict>& conflicts, const TermsByLayer& terms) {
  if (conflicts.empty()) return "";
  Table table{msg("Conflicts to decide"), {}, {}};
  table.heads = {msg("No."),
                 msg("Object"),
                 msg("What"),
                 label_of(Side::ancestor),
                 label_of(Side::local),
                 label_of(Side::reference),
                 msg("Why"),
                 msg("Meanwhile, merged holds")};
  const auto listed = std::min(listed_conflicts, conflicts.size());
  for (std::size_t i = 0; i < listed; ++i) table.rows.push_back(row_of(conflicts[i], i + 1, terms));
  auto html = html_of(table);
  if (const auto more = conflicts.size() - listed; more > 0)
    html += paragraph({msgn("{} more conflict is in conflicts.gpkg.",
                            "{} more conflicts are in conflicts.gpkg.", more)});
  return html;
}

std::string conflicts_map(const std::vector<Conflict>& conflicts, const std::string& layer) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < conflicts.size(); ++i)
    if (conflicts[i].layer == layer) places.push_back(place_of(conflicts[i], i + 1));
  const auto map = map_of(places, msg("Map of the conflicts of {}", layer));
  if (map.empty()) return "";
  return map +
         paragraph({msg("Red dots are conflicts, with their numbers in the list below. Lines: "
                        "dashed grey for before, blue for yours, brown for the reference.")});
}

std::string proposals_list(const std::vector<Conflict>& proposals, const TermsByLayer& terms) {
  if (proposals.empty()) return "";
  Table table{
      "", {msg("Object"), msg("What"), label_of(Side::local), label_of(Side::reference)}, {}};
  const auto listed = std::min(listed_conflicts, proposals.size());
  for (std::size_t i = 0; i < listed; ++i) {
    const auto& proposal = proposals[i];
    const auto what = proposal.attribute.empty() ? msg("geometry") : proposal.attribute;
    table.rows.push_back({object_cell(proposal), excerpt(what),
                          cell_of(Side::local, proposal, terms),
                          cell_of(Side::reference, proposal, terms)});
  }
  auto html = html_of(table);
  if (const auto more = proposals.size() - listed; more > 0)
    html += paragraph({msgn("{} more proposal is in merged.gpkg.",
                            "{} more proposals are in merged.gpkg.", more)});
  return folded_away(msgn("{} value that gave way and is proposed",
                          "{} values that gave way and are proposed", proposals.size()),
                     html);
}

}  // namespace bdf::report
