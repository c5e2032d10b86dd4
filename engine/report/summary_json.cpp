// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "base/version.h"
#include "report/summary.h"

namespace bdf::report {

namespace {

using Json = nlohmann::ordered_json;

const std::string& name_of(const std::string& name) { return name; }

template <class Name>
Json by_name(const std::map<Name, std::size_t>& counts) {
  auto json = Json::object();
  for (const auto& [name, count] : counts) json[std::string(name_of(name))] = count;
  return json;
}

Json by_side(const ThreeWay<std::size_t>& counts) {
  auto json = Json::object();
  for (const auto side : all_sides) json[std::string(name_of(side))] = counts[side];
  return json;
}

template <class Name>
void add(std::map<Name, std::size_t>& sums, const std::map<Name, std::size_t>& counts) {
  for (const auto& [name, count] : counts) sums[name] += count;
}

LayerSummary total_of(const std::vector<LayerSummary>& layers) {
  LayerSummary total;
  for (const auto& layer : layers) {
    for (const auto side : all_sides) total.features[side] += layer.features[side];
    total.merged_features += layer.merged_features;
    add(total.outcomes, layer.outcomes);
    add(total.conflicts, layer.conflicts);
    add(total.update, layer.update);
    add(total.contribution, layer.contribution);
  }
  return total;
}

void add_counts(Json& json, const LayerSummary& layer) {
  json["features"] = by_side(layer.features);
  json["merged_features"] = layer.merged_features;
  json["outcomes"] = by_name(layer.outcomes);
  json["conflicts"] = by_name(layer.conflicts);
  json["update"] = by_name(layer.update);
  json["contribution"] = by_name(layer.contribution);
}

Json inputs(const Summary& summary) {
  auto json = Json::object();
  for (const auto side : all_sides) {
    const auto& input = summary.inputs[side];
    auto& entry = json[std::string(name_of(side))];
    if (input)
      entry = {{"name", input->name}, {"edition", input->edition}, {"digest", input->digest}};
  }
  return json;
}

Json layers(const Summary& summary) {
  auto json = Json::array();
  for (const auto& layer : summary.layers) {
    Json entry{{"name", layer.name}, {"crs", layer.crs}};
    add_counts(entry, layer);
    json.push_back(std::move(entry));
  }
  return json;
}

Json totals(const Summary& summary) {
  auto json = Json::object();
  add_counts(json, total_of(summary.layers));
  json["open_conflicts"] = summary.open_conflicts;
  json["proposals"] = summary.proposals;
  json["resolved_conflicts"] = summary.resolved_conflicts;
  json["signalements"] = summary.signalements;
  json["answered_signalements"] = summary.answered_signalements;
  return json;
}

Json finding_counts(const std::vector<Finding>& findings) {
  std::map<Level, std::size_t> levels{
      {Level::information, 0}, {Level::warning, 0}, {Level::error, 0}};
  std::map<std::string, std::size_t> codes;
  for (const auto& finding : findings) {
    ++levels[finding.level];
    ++codes[finding.code];
  }
  auto by_code = Json::object();
  for (const auto& [code, count] : codes) by_code[code] = count;
  return {{"by_level", by_name(levels)}, {"by_code", std::move(by_code)}};
}

Json findings(const Summary& summary) {
  auto json = Json::array();
  for (const auto& finding : summary.findings)
    json.push_back({{"level", name_of(finding.level)},
                    {"code", finding.code},
                    {"input", finding.input},
                    {"layer", finding.layer},
                    {"feature", finding.feature},
                    {"message", finding.message}});
  return json;
}

}  // namespace

std::string summary_as_json(const Summary& summary) {
  Json json{{"format_version", 1}, {"bdf_version", version()}};
  json["theme"] = {{"name", summary.theme},
                   {"version", summary.theme_version},
                   {"digest", summary.theme_digest}};
  json["producer"] = summary.producer;
  json["time"] = summary.time;
  json["inputs"] = inputs(summary);
  json["layers"] = layers(summary);
  json["totals"] = totals(summary);
  json["finding_counts"] = finding_counts(summary.findings);
  json["findings"] = findings(summary);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bdf::report
