// SPDX-License-Identifier: MIT
#include "rules/yaml_text.h"

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/message.h"

namespace bdf::rules {

namespace {

/// JSON must be UTF-8, so its writer knows. A NUL stands in UTF-16, and in no text.
bool is_utf8(const std::string& text) {
  if (text.find('\0') != std::string::npos) return false;
  try {
    static_cast<void>(nlohmann::json(text).dump());
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
  return true;
}

std::optional<TextFlaw> other_encoding(const std::string& text) {
  if (is_utf8(text)) return std::nullopt;
  std::istringstream lines(text);
  TextFlaw flaw{{}, msg("The file is not in UTF-8, and must be.")};
  for (std::string line; std::getline(lines, line) && is_utf8(line);) ++flaw.place.line;
  return flaw;
}

/// Sees what the parser comes across.
class Watcher : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2)
      report(mark, msg("A second document begins here; the file must hold one."));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t /*anchor*/,
                const std::string& value) override {
    last_scalar = mark;
    if (tag == "?" && value == "<<")
      report(mark, msg("The merge key “<<” is not read here: write the entries themselves."));
  }

  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnAlias(const YAML::Mark& /*mark*/, YAML::anchor_t /*anchor*/) override {}
  void OnSequenceStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/,
                       YAML::anchor_t /*anchor*/, YAML::EmitterStyle::value /*style*/) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark& /*mark*/, const std::string& /*tag*/, YAML::anchor_t /*anchor*/,
                  YAML::EmitterStyle::value /*style*/) override {}
  void OnMapEnd() override {}

  YAML::Mark last_scalar;
  std::optional<TextFlaw> flaw;

 private:
  void report(const YAML::Mark& mark, std::string message) {
    if (!flaw) flaw = TextFlaw{mark, std::move(message)};
  }

  int documents_ = 0;
};

/// What the parser throws, "" for nothing.
std::string watch(const std::string& text, Watcher& watcher) {
  std::istringstream stream(text);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(watcher)) {
    }
  } catch (const YAML::Exception& error) {
    return error.msg;
  }
  return "";
}

std::string without_last_blanks(const std::string& text) {
  return text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
}

}  // namespace

std::optional<TextFlaw> flaw_of_text(const std::string& text) {
  if (auto flaw = other_encoding(text)) return flaw;
  const auto trimmed = without_last_blanks(text);
  Watcher watcher;
  if (watch(trimmed, watcher) != YAML::ErrorMsg::EOF_IN_SCALAR) return watcher.flaw;
  // With a line's end behind it yaml-cpp takes the open text for complete, and tells where it is.
  static_cast<void>(watch(trimmed + "\n", watcher));
  return TextFlaw{watcher.last_scalar,
                  msg("This quoted text has no end: its last quote is missing.")};
}

}  // namespace bdf::rules
