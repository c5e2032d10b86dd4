// SPDX-License-Identifier: MIT
#include "jobs/package_papers.h"

#include <nlohmann/json.hpp>

#include "io/output_folder.h"

namespace bdf::jobs {

namespace {

using nlohmann::ordered_json;

/// Organisations and no persons, and no free text: it is for everybody.
std::string lineage_json(const package::PackageFacts& facts) {
  auto steps = ordered_json::array();
  for (const auto& step : facts.lineage) {
    ordered_json one{{"number", step.number}, {"time", step.time}, {"kind", step.kind}};
    if (!step.organisation.empty()) one["organisation"] = step.organisation;
    if (!step.edition.empty()) one["edition"] = step.edition;
    if (!step.theme_version.empty()) one["theme_version"] = step.theme_version;
    steps.push_back(std::move(one));
  }
  const ordered_json all{{"edition", facts.manifest.edition},
                         {"base_digest", facts.manifest.base_digest},
                         {"transactions", std::move(steps)}};
  return all.dump(2) + "\n";
}

}  // namespace

void write_package_papers(const PapersRequest& request, package::PackageFacts& facts) {
  std::filesystem::create_directories(request.folder / request.layout.metadata);
  const auto write = [&](const std::string& path, const std::string& text) {
    io::write_text(request.folder / path, text);
  };
  write(request.layout.lineage, lineage_json(facts));
}

}  // namespace bdf::jobs
