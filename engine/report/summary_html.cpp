// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/message.h"
#include "base/version.h"
#include "report/conflicts_html.h"
#include "report/html.h"
#include "report/summary.h"
#include "report/words.h"

namespace bdf::report {

namespace {

constexpr std::size_t listed_findings = 500;

/// What happened, in the words of the terminal.
std::string account(const Summary& summary) {
  std::string html;
  for (const auto& layer : summary.layers) html += paragraph(sentences_of(layer));
  return html + paragraph(sentences_of(summary));
}

/// "12.5 %", and a bar of that length.
std::string share_cell(std::size_t count, std::size_t all) {
  const auto percent = 100 * static_cast<double>(count) / static_cast<double>(all);
  return fmt::format(
      "<span class=\"track\"><span class=\"bar\" style=\"width:{:.1f}%\"></span></span>{}", percent,
      escaped(msg("{} %", number_text(percent, 1))));
}

std::string outcomes_table(const LayerSummary& layer) {
  Table table{msg("What became of the objects"), {}, {}};
  table.heads = {msg("Outcome"), msg("Objects"), msg("Share")};
  std::size_t all = 0;
  for (const auto& [outcome, count] : layer.outcomes) all += count;
  for (const auto& [outcome, count] : layer.outcomes)
    if (count > 0)
      table.rows.push_back(
          {escaped(label_of(outcome)), fmt::format("{}", count), share_cell(count, all)});
  return table.rows.empty() ? "" : html_of(table);
}

std::string layer_section(const LayerSummary& layer, const std::vector<Conflict>& conflicts) {
  return heading(msg("Layer {}", layer.name)) + outcomes_table(layer) +
         conflicts_map(conflicts, layer.name);
}

std::string input_text(const std::string& input) {
  for (const auto side : all_sides)
    if (input == name_of(side)) return label_of(side);
  return input;
}

std::string findings_section(const std::vector<Finding>& findings) {
  if (findings.empty()) return "";
  Table table;
  table.heads = {msg("Level"), msg("Message"), msg("Code"),
                 msg("Input"), msg("Layer"),   msg("Object")};
  const auto listed = std::min(listed_findings, findings.size());
  for (std::size_t i = 0; i < listed; ++i) {
    const auto& finding = findings[i];
    table.rows.push_back({escaped(label_of(finding.level)), escaped(finding.message),
                          escaped(finding.code), escaped(input_text(finding.input)),
                          escaped(finding.layer), escaped(finding.feature)});
  }
  auto html = html_of(table);
  if (const auto more = findings.size() - listed; more > 0)
    html += paragraph({msgn("{} more finding is in summary.json.",
                            "{} more findings are in summary.json.", more)});
  return heading(msg("What to look at in the data")) +
         folded_away(msgn("{} finding", "{} findings", findings.size()), html);
}

std::string inputs_section(const Summary& summary) {
  Table table{msg("The files compared"), {}, {}};
  table.heads = {msg("Role"), msg("File"), msg("Edition"), msg("Digest (SHA-256)")};
  for (const auto side : all_sides)
    if (const auto& input = summary.inputs[side])
      table.rows.push_back(
          {escaped(label_of(side)), escaped(input->name), escaped(input->edition),
           fmt::format("<span class=\"digest\">{}</span>", escaped(input->digest))});
  return table.rows.empty() ? "" : heading(msg("Inputs")) + html_of(table);
}

std::string footer_of(const Summary& summary) {
  std::vector<std::string> parts{msg("Theme {} {}", summary.theme, summary.theme_version)};
  if (!summary.producer.empty()) parts.push_back(msg("producer {}", summary.producer));
  parts.push_back(summary.time);
  parts.push_back(fmt::format("bdf {}", version()));
  return footer(parts);
}

}  // namespace

std::string summary_as_html(const Summary& summary, const OpenEnds& open) {
  auto body = account(summary);
  for (const auto& layer : summary.layers) body += layer_section(layer, open.conflicts);
  if (!open.conflicts.empty())
    body += heading(msg("Conflicts")) + conflicts_table(open.conflicts, open.terms);
  if (!open.proposals.empty())
    body += heading(msg("Proposals")) + proposals_list(open.proposals, open.terms);
  body += findings_section(summary.findings) + inputs_section(summary) + footer_of(summary);
  return page_of(msg("Synchronisation report"), body);
}

}  // namespace bdf::report
