// SPDX-License-Identifier: MIT
#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/message.h"
#include "geometry/wkt.h"
#include "io/conflict_rows.h"
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

/// Why the geometry cannot be taken; "" where it can.
std::string wrong_with_wkt(const std::string& wkt) {
  if (trimmed(wkt).empty()) return msg("resolution_value must hold the geometry as WKT.");
  try {
    static_cast<void>(geometry::wkb_from_wkt(wkt));
    return {};
  } catch (const UsageError& error) {
    return error.what();
  }
}

std::string wrong_with_value(const Conflict& conflict, const std::string& value) {
  if (conflict.kind == ConflictKind::attribute) return {};
  if (conflict.kind == ConflictKind::geometry) return wrong_with_wkt(value);
  if (conflict.kind == ConflictKind::identity && !is_about_several(conflict))
    return trimmed(value) == conflict.ids.reference
               ? std::string()
               : msg("Write the key “{}” as resolution_value to say that it is one object, and in "
                     "the place where you have it.",
                     conflict.ids.reference);
  return msg("This conflict is resolved by a side, not by a value.");
}

/// Whether something was deleted, cut or taken for something else: no side but local and reference
/// has a say in that.
bool is_about_objects(const Conflict& conflict) {
  return conflict.kind != ConflictKind::attribute && conflict.kind != ConflictKind::geometry;
}

std::string wrong_with(const Conflict& conflict, const Resolution& resolution) {
  if (!resolution.side) return wrong_with_value(conflict, resolution.value);
  if (resolution.side == Side::ancestor && is_about_objects(conflict))
    return msg("This conflict is resolved by local or reference.");
  return {};
}

/// Sets the conflict's resolution as it was typed; returns what is wrong with it, "" for nothing.
std::string read_typed(Conflict& conflict, const ResolutionTexts& texts) {
  const auto word = plain(texts.resolution);
  if (word.empty())
    return msg("resolution_value is filled in, but resolution is not: write “value” in it.");
  Resolution resolution{std::nullopt, texts.value, texts.by, texts.at};
  if (!read_word(resolution, word))
    return msg("“{}” is no resolution: write ancestor, local, reference or value.",
               texts.resolution);
  auto wrong = wrong_with(conflict, resolution);
  if (wrong.empty()) conflict.resolution = std::move(resolution);
  return wrong;
}

Finding finding_about(const Conflict& conflict, std::string message) {
  return {Level::warning, "resolution_unusable", "",
          conflict.layer, conflict.id,           std::move(message)};
}

void read_row(EnteredResolutions& entered, const Statement& row) {
  const auto texts = read_resolution_texts(row);
  if (trimmed(texts.resolution).empty() && trimmed(texts.value).empty()) return;
  auto conflict = read_conflict(row);
  auto wrong = read_typed(conflict, texts);
  if (wrong.empty())
    entered.conflicts.push_back(std::move(conflict));
  else
    entered.findings.push_back(finding_about(conflict, std::move(wrong)));
}

}  // namespace

EnteredResolutions read_entered_resolutions(Database& database) {
  if (!database.has_table("conflict"))
    throw InputError(msg("{} has no layer “conflict”.", database.path().string()));
  auto rows = database.prepare("SELECT " + sql_names(conflict_column_names()) +
                               " FROM conflict ORDER BY conflict_id, rowid");
  EnteredResolutions entered;
  while (rows.step()) read_row(entered, rows);
  return entered;
}

}  // namespace bdf::io
