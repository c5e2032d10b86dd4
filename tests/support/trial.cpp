// SPDX-License-Identifier: MIT
#include "support/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "base/log.h"
#include "geometry/canonical.h"
#include "io/change_rows.h"
#include "io/sync_tables.h"
#include "jobs/apply.h"
#include "merge/compare.h"

namespace bdf::tests {

namespace {

constexpr std::string_view geometry = "geometry";

std::string canonical(const ValueView& value) {
  const auto* wkb = std::get_if<BlobView>(&value);
  return wkb == nullptr ? std::string() : to_hex(geometry::canonical_bytes(wkb->bytes));
}

std::string line_of(const Change& change, const LayerChanges& layer, io::TargetRow& row) {
  auto line =
      std::string(name_of(change.op)) + ' ' + change.id + ' ' + std::string(name_of(change.status));
  if (change.op == Op::update) {
    std::set<std::string> values;
    for (const auto& value : change.values)
      values.insert(layer.target.columns[value.column].name + '=' + to_text(view_of(value.after)) +
                    ' ' + std::string(name_of(value.status)));
    for (const auto& value : values) line += ' ' + value;
    if (change.geometry) line += " geometry=" + canonical(view_of(change.geometry->after));
    return line;
  }
  const auto& values = row.values_after(change);
  for (std::size_t i = 0; i < values.size(); ++i)
    line += ' ' + layer.target.columns[i].name + '=' + to_text(values[i]);
  return line + ' ' + canonical(io::TargetRow::geometry_after(change));
}

}  // namespace

std::set<std::string> Outcomes::conflict_ids() const {
  std::set<std::string> ids;
  for (const auto& conflict : conflicts) ids.insert(conflict.id);
  return ids;
}

std::set<std::string> Outcomes::asked_about() const {
  std::set<std::string> ids;
  for (const auto& conflict : conflicts)
    for (const auto side : all_sides) ids.insert(conflict.ids[side]);
  ids.erase("");
  return ids;
}

std::filesystem::path Trial::write(const std::string& name, const PlainLayer& layer) {
  auto file = path(name + ".gpkg");
  write_geopackage(file, {layer});
  return file;
}

Outcomes Trial::sync(const ThreeWay<PlainLayer>& inputs) {
  return sync_files({write("ancestor", inputs.ancestor), write("local", inputs.local),
                     write("reference", inputs.reference)});
}

/// The rules that are given, or those of generic and matching by geometry.
std::filesystem::path Trial::theme() const {
  auto file = path("theme.yaml");
  const auto matching =
      fmt::format("matching: {{distance: {}, far: {}}}\n", geometric_.distance, geometric_.shift);
  std::ofstream(file) << "name: trial\nversion: \"1\"\n" << (rules_.empty() ? matching : rules_);
  return file;
}

std::filesystem::path Trial::apply(const std::filesystem::path& changeset,
                                   const std::filesystem::path& target, const std::string& name) {
  jobs::ApplyJob job;
  job.changeset = changeset;
  job.target = target.string();
  job.out = path(name + ".gpkg");
  job.now = "2026-01-01T00:00:00Z";
  jobs::apply_changeset(job);
  return job.out;
}

Outcomes Trial::sync_files(const ThreeWay<std::filesystem::path>& inputs, int threads) {
  set_verbosity(Verbosity::quiet);
  inputs_ = inputs;
  jobs::SyncJob job;
  if (!inputs.ancestor.empty()) job.ancestor = inputs.ancestor.string();
  job.local = inputs.local.string();
  job.reference = inputs.reference.string();
  job.out = path("out" + std::to_string(++syncs_));
  job.key = key_;
  job.producer = "test";
  job.confirm_deletions = true;
  job.threads = threads;
  if (!rules_.empty() || geometric_.distance > 0 || geometric_.shift > 0)
    job.theme = theme().string();
  job.now = "2026-01-01T00:00:00Z";
  auto summary = jobs::sync(job);

  const auto merged = job.out / "merged.gpkg";
  auto database = io::Database::open_input(merged);
  return {job.out,
          std::move(summary),
          read_layer(merged, layer_),
          io::read_pending(database),
          io::read_changeset(job.out / "update.gpkg"),
          io::read_changeset(job.out / "contribution.gpkg")};
}

std::set<std::string> common_columns(const std::vector<const PlainLayer*>& layers) {
  std::set<std::string> names;
  for (const auto& column : layers.front()->schema.columns) {
    const bool everywhere = std::all_of(layers.begin(), layers.end(), [&](const auto* layer) {
      return layer->schema.find(column.name).has_value();
    });
    if (everywhere && !same_name(column.name, "bdf_uid")) names.insert(folded(column.name));
  }
  return names;
}

Content content_of(const PlainLayer& layer, const PlainRow& row,
                   const std::set<std::string>& columns) {
  Content content{{std::string(geometry), canonical(view_of(row.geometry))}};
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const auto& column = layer.schema.columns[i];
    const auto form = merge::normal_form(column.type, view_of(row.values[i]));
    if (form && columns.contains(folded(column.name))) content[folded(column.name)] = *form;
  }
  return content;
}

std::vector<Content> contents_of(const PlainLayer& layer, const std::set<std::string>& columns) {
  std::vector<Content> contents;
  for (const auto& row : layer.rows) contents.push_back(content_of(layer, row, columns));
  std::sort(contents.begin(), contents.end());
  return contents;
}

Value value_in(const PlainLayer& layer, const PlainRow& row, const std::string& column) {
  const auto found = layer.schema.find(column);
  return found ? row.values[*found] : Value{Null{}};
}

std::string id_in(const PlainLayer& layer, const PlainRow& row) {
  const auto key = to_text(view_of(value_in(layer, row, "key")));
  return key.empty() ? to_text(view_of(value_in(layer, row, "bdf_uid"))) : key;
}

std::vector<std::string> described(const io::Changeset& changeset) {
  std::vector<std::string> lines;
  for (const auto& layer : changeset.layers) {
    io::TargetRow row(layer.target);
    for (const auto& change : layer.changes) lines.push_back(line_of(change, layer, row));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace bdf::tests
