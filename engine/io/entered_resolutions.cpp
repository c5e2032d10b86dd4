// SPDX-License-Identifier: MIT
#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "io/conflict_rows.h"
#include "io/decision_form.h"
#include "io/drawn_shape.h"
#include "io/geometry_blob.h"
#include "io/sql.h"
#include "io/sync_tables.h"
#include "io/table_row.h"

namespace bdf::io {

namespace {

struct Free {
  void operator()(utf8proc_uint8_t* text) const noexcept { std::free(text); }
};

std::string trimmed(const std::string& text) {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Without case, accents and outer blanks: people type Référence, reference and REFERENCE.
std::string plain(const std::string& typed) {
  const auto text = trimmed(typed);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(
      bytes, static_cast<utf8proc_ssize_t>(text.size()), &mapped,
      static_cast<utf8proc_option_t>(UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(mapped);
  if (length < 0) return text;
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length)};
}

/// Sets the resolution's side; false where the word is none of ours.
bool read_word(Resolution& resolution, const std::string& word) {
  using Word = std::pair<std::string_view, std::optional<Side>>;
  static constexpr std::array<Word, 7> words{{{"ancestor", Side::ancestor},
                                              {"ancetre", Side::ancestor},
                                              {"local", Side::local},
                                              {"locale", Side::local},
                                              {"reference", Side::reference},
                                              {"value", std::nullopt},
                                              {"valeur", std::nullopt}}};
  for (const auto& known : words) {
    if (known.first != word) continue;
    resolution.side = known.second;
    return true;
  }
  return false;
}

constexpr int shape_column = static_cast<int>(conflict_column_count);

/// "" where the row's own shape is as it was.
std::string shape_drawn_in(const Statement& row, const Conflict& conflict) {
  const auto stored = row.column(shape_column);
  const auto* blob = std::get_if<BlobView>(&stored);
  const auto wkb = blob == nullptr ? std::nullopt : wkb_of_blob(blob->bytes);
  return wkb ? drawn_shape(conflict, *wkb) : std::string();
}

/// What was drawn stands for the value; returns what is wrong with the two, "" for nothing.
std::string take_drawn(ResolutionTexts& texts, const std::string& word, std::string shape) {
  if (shape.empty()) return {};
  if (word == "value" || word == "valeur") {
    if (!trimmed(texts.value).empty())
      return msg(
          "Its shape has been changed on the map, and resolution_value holds another one: "
          "empty resolution_value for the shape on the map to be taken.");
    texts.value = std::move(shape);
    return {};
  }
  return msg(
      "Its shape has been changed on the map, but the decision is not “value”: choose that "
      "for the shape to be taken. If it was changed by mistake, say --take with the side "
      "that you want, and --conflict with this id.");
}

/// Sets the conflict's resolution as it was typed or drawn; returns what is wrong with it, "" for
/// nothing.
std::string read_typed(Conflict& conflict, ResolutionTexts texts, std::string shape) {
  const auto word = plain(texts.resolution);
  if (auto wrong = take_drawn(texts, word, std::move(shape)); !wrong.empty()) return wrong;
  if (word.empty())
    return msg("resolution_value is filled in, but resolution is not: write “value” in it.");
  Resolution resolution{std::nullopt, texts.value, texts.by, texts.at};
  if (!read_word(resolution, word))
    return msg("“{}” is no resolution: write ancestor, local, reference or value.",
               texts.resolution);
  auto wrong = wrong_with_decision(conflict, resolution);
  if (wrong.empty()) conflict.resolution = std::move(resolution);
  return wrong;
}

Finding finding_about(const Conflict& conflict, std::string message) {
  return {Level::warning, "resolution_unusable", "",
          conflict.layer, conflict.id,           std::move(message)};
}

void read_row(EnteredResolutions& entered, const Statement& row) {
  auto texts = read_resolution_texts(row);
  auto conflict = read_conflict(row);
  auto shape = shape_drawn_in(row, conflict);
  if (trimmed(texts.resolution).empty() && trimmed(texts.value).empty() && shape.empty()) return;
  auto wrong = read_typed(conflict, std::move(texts), std::move(shape));
  if (wrong.empty())
    entered.conflicts.push_back(std::move(conflict));
  else
    entered.findings.push_back(finding_about(conflict, std::move(wrong)));
}

/// The rows of layer conflict: its columns in the order of conflict_column_names(), and the shape.
Statement conflict_rows(Database& database) {
  if (!database.has_table("conflict"))
    throw InputError(msg("{} has no layer “conflict”.", database.path().string()));
  return database.prepare("SELECT " + sql_names(conflict_column_names()) +
                          ", geom FROM conflict ORDER BY conflict_id, rowid");
}

}  // namespace

std::vector<Conflict> read_open_conflicts(Database& database) {
  auto rows = conflict_rows(database);
  std::vector<Conflict> conflicts;
  while (rows.step()) conflicts.push_back(read_conflict(rows));
  return conflicts;
}

EnteredResolutions read_entered_resolutions(Database& database) {
  auto rows = conflict_rows(database);
  EnteredResolutions entered;
  while (rows.step()) read_row(entered, rows);
  return entered;
}

}  // namespace bdf::io
