// SPDX-License-Identifier: MIT
#include "jobs/label_metadata.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "base/error.h"
#include "io/xml_tree.h"

namespace bdf::jobs {

namespace {

using io::XmlElement;
using Path = std::vector<std::string_view>;

/// Elements inside one another, with others between them.
struct Required {
  const char* name;
  Path path;
};

const std::vector<Required>& required_elements() {
  static const std::vector<Required> all{
      {"abstract", {"identificationInfo", "abstract"}},
      {"accessConstraints", {"resourceConstraints", "MD_LegalConstraints"}},
      {"conformity", {"dataQualityInfo", "DQ_ConformanceResult", "specification"}},
      {"contact", {"contact", "electronicMailAddress"}},
      {"dateStamp", {"dateStamp"}},
      {"distributionFormat", {"distributionInfo", "distributionFormat"}},
      {"fileIdentifier", {"fileIdentifier"}},
      {"geographicBoundingBox", {"identificationInfo", "EX_GeographicBoundingBox"}},
      {"identifier", {"identificationInfo", "citation", "identifier"}},
      {"keyword", {"descriptiveKeywords", "keyword"}},
      {"language", {"language"}},
      {"lineage", {"dataQualityInfo", "lineage", "statement"}},
      {"pointOfContact", {"identificationInfo", "pointOfContact", "electronicMailAddress"}},
      {"referenceSystem", {"referenceSystemInfo", "code"}},
      {"resourceDate", {"identificationInfo", "citation", "date"}},
      {"resourceType", {"hierarchyLevel"}},
      {"title", {"identificationInfo", "citation", "title"}},
      {"topicCategory", {"identificationInfo", "topicCategory"}}};
  return all;
}

bool says_something(const XmlElement& element) {
  const auto& text = element.text;
  if (text.find_first_not_of(" \t\r\n") != std::string::npos) return true;
  const auto& attributes = element.attributes;
  const bool has_code = std::any_of(attributes.begin(), attributes.end(), [](const auto& one) {
    return (one.name == "codeListValue" || one.name == "href") && !one.value.empty();
  });
  return has_code || std::any_of(element.children.begin(), element.children.end(), says_something);
}

bool holds(const XmlElement& element, std::span<const std::string_view> path) {
  if (path.empty()) return says_something(element);
  return std::any_of(
      element.children.begin(), element.children.end(), [&](const XmlElement& child) {
        return (child.name == path.front() && holds(child, path.subspan(1))) || holds(child, path);
      });
}

}  // namespace

std::optional<std::vector<std::string>> missing_metadata(const std::string& record) {
  if (record.empty()) return std::nullopt;
  try {
    const auto root = io::parse_xml(record);
    if (root.name != "MD_Metadata") return std::nullopt;
    std::vector<std::string> missing;
    for (const auto& required : required_elements())
      if (!holds(root, required.path)) missing.emplace_back(required.name);
    return missing;
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace bdf::jobs
