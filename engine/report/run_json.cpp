// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "report/summary.h"

namespace bdf::report {

std::string run_as_json(const RunFacts& facts) {
  using Json = nlohmann::ordered_json;
  auto stages = Json::array();
  for (const auto& [name, seconds] : facts.stages)
    stages.push_back({{"name", name}, {"seconds", seconds}});
  auto versions = Json::object();
  for (const auto& [name, number] : facts.versions) versions[name] = number;

  Json json{{"format_version", 1}, {"seconds", facts.seconds}};
  json["stages"] = std::move(stages);
  json["peak_memory"] = facts.peak_memory;
  json["threads"] = facts.threads;
  json["merged_state"] = facts.merged_state;
  json["job"] = facts.job;
  json["versions"] = std::move(versions);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::report
