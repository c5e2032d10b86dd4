// SPDX-License-Identifier: MIT
#include "jobs/convert.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "base/clock.h"
#include "base/error.h"
#include "base/message.h"
#include "io/change_rows.h"
#include "io/changeset.h"
#include "io/geoplateforme_csv.h"
#include "io/ign_transaction.h"
#include "io/input_file.h"
#include "io/output_folder.h"
#include "io/sent_change.h"
#include "io/signalements.h"
#include "io/sqlite.h"
#include "jobs/foreign_changes.h"
#include "jobs/scratch.h"
#include "jobs/styles.h"
#include "rules/community.h"

namespace bdf::jobs {

namespace {

namespace fs = std::filesystem;

struct NamedFormat {
  ExchangeFormat format;
  std::string_view name;
  std::string_view ending;  ///< of a file; "" for a folder
};

constexpr std::array<NamedFormat, 4> formats{
    {{ExchangeFormat::changeset, "changeset", ".gpkg"},
     {ExchangeFormat::ign_json, "ign-json", ".json"},
     {ExchangeFormat::wfs_t, "wfs-t", ".xml"},
     {ExchangeFormat::geoplateforme, "geoplateforme", ""}}};

/// By the first bytes: an SQLite file, or the first character that JSON and XML can begin with.
ExchangeFormat format_of_input(const fs::path& path) {
  if (fs::is_directory(path))
    throw UsageError(
        msg("{} is a folder: a delivery to the Géoplateforme is only written", path.string()));
  io::require_file(path);
  if (io::begins_as_database(path)) return ExchangeFormat::changeset;
  std::ifstream file(path, std::ios::binary);
  std::string beginning(1024, '\0');
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  if (!file.is_open()) throw InputError(msg("{} cannot be read", path.string()));
  beginning.resize(static_cast<std::size_t>(file.gcount()));
  if (beginning.starts_with("\xEF\xBB\xBF")) beginning.erase(0, 3);
  const auto first = beginning.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && beginning[first] == '{') return ExchangeFormat::ign_json;
  if (first != std::string::npos && beginning[first] == '<') return ExchangeFormat::wfs_t;
  throw InputError(
      msg("{} is no changeset, no transaction of IGN's API (JSON) and none of WFS (XML)",
          path.string()));
}

ExchangeFormat format_of_output(const ConvertJob& job) {
  if (!job.as.empty()) {
    if (const auto format = exchange_format_named(job.as)) return *format;
    throw UsageError(
        msg("there is no format “{}”: changeset, ign-json, wfs-t or geoplateforme", job.as));
  }
  const auto ending = folded(job.out.extension().string());
  for (const auto& one : formats)
    if (one.ending == ending) return one.format;
  throw UsageError(
      msg("{}: which format? Say it with --as, or by the ending: .gpkg (changeset), .json "
          "(ign-json), .xml (wfs-t), none for a folder (geoplateforme)",
          job.out.string()));
}

io::TableIds tables_of(const ConvertJob& job) {
  return job.tables.empty() ? io::TableIds() : io::read_table_ids(job.tables);
}

io::Changeset completed(const ConvertJob& job, ExchangeFormat from) {
  if (job.against.empty())
    throw UsageError(
        msg("{}: a transaction does not say what was there before: name the file that it is for "
            "with --against",
            job.input.string()));
  const auto actions = from == ExchangeFormat::wfs_t
                           ? io::read_wfs_transaction(job.input)
                           : io::read_ign_transaction(job.input, tables_of(job));
  const Scratch scratch(job.out);
  const auto against = open_input(job.against, job.source, scratch.path(), "against");
  const auto theme = rules::load_theme(job.theme.empty() ? "generic" : job.theme);
  return changeset_of(
      actions, {job.input.string(), &against, &theme, job.key, job.producer, time_of_run(job.now)});
}

void write_file(const ConvertJob& job, ExchangeFormat to, const io::Changeset& changeset) {
  io::OutputFile out(job.out, job.overwrite);
  if (to == ExchangeFormat::changeset)
    write_styled_changeset(out.path(), changeset.head, io::to_write(changeset.layers));
  else if (to == ExchangeFormat::ign_json)
    io::write_ign_transaction(out.path(), changeset, tables_of(job));
  else
    io::write_wfs_transaction(out.path(), changeset, job.space);
  out.commit();
}

/// Its files are called as the layers are: none of an older delivery may be left among them.
void write_folder(const ConvertJob& job, const io::Changeset& changeset) {
  std::error_code none;
  if (fs::exists(job.out) && !fs::is_empty(job.out, none))
    throw UsageError(
        msg("{} exists and is not empty: choose a new folder with --out", job.out.string()));
  io::OutputFolder out(job.out, true);
  io::write_geoplateforme_csv(out.file(""), changeset);
  out.commit();
}

io::Sayable sayable_in(ExchangeFormat format) {
  switch (format) {
    case ExchangeFormat::ign_json:
      return io::sayable_in_ign_transactions();
    case ExchangeFormat::wfs_t:
      return io::sayable_in_wfs_transactions();
    case ExchangeFormat::geoplateforme:
      return io::sayable_in_geoplateforme_csv();
    case ExchangeFormat::changeset:
      break;
  }
  return {};
}

/// A contribution may name a theme that is not known here, and no file.
rules::Theme theme_of(const ConvertJob& job, const io::ChangesetHead& head) {
  if (!job.theme.empty()) return rules::load_theme(job.theme);
  const auto& named = head.theme;
  const bool is_file = named.find('/') != std::string::npos || named.ends_with(".yaml");
  try {
    if (!named.empty() && !is_file) return rules::load_theme(named);
  } catch (const InputError&) {
    // Then nothing is known of its layers.
  }
  return rules::load_theme("generic");
}

void refuse_where_nothing_is_said(const ConvertJob& job, const Converted& converted) {
  if (converted.left_out.empty() || converted.inserted + converted.updated + converted.deleted > 0)
    return;
  throw InputError(msg("nothing of {} can be said in {}. Nothing was written. First: {}",
                       job.input.string(), name_of(converted.to),
                       text_of(converted.left_out.front())));
}

/// Takes what the format cannot say out of the changeset, whose tables it goes on referring to.
io::Changeset take_out(const ConvertJob& job, io::Changeset& changeset, Converted& converted) {
  io::Changeset left_out;
  left_out.head = changeset.head;
  if (converted.to == ExchangeFormat::changeset) return left_out;
  auto parts =
      sayable_parts(changeset.layers, sayable_in(converted.to), theme_of(job, changeset.head));
  changeset.layers = std::move(parts.said);
  left_out.layers = std::move(parts.left_out);
  std::swap(left_out.signalements, changeset.signalements);
  converted.left_out = std::move(parts.why);
  for (const auto& said : left_out.signalements.all)
    converted.left_out.push_back({std::string(io::signalement_layer), said.id,
                                  std::string(rules::object_thing),
                                  msg("{} has no place for signalements", name_of(converted.to))});
  return left_out;
}

void count(const io::Changeset& changeset, Converted& converted) {
  const auto sayable = sayable_in(converted.to);
  for (const auto& changes : changeset.layers)
    for (const auto* change : io::SentLayer(changes, sayable.left_out).in_order())
      ++(io::adds_feature(*change)  ? converted.inserted
         : change->op == Op::update ? converted.updated
                                    : converted.deleted);
}

void write(const ConvertJob& job, ExchangeFormat to, const io::Changeset& changeset) {
  if (to == ExchangeFormat::geoplateforme)
    write_folder(job, changeset);
  else
    write_file(job, to, changeset);
}

}  // namespace

