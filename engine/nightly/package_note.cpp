// SPDX-License-Identifier: MIT
#include "nightly/package_note.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "io/output_folder.h"

namespace bdf::nightly {

using nlohmann::ordered_json;

namespace {

ordered_json text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return text;
}

std::string text_in(const ordered_json& object, const char* name) {
  const auto& value = object.at(name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

}  // namespace

ordered_json json_of(const MadePackage& made) {
  return {{"theme", made.wanted.theme},
          {"pack", made.wanted.pack},
          {"territory", text_or_null(made.wanted.territory)},
          {"name", text_or_null(made.name)},
          {"path", text_or_null(made.path.string())},
          {"differential", text_or_null(made.differential.string())},
          {"label", text_or_null(made.level)},
          {"reason", text_or_null(made.reason)},
          {"seconds", made.seconds}};
}

MadePackage made_package_in(const ordered_json& json) {
  return {{text_in(json, "theme"), text_in(json, "pack"), text_in(json, "territory")},
          text_in(json, "name"),
          text_in(json, "path"),
          text_in(json, "differential"),
          text_in(json, "label"),
          text_in(json, "reason"),
          json.at("seconds").get<double>()};
}

void note_package(const std::filesystem::path& file, const MadePackage& made) {
  io::OutputFile note(file, true);
  io::write_text(note.path(),
                 json_of(made).dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n");
  note.commit();
}

std::optional<MadePackage> noted_package(const std::filesystem::path& file) {
  std::ifstream note(file);
  const auto json = ordered_json::parse(note, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  try {
    return made_package_in(json);
  } catch (const ordered_json::exception&) {
    return std::nullopt;
  }
}

}  // namespace bdf::nightly
