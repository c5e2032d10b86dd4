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

/// The most there is of an outcome that is news, for bars that can be compared.
std::size_t most_of(const std::map<Outcome, std::size_t>& outcomes) {
  std::size_t most = 1;
  for (const auto& [outcome, count] : outcomes)
    if (outcome != Outcome::unchanged) most = std::max(most, count);
  return most;
}

std::string bar(std::size_t count, std::size_t most) {
  const auto percent = 100 * static_cast<double>(count) / static_cast<double>(most);
  return fmt::format("<span class=\"bar\" style=\"width:{:.1f}%\"></span>", percent);
}

std::string outcomes_table(const LayerSummary& layer) {
  Table table{msg("What became of the objects"), {}, {}};
  table.heads = {msg("Outcome"), msg("Objects"), msg("Share")};
  const auto most = most_of(layer.outcomes);
  for (const auto& [outcome, count] : layer.outcomes)
    if (count > 0)
      table.rows.push_back({escaped(label_of(outcome)), fmt::format("{}", count),
                            outcome == Outcome::unchanged ? "" : bar(count, most)});
  return table.rows.empty() ? "" : html_of(table);
}

std::string layer_section(const LayerSummary& layer, const std::vector<Conflict>& conflicts) {
  return heading(msg("Layer {}", layer.name)) + outcomes_table(layer) +
         conflicts_map(conflicts, layer.name);
}

std::string findings_section(const std::vector<Finding>& findings) {
  if (findings.empty()) return "";
  Table table{msg("Findings"), {}, {}};
  table.heads = {msg("Level"), msg("Message"), msg("Code"),
                 msg("Input"), msg("Layer"),   msg("Object")};
  const auto listed = std::min(listed_findings, findings.size());
  for (std::size_t i = 0; i < listed; ++i) {
    const auto& finding = findings[i];
    table.rows.push_back({escaped(label_of(finding.level)), escaped(finding.message),
                          escaped(finding.code), escaped(finding.input), escaped(finding.layer),
                          escaped(finding.feature)});
  }
  auto html = heading(msg("What to look at in the data")) + html_of(table);
  if (const auto more = findings.size() - listed; more > 0)
    html += paragraph({msgn("{} more finding is in summary.json.",
                            "{} more findings are in summary.json.", more)});
  return html;
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

std::string summary_as_html(const Summary& summary, const std::vector<Conflict>& conflicts) {
  auto body = account(summary);
  for (const auto& layer : summary.layers) body += layer_section(layer, conflicts);
  if (!conflicts.empty()) body += heading(msg("Conflicts")) + conflicts_table(conflicts);
  body += findings_section(summary.findings) + inputs_section(summary) + footer_of(summary);
  return page_of(msg("Synchronisation report"), body);
}

}  // namespace bdf::report
