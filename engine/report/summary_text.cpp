// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "base/message.h"
#include "report/printable.h"
#include "report/summary.h"
#include "report/words.h"

namespace bdf::report {

namespace {

constexpr std::size_t told_findings = 3;

/// A sentence a line, those after the first set in.
std::string lines_of(const std::vector<std::string>& sentences) {
  return sentences.empty() ? "" : fmt::format("{}\n", fmt::join(sentences, "\n  "));
}

/// Errors and warnings, in this order, each as they came.
std::vector<const Finding*> grave(const std::vector<Finding>& findings) {
  std::vector<const Finding*> chosen;
  for (const auto level : {Level::error, Level::warning})
    for (const auto& finding : findings)
      if (finding.level == level) chosen.push_back(&finding);
  return chosen;
}

/// Which file and layer it is about.
std::string place_of(const Finding& finding) {
  std::string place;
  if (finding.input == name_of(Side::ancestor)) place = msg("the ancestor");
  if (finding.input == name_of(Side::local)) place = msg("your layer");
  if (finding.input == name_of(Side::reference)) place = msg("the reference");
  if (place.empty() || finding.layer.empty()) return place + printable(finding.layer);
  return place + ", " + printable(finding.layer);
}

std::string line_of(const Finding& finding) {
  const auto place = place_of(finding);
  const auto level = place.empty() ? label_of(finding.level)
                                   : fmt::format("{} ({})", label_of(finding.level), place);
  return fmt::format("  - {}\n", msg("{}: {}", level, printable(finding.message)));
}

std::string findings_as_text(const std::vector<Finding>& all) {
  const auto findings = grave(all);
  if (findings.empty()) return "";
  auto text = msgn("{} thing to look at in the data:", "{} things to look at in the data:",
                   findings.size()) +
              "\n";
  const auto told = std::min(told_findings, findings.size());
  for (std::size_t i = 0; i < told; ++i) text += line_of(*findings[i]);
  if (const auto more = findings.size() - told; more > 0)
    text += fmt::format("  - {}\n",
                        msgn("and {} more, in the report", "and {} more, in the report", more));
  return text;
}

}  // namespace

std::string summary_as_text(const Summary& summary) {
  std::string text;
  for (const auto& layer : summary.layers) text += lines_of(sentences_of(layer));
  text += lines_of(sentences_of(summary));
  return text + findings_as_text(summary.findings);
}

}  // namespace bdf::report
