// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "base/message.h"
#include "report/printable.h"
#include "report/validation.h"
#include "report/words.h"

namespace bdf::report {

namespace {

constexpr std::size_t told_of_a_code = 3;
constexpr std::size_t longest_message = 200;
constexpr std::array levels{Level::error, Level::warning, Level::information};

using Findings = std::vector<const ValidationFinding*>;

/// The first of the findings that say the same of one column, and how many they are.
struct Group {
  const ValidationFinding* first = nullptr;
  std::size_t count = 0;
};

/// In order of their first ones.
std::vector<Group> grouped(const Findings& findings) {
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> known;
  std::vector<Group> groups;
  for (const auto* const finding : findings) {
    const auto [at, is_new] =
        known.try_emplace({finding->attribute, finding->message}, groups.size());
    if (is_new) groups.push_back({finding, 0});
    ++groups[at->second].count;
  }
  return groups;
}

std::string place_of(const ValidationFinding& finding) {
  std::vector<std::string> parts;
  if (!finding.attribute.empty()) parts.push_back(printable(finding.attribute));
  if (!finding.feature.empty()) parts.push_back(printable(finding.feature));
  if (finding.fid) parts.push_back(fmt::format("fid {}", *finding.fid));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string line_of(const Group& group) {
  auto place = place_of(*group.first);
  if (group.count > 1)
    place = msgn("{1} and {0} other", "{1} and {0} others", group.count - 1, place);
  const auto message = shortened(printable(group.first->message), longest_message);
  return fmt::format("    - {}\n", place.empty() ? message : msg("{}: {}", place, message));
}

/// The findings of one level and code.
std::string lines_of(const std::string& code, const Findings& findings) {
  auto text =
      fmt::format("  {} {} ({})\n", label_of(findings.front()->level), code, findings.size());
  const auto groups = grouped(findings);
  for (std::size_t i = 0; i < std::min(groups.size(), told_of_a_code); ++i)
    text += line_of(groups[i]);
  if (groups.size() > told_of_a_code) text += "    …\n";
  return text;
}

/// The worst first, then by code.
std::string lines_on(const std::vector<ValidationFinding>& all, const std::string& layer) {
  std::string text;
  for (const auto level : levels) {
    std::map<std::string, Findings> by_code;
    for (const auto& finding : all)
      if (finding.level == level && finding.layer == layer)
        by_code[finding.code].push_back(&finding);
    for (const auto& [code, findings] : by_code) text += lines_of(code, findings);
  }
  return text;
}

std::string head_of(const ValidatedLayer& layer) {
  const auto name = printable(layer.name);
  if (!layer.features) return fmt::format("{}\n", msg("{}: not looked at", name));
  const auto count = msgn("{} feature", "{} features", *layer.features);
  if (layer.class_name.empty()) return fmt::format("{}\n", msg("{}: {}", name, count));
  return fmt::format("{}\n", msg("{}: {}, as {}", name, count, layer.class_name));
}

std::string total_of(const std::vector<ValidationFinding>& findings) {
  const auto count = [&](Level level) {
    return static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(), [&](const auto& each) { return each.level == level; }));
  };
  return fmt::format("{}\n", msg("{}, {}, {}.", msgn("{} error", "{} errors", count(levels[0])),
                                 msgn("{} warning", "{} warnings", count(levels[1])),
                                 msgn("{} note", "{} notes", count(levels[2]))));
}

}  // namespace

std::string validation_as_text(const Validation& validation) {
  auto text = fmt::format(
      "{}\n", validation.schema.empty()
                  ? msg("{}, without a schema", printable(validation.file))
                  : msg("{}, against {}", printable(validation.file), validation.schema));
  text += lines_on(validation.findings, "");
  for (const auto& layer : validation.layers)
    text += head_of(layer) + lines_on(validation.findings, layer.name);
  return text + total_of(validation.findings);
}

}  // namespace bdf::report