std::string_view name_of(ExchangeFormat format) {
  return std::find_if(formats.begin(), formats.end(),
                      [&](const auto& one) { return one.format == format; })
      ->name;
}

std::optional<ExchangeFormat> exchange_format_named(std::string_view name) {
  for (const auto& one : formats)
    if (one.name == name) return one.format;
  return std::nullopt;
}

Converted convert(const ConvertJob& job) {
  std::vector<std::string> inputs{job.input.string()};
  if (!job.against.empty()) inputs.push_back(job.against);
  refuse_output_over_input(job.out, inputs);
  Converted converted{format_of_input(job.input), format_of_output(job), 0, 0, 0, {}};
  if (converted.from == converted.to)
    throw UsageError(
        msg("{} is of the format {} already", job.input.string(), name_of(converted.to)));
  auto changeset = converted.from == ExchangeFormat::changeset ? io::read_changeset(job.input)
                                                               : completed(job, converted.from);
  const auto left_out = take_out(job, changeset, converted);
  count(changeset, converted);
  refuse_where_nothing_is_said(job, converted);
  std::optional<io::OutputFile> beside;
  if (!job.left_out.empty()) {
    inputs.push_back(job.out.string());
    refuse_output_over_input(job.left_out, inputs);
    beside.emplace(job.left_out, job.overwrite);
    write_styled_changeset(beside->path(), left_out.head, io::to_write(left_out.layers),
                           left_out.signalements);
  }
  write(job, converted.to, changeset);
  if (beside) beside->commit();
  return converted;
}

}  // namespace bdf::jobs
