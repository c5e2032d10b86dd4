// SPDX-License-Identifier: MIT
#include "report/qml.h"

#include <fmt/format.h>

#include "report/html.h"

namespace bdf::report::qml {

std::string element(std::string_view name, const Pairs& attributes, std::string_view content) {
  auto xml = fmt::format("<{}", name);
  for (const auto& [attribute, value] : attributes)
    xml += fmt::format(" {}=\"{}\"", attribute, escaped(value));
  if (content.empty()) return xml + "/>\n";
  return xml + fmt::format(">{}{}</{}>\n", content.back() == '\n' ? "\n" : "", content, name);
}

std::string text_element(std::string_view name, std::string_view text) {
  return element(name, {}, escaped(text));
}

std::string options(const Pairs& settings) {
  std::string xml;
  for (const auto& [name, value] : settings)
    xml += element("Option", {{"name", std::string(name)}, {"type", "QString"}, {"value", value}});
  return element("Option", {{"type", "Map"}}, xml);
}

std::string document(const std::string& categories, std::string_view content) {
  return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" +
         element("qgis", {{"version", "3.22.0"}, {"styleCategories", categories}}, content);
}

}  // namespace bdf::report::qml
