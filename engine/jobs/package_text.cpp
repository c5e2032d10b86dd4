// SPDX-License-Identifier: MIT
// What is said of packages, to people and to programs.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/message.h"
#include "jobs/package_build.h"
#include "jobs/package_check.h"

namespace bdf::jobs {

namespace {

using nlohmann::ordered_json;

ordered_json findings_json(const std::vector<Finding>& findings) {
  auto all = ordered_json::array();
  for (const auto& finding : findings)
    all.push_back({{"level", finding.level == Level::error ? "error" : "warning"},
                   {"code", finding.code},
                   {"layer", finding.layer},
                   {"message", finding.message}});
  return all;
}

ordered_json head_json(const package::Manifest& manifest) {
  return {{"name", package::to_text(manifest.name)},
          {"kind", manifest.kind == package::PackageKind::full ? "full" : "differential"},
          {"audience", rules::name_of(manifest.audience)},
          {"edition", manifest.edition}};
}

ordered_json changes_json(const std::vector<package::ChangeCount>& changes) {
  auto all = ordered_json::array();
  for (const auto& one : changes)
    all.push_back({{"layer", one.layer},
                   {"added", one.added},
                   {"changed", one.changed},
                   {"removed", one.removed}});
  return all;
}

std::string change_line(const package::ChangeCount& one) {
  return "  " +
         msg("{}: {} added, {} changed, {} removed", one.layer, one.added, one.changed,
             one.removed) +
         "\n";
}

}  // namespace

std::string text_of(const PackageVerification& verification) {
  std::string text = package::to_text(verification.manifest.name) + "\n";
  for (const auto& finding : verification.findings) text += "  " + finding.message + "\n";
  return text +
         (verification.holds() ? msg("The package is what it says.")
                               : msg("The package is not what it says: do not use it.")) +
         "\n";
}

std::string json_of(const PackageVerification& verification) {
  auto all = head_json(verification.manifest);
  all["holds"] = verification.holds();
  all["findings"] = findings_json(verification.findings);
  return all.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string text_of(const PackageComparison& comparison) {
  std::string text;
  for (const auto& line : comparison.differences) text += line + "\n";
  for (const auto& one : comparison.layers) text += change_line(one);
  return text.empty() ? msg("The packages are the same.") + "\n" : text;
}

std::string json_of(const PackageComparison& comparison) {
  const ordered_json all{{"before", head_json(comparison.before)},
                         {"after", head_json(comparison.after)},
                         {"differences", comparison.differences},
                         {"layers", changes_json(comparison.layers)}};
  return all.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string text_of(const BuiltPackage& built) {
  std::string text = built.path.string() + "\n";
  for (const auto& layer : built.facts.layers)
    text += "  " + msgn("{} feature of {}", "{} features of {}", layer.features, layer.name) + "\n";
  if (!built.facts.previous_edition.empty()) {
    text += msg("Since {}:", built.facts.previous_edition) + "\n";
    for (const auto& one : built.facts.changes) text += change_line(one);
  }
  for (const auto& finding : built.findings) text += finding.message + "\n";
  return text;
}

std::string json_of(const BuiltPackage& built) {
  auto all = head_json(built.facts.manifest);
  all["path"] = built.path.string();
  auto layers = ordered_json::array();
  for (const auto& layer : built.facts.layers)
    layers.push_back({{"layer", layer.name}, {"features", layer.features}});
  all["layers"] = layers;
  all["changes"] = changes_json(built.facts.changes);
  all["findings"] = findings_json(built.findings);
  return all.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::jobs
