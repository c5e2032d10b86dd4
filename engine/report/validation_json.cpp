// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "report/printable.h"
#include "report/validation.h"

namespace bdf::report {

namespace {

using Json = nlohmann::ordered_json;

std::string level_of(Level level) {
  switch (level) {
    case Level::information:
      return "INFO";
    case Level::warning:
      return "WARNING";
    case Level::error:
      return "ERROR";
  }
  return "";
}

void add_text(Json& json, const char* name, const std::string& text) {
  if (!text.empty()) json[name] = printable(text);
}

std::string crs_of(const Validation& validation, const std::string& layer) {
  for (const auto& each : validation.layers)
    if (each.name == layer) return each.crs;
  return "";
}

Json json_of(const ValidationFinding& finding, const Validation& validation) {
  Json json;
  json["code"] = finding.code;
  json["level"] = level_of(finding.level);
  json["message"] = printable(finding.message);
  json["documentModel"] = validation.schema;
  add_text(json, "fileModel", finding.class_name);
  add_text(json, "attribute", finding.attribute);
  json["file"] = printable(validation.file);
  add_text(json, "layer", finding.layer);
  if (finding.fid) json["id"] = std::to_string(*finding.fid);
  add_text(json, "featureId", finding.feature);
  if (finding.position) {
    json["position"] = {finding.position->x, finding.position->y};
    add_text(json, "crs", crs_of(validation, finding.layer));
  }
  return json;
}

}  // namespace

std::string validation_as_json_lines(const Validation& validation) {
  std::string lines;
  for (const auto& finding : validation.findings)
    lines += json_of(finding, validation).dump() + "\n";
  return lines;
}

}  // namespace bdf::report
