// SPDX-License-Identifier: MIT
// What a theme says to people, in the languages that packages speak.
#pragma once

#include <string>

#include "rules/yaml_document.h"

namespace bdf::rules {

struct Wording {
  std::string fr;
  std::string en;
  bool operator==(const Wording&) const = default;
};

/// {fr: …, en: …}. Throws InputError as a YamlNode does.
[[nodiscard]] inline Wording read_wording(const YamlNode& node) {
  return {node["fr"].text(), node["en"].text()};
}

}  // namespace bdf::rules
