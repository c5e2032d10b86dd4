// SPDX-License-Identifier: MIT
// The pieces of a QML document, as QGIS 3.22 and later read it. Names and values are text, from
// data too, and are escaped here; contents are XML.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bdf::report::qml {

/// Names and their texts, in the order in which they are written.
using Pairs = std::vector<std::pair<std::string_view, std::string>>;

/// <name attribute="…">content</name>, on a line of its own.
[[nodiscard]] std::string element(std::string_view name, const Pairs& attributes,
                                  std::string_view content = {});

/// An element that holds text.
[[nodiscard]] std::string text_element(std::string_view name, std::string_view text);

/// QGIS's map of settings: <Option type="Map"> with one Option a pair.
[[nodiscard]] std::string options(const Pairs& settings);

/// The whole document. `categories` are QGIS's names, `|`-separated, for what it says of a layer.
[[nodiscard]] std::string document(const std::string& categories, std::string_view content);

}  // namespace bdf::report::qml
