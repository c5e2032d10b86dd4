// SPDX-License-Identifier: MIT
// What yaml-cpp lets pass in a file of rules, and what nobody can have meant.
#pragma once

#include <yaml-cpp/yaml.h>

#include <optional>
#include <string>

namespace bdf::rules {

/// A place in a file of YAML, and what is wrong there.
struct TextFlaw {
  YAML::Mark place;
  std::string message;
};

/// Bytes that are no UTF-8; a quoted text that ends with the file, at its opening quote (yaml-cpp
/// takes all that follows as part of it); a second document; YAML 1.1's merge key “<<”. The first
/// of them, where the text has any. What is no YAML at all is left to the parser to complain of.
[[nodiscard]] std::optional<TextFlaw> flaw_of_text(const std::string& text);

}  // namespace bdf::rules
